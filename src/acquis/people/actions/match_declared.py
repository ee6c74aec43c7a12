"""Find who is declared: by NIR, by provisional number, by civil identity; create who is new; doubt what is not sure.

To be called once in a transaction: whoever may create somebody holds their day of birth until its end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.ids import new_id
from acquis.kit.sql import append
from acquis.rules import Law, law_on

from .. import crypto, events, locks, matching, numbers, permissions, recognising
from ..matching import Degree, Verdict
from ..models import Candidate, Doubt, DoubtReference, Number, Person, Recognition
from ..recognising import Asked, Known, Memory
from ..types import DeclaredIdentity, DoubtReason, DoubtState, Evidence, Match, NumberKind, Outcome, Refusal

BATCH = 2000


@dataclass(kw_only=True)
class Plan:
    """What a slice will write, decided before anything is."""

    people: list[Person] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)
    attached: dict[UUID, str] = field(default_factory=dict)
    recognitions: dict[str, Recognition] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    waits: list[DoubtReference] = field(default_factory=list)


@act
def match_declared(*, identities: Sequence[DeclaredIdentity], by: Actor, at: datetime) -> list[Match]:
    """One answer for each identity, in order. A bad one is refused alone; a replay is answered as the first time.

    Matched: `evidence` says by what. New: created, being of age (L6323-1). Doubtful: queued with both sides for an
    agent, whose answer comes as `events.DoubtSettled` and to a later call. The shape: `types.DeclaredIdentity`.
    """
    permissions.MATCH.require_any(by)
    today = day_of(at)
    asked = [recognising.read(place, identity, today=today) for place, identity in enumerate(identities)]
    matches = {each.place: _refused(each, each.refusal) for each in asked if each.refusal}

    sound = [each for each in asked if not each.refusal]
    memory = recognising.recall(sound, candidates=False)
    matches |= {each.place: match for each in sound if (match := _at_once(each, memory)) is not None}

    slow = [each for each in sound if each.place not in matches]
    plan = Plan()
    if slow:
        locks.one_at_a_time(each.identity.born_on for each in slow)
        memory = recognising.recall(slow, candidates=True)
        law = law_on(today)
        for each in slow:
            matches[each.place] = _at_once(each, memory) or _decide(each, memory, plan, law=law, at=at)

    # After this point the slice must succeed.
    _write(plan)

    told = Counter(match.outcome for match in matches.values())
    if plan.people:
        record(events.PeopleRegistered(about=new_id(), count=len(plan.people)), by=by, at=at)
    for doubt in plan.doubts:
        record(events.DoubtRaised(about=doubt.id, reason=doubt.reason), by=by, at=at)
    for person_id in plan.attached:
        record(events.NirAttached(about=person_id, replaced=False), by=by, at=at)
    if matches:
        told_of = events.PeopleMatched(
            about=new_id(),
            matched=told[Outcome.MATCHED],
            created=told[Outcome.NEW],
            doubtful=told[Outcome.DOUBTFUL],
            refused=told[Outcome.REFUSED],
        )
        record(told_of, by=by, at=at)
    return [matches[place] for place in range(len(asked))]


def _refused(asked: Asked, reason: Refusal | None) -> Match:
    return Match(reference=asked.identity.reference, outcome=Outcome.REFUSED, reason=reason)


def _matched(asked: Asked, person_id: UUID, found_id: UUID, evidence: Evidence) -> Match:
    return Match(
        reference=asked.identity.reference,
        outcome=Outcome.MATCHED,
        person_id=person_id,
        found_id=found_id,
        evidence=evidence,
    )


def _at_once(asked: Asked, memory: Memory) -> Match | None:
    """What needs no look around: a NIR that names and birth confirm; and when the memory has them, earlier answers."""
    holder = _confirmed(asked, memory.holders(asked.nir_keys), strictly=True)
    if holder:
        return _matched(asked, holder.id, holder.row, Evidence.NIR)
    if not memory.whole:
        return None
    for key in asked.doubt_keys:
        doubt = memory.doubts.get(key)
        if doubt is not None and doubt.person_id is not None:
            now = recognising.present([doubt.person_id])[doubt.person_id]
            return _matched(asked, now, doubt.person_id, Evidence.DECIDED)
    for key in asked.keys:
        if key in memory.recognised:
            return _matched(asked, *memory.recognised[key], Evidence.CIVIL)
    return None


def _confirmed(asked: Asked, holders: Sequence[Known], *, strictly: bool) -> Known | None:
    """The one holder of a number whom names and birth confirm; None when there is none, or more than one."""
    fitting = []
    for holder in holders:
        found = matching.compare(asked.side, holder.side)
        # Twins share a name and a day: another first name makes one look around first.
        if matching.supports(found) and not (strictly and found.first_names is Degree.DIFFERENT):
            fitting.append(holder)
    return fitting[0] if len({holder.id for holder in fitting}) == 1 else None


def _decide(asked: Asked, memory: Memory, plan: Plan, *, law: Law, at: datetime) -> Match:
    weighed = [(known, _weigh(asked, known)) for known in memory.candidates(asked)]
    certain = {known.id: known for known, worth in weighed if worth is Verdict.CERTAIN}
    possible = {known.id: known for known, worth in weighed if worth is Verdict.POSSIBLE}

    holders = memory.holders(asked.nir_keys)
    if holders:
        holder = _confirmed(asked, holders, strictly=False)
        if holder and not (certain.keys() | possible.keys()) - {holder.id}:
            return _matched(asked, holder.id, holder.row, Evidence.NIR)
        others = [*holders, *certain.values(), *possible.values()]
        return _doubt(asked, DoubtReason.NUMBER_OF_ANOTHER, others, memory, plan, at)

    provisional = memory.holders(asked.provisional_keys)
    if provisional:
        holder = _confirmed(asked, provisional, strictly=False)
        if holder is None or certain.keys() - {holder.id}:
            others = [*provisional, *certain.values(), *possible.values()]
            return _doubt(asked, DoubtReason.NUMBER_OF_ANOTHER, others, memory, plan, at)
        if asked.nir and holder.sealed_nir is not None:
            return _doubt(asked, DoubtReason.TWO_NUMBERS, [holder], memory, plan, at)
        return _recognise(asked, holder, Evidence.PROVISIONAL, memory, plan, at)

    if len(certain) > 1:
        return _doubt(asked, DoubtReason.SEVERAL, certain.values(), memory, plan, at)
    if certain:
        return _recognise(asked, next(iter(certain.values())), Evidence.CIVIL, memory, plan, at)
    # Nobody below the age is known, and nobody is created: there is nothing to doubt.
    least = law.account.opening_age_apprentices if asked.identity.apprentice else law.account.opening_age
    if not of_age(asked.identity.born_on, least, day_of(at)):
        return _refused(asked, Refusal.TOO_YOUNG)
    if possible:
        two = asked.nir and any(known.sealed_nir for known in possible.values())
        reason = DoubtReason.TWO_NUMBERS if two else DoubtReason.RESEMBLES
        return _doubt(asked, reason, possible.values(), memory, plan, at)
    if asked.nir and matching.contradicts(asked.nir, asked.identity.born_on):
        return _doubt(asked, DoubtReason.NUMBER_CONTRADICTS, [], memory, plan, at)
    return _create(asked, memory, plan, at)


def _weigh(asked: Asked, known: Known) -> Verdict:
    found = matching.compare(asked.side, known.side)
    worth = matching.verdict(asked.side, known.side, found)
    if asked.nir and known.sealed_nir is not None and (worth or min(found.name, found.first_names, found.born_on)):
        worth = matching.verdict(asked.side, known.whole(), found)
    return worth


def of_age(born_on: date, least: int, today: date) -> bool:
    """Whether somebody born on a day has `least` years."""
    return (today.year - born_on.year) - ((today.month, today.day) < (born_on.month, born_on.day)) >= least


def _recognise(asked: Asked, known: Known, evidence: Evidence, memory: Memory, plan: Plan, at: datetime) -> Match:
    """Somebody known; the numbers they were not known by are theirs from now on."""
    if asked.nir and known.sealed_nir is None:
        plan.attached[known.row] = asked.nir
    held = replace(known, sealed_nir=b"\0" if asked.nir else known.sealed_nir, side=replace(known.side, nir=asked.nir))
    _remember_numbers(asked, held, memory, plan, at)
    _answer(asked, known, evidence, memory, plan, at)
    return _matched(asked, known.id, known.row, evidence)


def _create(asked: Asked, memory: Memory, plan: Plan, at: datetime) -> Match:
    person = numbers.new_person(asked, at=at)
    if asked.nir:
        numbers.give_nir(person, asked.nir)
    plan.people.append(person)
    known = replace(recognising.known_of(person, now=person.id), side=asked.side)
    memory.fresh[person.born_on].append(known)
    _remember_numbers(asked, known, memory, plan, at)
    _answer(asked, known, Evidence.CIVIL, memory, plan, at)
    return Match(reference=asked.identity.reference, outcome=Outcome.NEW, person_id=person.id, found_id=person.id)


def _remember_numbers(asked: Asked, known: Known, memory: Memory, plan: Plan, at: datetime) -> None:
    for key in asked.nir_keys:
        memory.by_number[key].append(known)
    if asked.provisional and not memory.holders(asked.provisional_keys):
        plan.numbers.append(numbers.number_of(known.row, asked.provisional, NumberKind.PROVISIONAL, at=at))
        for key in asked.provisional_keys:
            memory.by_number[key].append(known)


def _answer(asked: Asked, known: Known, evidence: Evidence, memory: Memory, plan: Plan, at: datetime) -> None:
    """Keep the answer when no NIR will find the person again."""
    if not asked.nir:
        key = asked.keys[-1]
        plan.recognitions[key] = Recognition(key=key, person_id=known.row, evidence=evidence, at=at)
        memory.recognised[key] = (known.id, known.row)


def _doubt(
    asked: Asked, reason: DoubtReason, others: Iterable[Known], memory: Memory, plan: Plan, at: datetime
) -> Match:
    """Queue the identity with whom it may be; the same identity queued before is the same doubt."""
    doubt = next((memory.doubts[key] for key in asked.doubt_keys if key in memory.doubts), None)
    if doubt is None:
        doubt = Doubt(key=asked.doubt_keys[-1], reason=reason, state=DoubtState.OPEN, raised_at=at)
        doubt.declared_encrypted = crypto.seal(asked.content, table="people_doubt", column="declared", row=doubt.id)
        memory.doubts[doubt.key] = doubt
        plan.doubts.append(doubt)
        people = {known.id for known in others}
        plan.candidates += [Candidate(doubt=doubt, person_id=person_id) for person_id in sorted(people)]
    plan.waits.append(DoubtReference(doubt=doubt, reference=asked.identity.reference))
    return Match(reference=asked.identity.reference, outcome=Outcome.DOUBTFUL, doubt_id=doubt.id)


def _write(plan: Plan) -> None:
    append(plan.people)
    fresh = {person.id for person in plan.people}
    known = list(Person.objects.select_for_update().filter(pk__in=plan.attached.keys() - fresh).order_by("id"))
    for person in known:
        numbers.give_nir(person, plan.attached[person.id])
    Person.objects.bulk_update(known, ["nir_encrypted", "nir_index"], batch_size=BATCH)
    Number.objects.bulk_create(plan.numbers, batch_size=BATCH)
    Recognition.objects.bulk_create(plan.recognitions.values(), batch_size=BATCH)
    Doubt.objects.bulk_create(plan.doubts, batch_size=BATCH)
    Candidate.objects.bulk_create(plan.candidates, batch_size=BATCH)
    DoubtReference.objects.bulk_create(plan.waits, batch_size=BATCH, ignore_conflicts=True)
