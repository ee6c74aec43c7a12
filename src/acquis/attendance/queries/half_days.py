"""Half-days: what each may sign, what a provider has to attend to, its sessions, the papers and links of a half-day."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from acquis.enrolments import queries as enrolments
from acquis.enrolments.types import Attendee
from acquis.journal.reads import note_read
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.people import crypto

from .. import codes, delays, followers, permissions, plans, records
from ..actions.name_trainer import digest
from ..models import Entry, HalfDay, Scan, TrainerLink
from ..standing import standing_of
from ..types import (
    Act,
    ChangeCard,
    ExpectedCard,
    HalfDayCard,
    HalfDayDetails,
    HalfDayRecord,
    Kind,
    Refusal,
    ScanFile,
    SessionCard,
    ShownCode,
    State,
    TrainerCard,
)
from ..windows import asks_code
from .shown import card_of, half_day_of_record

#: Sessions that ended longer ago are looked up by their enrolments.
SESSIONS_SINCE_DAYS = 60


def to_sign(*, by: Actor, at: datetime) -> list[tuple[UUID, HalfDayRecord]]:
    """The half-days that a holder may sign now, by their enrolments; those under way first."""
    today = day_of(at)
    people = enrolments.attending(by=by, since=today - (delays.last_day(today) - today))
    found = []
    for attendee in people:
        rows = [row for row in records.counted(attendee) if row.state in (State.OPEN, State.SIGNED)]
        if rows:
            of_rows = records.standings(rows, records.entries_of(attendee))
            found += [(attendee.id, half_day_of_record(row, standing, attendee, at=at)) for row, standing in of_rows]
    return sorted(
        (each for each in found if each[1].can_sign), key=lambda each: (not each[1].asks_code, each[1].card.starts_at)
    )


def half_day_to_sign(half_day_id: UUID, *, by: Actor, at: datetime) -> tuple[Attendee, HalfDayRecord]:
    """One half-day that a holder is expected at, with the enrolment by which they are; refused when they are not."""
    row = HalfDay.objects.standing().filter(pk=half_day_id).first()
    attendee = next(iter(followers.expected_at(row, by=by)), None) if row else None
    if row is None or attendee is None:
        raise Refused(Refusal.HALF_DAY_UNKNOWN)
    entries = Entry.objects.filter(enrolment_id=attendee.id, half_day_id=row.id).order_by("rank")
    return attendee, half_day_of_record(row, standing_of(row, list(entries)), attendee, at=at)


def half_day(half_day_id: UUID, *, by: Actor) -> HalfDayDetails:
    """One half-day of the provider's, with who is expected and what is known of each."""
    row = permissions.CONDUCT.rows(by, HalfDay.objects.filter(pk=half_day_id)).first()
    if row is None:
        raise Refused(Refusal.HALF_DAY_UNKNOWN)
    people = followers.expected_at(row, by=by)
    everybody = people or list(enrolments.attending(by=by, session_ids=[row.session_id]))
    if not everybody:
        # Whoever followed it has cancelled since.
        raise Refused(Refusal.HALF_DAY_UNKNOWN)
    title = everybody[0].title
    return HalfDayDetails(
        card=card_of(row),
        title=title,
        expected=tuple(_expected(row, people)),
        changes=tuple(
            ChangeCard(before=plans.read(each.before), act=Act(each.act), by=each.by, at=each.at)
            for each in row.plan_changes.order_by("id")
        ),
        scans=tuple(row.scans.order_by("at").values_list("id", flat=True)),
    )


def half_days_of(session_id: UUID, *, by: Actor) -> list[HalfDayCard]:
    """The plan of a session in its order, the cancelled ones too."""
    rows = permissions.CONDUCT.rows(by, HalfDay.objects.filter(session_id=session_id))
    return [card_of(row) for row in rows.order_by("day", "starts", "id")]


def to_attend_to(*, by: Actor, at: datetime) -> list[tuple[HalfDayCard, str, int, int]]:
    """The provider's half-days of today and those over that it has not signed: with title, people expected, signatures.

    Oldest first.
    """
    waiting = permissions.CONDUCT.rows(by, HalfDay.objects.filter(state__in=[State.PLANNED, State.OPEN]))
    rows = list(waiting.filter(day__lte=day_of(at)).order_by("day", "starts", "id")[:200])
    expected = followers.expected_at_each(rows, by=by)
    signed = _signatures(rows)
    return [
        (card_of(row), people[0].title, len(people), signed.get(row.id, 0))
        for row in rows
        if (people := expected[row.id])
    ]


def sessions(*, by: Actor, at: datetime) -> list[SessionCard]:
    """The provider's sessions that somebody follows now, is to follow, or followed lately; those under way first."""
    since = day_of(at) - timedelta(days=SESSIONS_SINCE_DAYS)
    people = enrolments.attending(by=by, since=since) if by.provider_id else []
    grouped: dict[UUID, list[Attendee]] = {}
    for each in people:
        grouped.setdefault(each.session_id, []).append(each)
    rows: dict[UUID, list[HalfDay]] = {}
    for row in HalfDay.objects.standing().filter(session_id__in=list(grouped)):
        rows.setdefault(row.session_id, []).append(row)
    cards = [_session(session_id, group, rows.get(session_id, []), at=at) for session_id, group in grouped.items()]
    return sorted(cards, key=lambda card: (card.next_at is None, card.next_at or at, card.starts_on, card.title))


