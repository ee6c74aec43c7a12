"""The queue of doubtful identities, and one of them with both sides; each person shown is noted as looked at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count

from acquis.journal.reads import note_read
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused
from acquis.outside import identity_register as register

from .. import matching, permissions, recognising
from .. import nir as nirs
from ..matching import Degree
from ..models import Doubt, Person
from ..types import Agreement, DeclaredIdentity, DoubtReason, DoubtState, Refusal, Sex

#: The fields compared, in the order in which they are shown.
FIELDS = ("birth_name", "first_names", "born_on", "sex", "birth_place", "nir")
_AGREEMENTS = {
    Degree.SAME: Agreement.SAME,
    Degree.CLOSE: Agreement.CLOSE,
    Degree.DIFFERENT: Agreement.DIFFERENT,
    Degree.UNKNOWN: Agreement.UNKNOWN,
}

_SEXES = {Sex.FEMALE: register.Sex.FEMALE, Sex.MALE: register.Sex.MALE, Sex.UNSPECIFIED: register.Sex.UNKNOWN}


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtRow:
    """A line of the queue; it names nobody, so that reading the list is reading nothing of anybody."""

    id: UUID
    reason: DoubtReason
    state: DoubtState
    raised_at: datetime
    candidates: int
    declarations: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredSide:
    """One side of a case as it is shown; the NIR only masked. Places are INSEE codes, empty when unknown."""

    birth_name: str
    usage_name: str
    first_names: str
    born_on: date
    sex: Sex
    birth_place: str
    birth_country: str
    masked_nir: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateSide:
    """A known person beside what was declared, and how each of `FIELDS` agrees."""

    person_id: UUID
    side: DeclaredSide
    agreements: dict[str, Agreement]
    registered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtCase:
    """One doubtful identity with both sides. `has_nir`: a definitive number was declared."""

    id: UUID
    reason: DoubtReason
    state: DoubtState
    raised_at: datetime
    note: str
    register_answer: str
    register_asked_at: datetime | None
    settled_at: datetime | None
    settled_by: str
    person_id: UUID | None
    has_nir: bool
    declared: DeclaredSide
    #: Of a death that was told.
    died_on: date | None
    references: tuple[str, ...]
    candidates: tuple[CandidateSide, ...]


def doubt_counts(*, by: Actor) -> dict[DoubtReason, int]:
    """How many wait in the queue, by why they do."""
    permissions.SETTLE_DOUBTS.require_any(by)
    waiting = Doubt.objects.filter(state__in=(DoubtState.OPEN, DoubtState.ASKED))
    counted = waiting.order_by().values_list("reason").annotate(number=Count("pk"))
    return {DoubtReason(reason): number for reason, number in counted}


def doubts(*, by: Actor, settled: bool = False, reason: DoubtReason | None = None, limit: int = 200) -> list[DoubtRow]:
    """The queue, the oldest first; or what was settled lately, the newest first. Of one `reason` when it is given."""
    permissions.SETTLE_DOUBTS.require_any(by)
    rows = (
        Doubt.objects.filter(state=DoubtState.SETTLED)
        if settled
        else Doubt.objects.filter(state__in=(DoubtState.OPEN, DoubtState.ASKED))
    )
    if reason is not None:
        rows = rows.filter(reason=reason)
    rows = rows.order_by("-settled_at" if settled else "raised_at", "id")
    counted = rows.annotate(
        candidate_count=Count("candidates", distinct=True), reference_count=Count("references", distinct=True)
    )
    return [
        DoubtRow(
            id=row.id,
            reason=DoubtReason(row.reason),
            state=DoubtState(row.state),
            raised_at=row.raised_at,
            candidates=row.candidate_count,
            declarations=row.reference_count,
        )
        for row in counted[:limit]
    ]


def doubt(doubt_id: UUID, *, by: Actor, reason: str) -> DoubtCase:
    """One case; refused when unknown or not for `by`. Who was declared and each candidate are noted as looked at."""
    row, asked = _opened(doubt_id, what="identity", by=by, reason=reason)
    people = Person.objects.filter(pk__in=row.candidates.values("person_id")).order_by("registered_at", "id")
    now = recognising.present(person.id for person in people)
    candidates = []
    for person in people:
        note_read(by=by, person_id=person.id, what="identity", reason=reason)
        candidates.append(_candidate(asked, person, now=now[person.id]))
    told = asked.identity
    return DoubtCase(
        id=row.id,
        reason=DoubtReason(row.reason),
        state=DoubtState(row.state),
        raised_at=row.raised_at,
        note=row.note,
        register_answer=row.register_answer,
        register_asked_at=row.register_asked_at,
        settled_at=row.settled_at,
        settled_by=row.settled_by,
        person_id=row.person_id,
        has_nir=bool(asked.nir),
        declared=DeclaredSide(
            birth_name=told.birth_name,
            usage_name=told.usage_name,
            first_names=told.first_names,
            born_on=told.born_on,
            sex=asked.side.sex,
            birth_place=asked.side.place or told.birth_department,
            birth_country=asked.side.country,
            masked_nir=nirs.masked(asked.nir) if asked.nir else "",
        ),
        died_on=told.died_on,
        references=tuple(row.references.order_by("id").values_list("reference", flat=True)),
        candidates=tuple(candidates),
    )


def register_question(doubt_id: UUID, *, by: Actor, reason: str) -> register.Question:
    """What to ask the State's register of persons about a doubtful identity; refused when unknown or not for `by`.

    It leaves the house with what was declared: noted as a reading, for `reason`.
    """
    _row, asked = _opened(doubt_id, what="register", by=by, reason=reason)
    return register.Question(
        birth_name=asked.identity.birth_name,
        first_names=asked.identity.first_names,
        born_on=asked.identity.born_on,
        sex=_SEXES[asked.side.sex],
        birth_place=asked.side.place or asked.side.country,
    )


def _opened(doubt_id: UUID, *, what: str, by: Actor, reason: str) -> tuple[Doubt, recognising.Asked]:
    """A case and what was declared, noted under the case's own id: it leads to the person once they are found."""
    permissions.SETTLE_DOUBTS.require_any(by)
    row = Doubt.objects.filter(pk=doubt_id).first()
    if row is None:
        raise Refused(Refusal.DOUBT_UNKNOWN)
    if not reason.strip():
        raise Refused(Refusal.REASON_MISSING)
    note_read(by=by, person_id=row.id, what=what, reason=reason)
    return row, recognising.read_again(row)


