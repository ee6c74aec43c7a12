"""The questions others may ask of hearings; each answers only what `by` may see, and an agent's reading is noted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from acquis.enrolments import queries as enrolments
from acquis.enrolments.types import EnrolmentDetails, Foreseen, Party
from acquis.journal.reads import note_read
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused
from acquis.people.types import ProofFile
from acquis.rules.types import ExitReason

from . import deciding, lifecycle, opening, permissions, sides, words
from .actions.decide import is_heard
from .models import Entry, Exhibit, Hearing
from .types import (
    FINDINGS,
    Act,
    EntryCard,
    ExhibitCard,
    Finding,
    HearingDetails,
    HearingKind,
    HearingRow,
    PageOfHearings,
    Refusal,
    Service,
    State,
)

PER_PAGE = 25


def hearings_about(enrolment_id: UUID, *, by: Actor) -> list[HearingRow]:
    """The files about an enrolment, newest first."""
    rows = permissions.SEE.rows(by, Hearing.objects.filter(enrolment_id=enrolment_id))
    return [_row(each) for each in rows.order_by("-opened_at", "-id")]


def may_open(enrolment: EnrolmentDetails, *, by: Actor, at: datetime) -> frozenset[HearingKind]:
    """The files that `by` could open about this enrolment now, for the buttons of a page; the act judges again."""
    party = opening.party_of(by)
    going_on = set(Hearing.objects.going_on().filter(enrolment_id=enrolment.id).values_list("kind", flat=True))
    return frozenset(
        kind
        for kind in HearingKind
        if opening.is_theirs(kind, party, enrolment)
        and kind not in going_on
        and opening.refusal_of(kind, enrolment, at=at) is None
    )


def queue(*, by: Actor, states: Iterable[State], page: int = 1) -> PageOfHearings:
    """The operator's queue, the most pressing first."""
    permissions.DECIDE.require_any(by)
    everything = Hearing.objects.all()
    counts = {State(s): n for s, n in everything.order_by().values_list("state").annotate(Count("id"))}
    rows = everything.filter(state__in=list(states)).order_by("due_at", "id")
    total, page = rows.count(), max(1, page)
    shown = rows[(page - 1) * PER_PAGE : page * PER_PAGE]
    return PageOfHearings(
        rows=tuple(_row(each) for each in shown), total=total, page=page, per_page=PER_PAGE, counts=counts
    )


def waiting_for_provider(*, by: Actor) -> list[HearingRow]:
    """The files in which a body is still heard, the most pressing first."""
    rows: QuerySet[Hearing] = permissions.SEE.rows(by, Hearing.objects.going_on())
    return [_row(each) for each in rows.order_by("state_by_at", "id")]


def hearing(hearing_id: UUID, *, by: Actor) -> HearingDetails:
    """One file whole; refused as unknown to those who may not see it. What a body may not read is left out."""
    row = _visible(hearing_id, by)
    _note(row, by)
    readable = permissions.READ.rows(by, Hearing.objects.filter(pk=row.pk)).exists()
    entries = tuple(_entry(each) for each in row.entries.order_by("at", "id").prefetch_related("exhibits"))
    state = State(row.state)
    party = opening.party_of(by)
    may: set[Act] = {act for act in Act if act is not Act.STATE and lifecycle.HEARING.allows(act, state)}
    may -= {Act.OPEN, Act.CLOSE}
    if permissions.DECIDE.covers(by) is None:
        may -= {Act.TAKE, Act.DECIDE}
    if party != row.opened_by:
        may.discard(Act.WITHDRAW)
    if party is not Party.HOLDER or row.kind != HearingKind.ENTRY_IN_ERROR:
        may.discard(Act.AGREE)
    if state in lifecycle.GOING_ON and permissions.STATE.covers(by) is not None:
        may.add(Act.STATE)
    return HearingDetails(
        row=_row(row),
        entries=entries if readable else tuple(e for e in entries if e.party in (Party.PROVIDER, Party.OPERATOR)),
        service=_service(row),
        may=frozenset(may),
        findings=FINDINGS[HearingKind(row.kind)],
        decidable_at=row.state_by_at,
        other_side_heard=is_heard(row),
    )


def foresee(hearing_id: UUID, finding: Finding, service: Service | None, *, by: Actor, at: datetime) -> Foreseen | None:
    """Who would get what under a finding: the same table as the decision. Refuses what the decision would."""
    row = _visible(hearing_id, by)
    enrolment = enrolments.details(row.enrolment_id, by=by)
    found = deciding.service_of(row, enrolment, finding, service)
    return deciding.foresee(row, enrolment, finding, found, by=by, at=at)


def exhibit(hearing_id: UUID, exhibit_id: UUID, *, by: Actor) -> ProofFile:
    """A file attached to what a side said."""
    row = _visible(hearing_id, by)
    found = Exhibit.objects.filter(pk=exhibit_id, entry__hearing=row).select_related("entry").first()
    readable = permissions.READ.rows(by, Hearing.objects.filter(pk=row.pk)).exists()
    if found is None or not (readable or found.entry.party == opening.party_of(by)):
        raise Refused(Refusal.HEARING_UNKNOWN)
    _note(row, by, "exhibit")
    return ProofFile(name=words.name(found), media_type=found.media_type, content=words.content(found))


def _visible(hearing_id: UUID, by: Actor) -> Hearing:
    row = permissions.SEE.rows(by, Hearing.objects.filter(pk=hearing_id)).first()
    if row is None:
        raise Refused(Refusal.HEARING_UNKNOWN)
    return row


def _note(row: Hearing, by: Actor, what: str = "hearing") -> None:
    """An agent who reads a file is noted; the sides reading their own are not."""
    if by.is_staff:
        note_read(by=by, person_id=row.person_id, what=what, reason=f"dossier {row.number}")


def _row(row: Hearing) -> HearingRow:
    return HearingRow(
        id=row.id,
        kind=HearingKind(row.kind),
        state=State(row.state),
        enrolment_id=row.enrolment_id,
        number=row.number,
        title=row.title,
        account_id=row.account_id,
        person_id=row.person_id,
        provider_id=row.provider_id,
        opened_by=Party(row.opened_by),
        opened_at=row.opened_at,
        state_by=sides.last_day(row.state_by_at),
        due_on=sides.last_day(row.due_at),
        taken_by=row.taken_by,
        finding=Finding(row.finding) if row.finding else None,
        decided_at=row.decided_at,
    )


def _service(row: Hearing) -> Service | None:
    if row.done is None or row.total is None:
        return None
    return Service(reason=ExitReason(row.reason), done=row.done, total=row.total)


def _entry(row: Entry) -> EntryCard:
    return EntryCard(
        act=Act(row.act),
        party=Party(row.party),
        at=row.at,
        words=words.read(row),
        exhibits=tuple(
            ExhibitCard(id=e.id, name=words.name(e), media_type=e.media_type, size=e.size, scanned=e.scanned)
            for e in row.exhibits.all()
        ),
    )