def session(session_id: UUID, *, by: Actor, at: datetime) -> tuple[SessionCard, list[Attendee]]:
    """One session of the provider's and who follows it; refused when nobody whom `by` may see does."""
    people = enrolments.attending(by=by, session_ids=[session_id]) if by.provider_id else []
    if not people:
        raise Refused(Refusal.HALF_DAY_UNKNOWN)
    return _session(session_id, people, list(HalfDay.objects.standing().filter(session_id=session_id)), at=at), people


def rates_of(attendees: Collection[Attendee]) -> dict[UUID, int | None]:
    """The completion rate of each, in whole percent, as their records stand; None where nothing is planned."""
    return {each.id: records.rate_of(each)[0] for each in attendees}


def shown_code(half_day_id: UUID, *, by: Actor, at: datetime) -> ShownCode | None:
    """The code to show now at the place; None once the half-day is over, or not open."""
    row = permissions.CONDUCT.rows(by, HalfDay.objects.filter(pk=half_day_id)).first()
    if row is None:
        raise Refused(Refusal.HALF_DAY_UNKNOWN)
    if not asks_code(row, at):
        return None
    return ShownCode(code=codes.code_at(row.secret_sealed, row.id, at), seconds=codes.seconds_left(at))


def scan(scan_id: UUID, *, by: Actor, reason: str) -> ScanFile:
    """A paper sheet; everybody who is on it is told that it was opened, and why."""
    row = permissions.READ_SCANS.rows(by, Scan.objects.filter(pk=scan_id)).select_related("half_day").first()
    if row is None:
        raise Refused(Refusal.SCAN_UNKNOWN)
    for attendee in followers.expected_at(row.half_day, by=by):
        note_read(by=by, person_id=attendee.person_id, what="attendance sheet", reason=reason)
    content = crypto.unseal_bytes(row.content_sealed, table="attendance_scan", column="content", row=row.id)
    return ScanFile(id=row.id, name=row.name, media_type=row.media_type, content=content)


def has_link(half_day_id: UUID, *, by: Actor, at: datetime) -> bool:
    """Whether a trainer was given a link that may still serve for this half-day of the provider's."""
    rows = permissions.CONDUCT.rows(by, HalfDay.objects.filter(pk=half_day_id))
    return TrainerLink.objects.filter(half_day__in=rows, used_at=None, expires_at__gt=at).exists()


def trainer_of(token: str, *, by: Actor, at: datetime) -> TrainerCard:
    """What a link opens; refused when there is none such, or its time is over. The one that served says so."""
    permissions.SPEAK_BY_LINK.require_any(by)
    link = TrainerLink.objects.filter(token=digest(token)).first()
    if link is None or at >= link.expires_at:
        raise Refused(Refusal.LINK_UNKNOWN)
    return TrainerCard(
        link_id=link.id,
        half_day_id=link.half_day_id,
        name=crypto.unseal(link.name_sealed, table="attendance_trainerlink", column="name", row=link.id),
        expires_at=link.expires_at,
        used=link.used_at is not None,
    )


def _expected(row: HalfDay, people: list[Attendee]) -> Iterable[ExpectedCard]:
    about: dict[UUID, list[Entry]] = {}
    for entry in Entry.objects.filter(half_day_id=row.id).order_by("rank"):
        about.setdefault(entry.enrolment_id, []).append(entry)
    for each in people:
        yield ExpectedCard(
            enrolment_id=each.id,
            number=each.number,
            account_id=each.account_id,
            person_id=each.person_id,
            standing=standing_of(row, about.get(each.id, [])),
        )


def _signatures(rows: list[HalfDay]) -> dict[UUID, int]:
    found: dict[UUID, int] = {}
    of_rows = Entry.objects.filter(half_day_id__in=[row.id for row in rows], kind=Kind.SIGNED)
    for half_day_id in of_rows.values_list("half_day_id", flat=True):
        found[half_day_id] = found.get(half_day_id, 0) + 1
    return found


def _session(session_id: UUID, people: list[Attendee], rows: list[HalfDay], *, at: datetime) -> SessionCard:
    ends = [each.ends_on for each in people]
    waiting = [row for row in rows if row.state in (State.PLANNED, State.OPEN)]
    return SessionCard(
        session_id=session_id,
        title=people[0].title,
        starts_on=min(each.starts_on for each in people),
        ends_on=None if None in ends else max(each for each in ends if each is not None),
        people=len(people),
        planned=len(rows),
        signed=sum(row.state == State.SIGNED for row in rows),
        overdue=sum(row.ends_at <= at for row in waiting),
        next_at=min((row.starts_at for row in waiting if row.ends_at > at), default=None),
    )