def candidates_of(doubt_id: UUID) -> set[UUID]:
    """Who a doubtful identity may be, as they are now."""
    found = Doubt.objects.filter(pk=doubt_id).values_list("candidates__person_id", flat=True)
    return set(recognising.present(person for person in found if person is not None).values())


def deaths_that_may_be(person_id: UUID) -> list[UUID]:
    """The deaths told, answered or not, that may be or might have been this person's, by their doubtful identity."""
    ids = [person_id, *known_under(person_id)]
    found = Doubt.objects.filter(reason=DoubtReason.DEATH, candidates__person_id__in=ids)
    return list(found.values_list("id", flat=True).distinct())


def question_about(person_id: UUID, *, by: Actor, reason: str) -> register.Question:
    """What to ask the State's register about somebody we know; noted as a reading, and refused as unknown."""
    told = told_of(person_id, by=by)
    note_read(by=by, person_id=person_id, what="register", reason=reason)
    return register.Question(
        birth_name=told.birth_name,
        first_names=told.first_names,
        born_on=told.born_on,
        sex=_SEXES[told.sex],
        birth_place=told.birth_place or told.birth_country,
    )


def told_of(person_id: UUID, *, by: Actor) -> DeclaredIdentity:
    """A person's civil identity as a register would tell it, without any number: for the system that compares."""
    permissions.MATCH.require_any(by)
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise Refused(Refusal.PERSON_UNKNOWN)
    civil = person.civil
    return DeclaredIdentity(
        reference="",
        birth_name=civil.birth_name,
        usage_name=civil.usage_name,
        first_names=civil.first_names,
        born_on=civil.born_on,
        sex=civil.sex,
        birth_place=civil.birth_place,
        birth_country="" if civil.birth_place else civil.birth_country,
    )


def known_under(person_id: UUID) -> list[UUID]:
    """Every id under which readings of a person are noted: theirs, those merged into them, their settled doubts'."""
    ids, new = {person_id}, {person_id}
    while new:
        new = set(Person.objects.filter(merged_into__in=new).values_list("id", flat=True)) - ids
        ids |= new
    return [*ids, *Doubt.objects.filter(person__in=ids).values_list("id", flat=True)]


def now_of(ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Who each of these persons is now: themselves, or the person they were found to be."""
    wanted = set(ids)
    if Person.objects.filter(pk__in=wanted).count() != len(wanted):
        raise Refused(Refusal.PERSON_UNKNOWN)
    return recognising.present(wanted)


def agreements(found: matching.Comparison, one_nir: str, other_nir: str) -> dict[str, Agreement]:
    """How each of `FIELDS` agrees; numbers are the same or not, and unknown where one has none."""
    nir = Agreement.UNKNOWN
    if one_nir and other_nir:
        nir = Agreement.SAME if one_nir == other_nir else Agreement.DIFFERENT
    degrees = (found.name, found.first_names, found.born_on, found.sex, found.place)
    return dict(zip(FIELDS, [*(_AGREEMENTS[degree] for degree in degrees), nir], strict=True))


def _candidate(asked: recognising.Asked, person: Person, *, now: UUID) -> CandidateSide:
    known = recognising.known_of(person, now=now).whole()
    found = matching.compare(asked.side, known)
    return CandidateSide(
        person_id=now,
        side=DeclaredSide(
            birth_name=person.birth_name,
            usage_name=person.usage_name,
            first_names=person.first_names,
            born_on=person.born_on,
            sex=Sex(person.sex),
            birth_place=person.birth_place,
            birth_country=person.birth_country,
            masked_nir=nirs.masked(known.nir) if known.nir else "",
        ),
        agreements=agreements(found, asked.nir, known.nir),
        registered_at=person.registered_at,
    )
