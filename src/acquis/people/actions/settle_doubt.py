"""An agent says who a doubtful identity is: one of the persons shown, or somebody else, who is then created."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.rules import law_on

from .. import crypto, events, lifecycle, locks, numbers, permissions, recognising
from ..models import Doubt, Number, Person
from ..naming import require_nameless
from ..types import Act, DoubtReason, DoubtState, NumberKind, Refusal
from .match_declared import of_age


@act
def settle_doubt(
    *, doubt_id: UUID, person_id: UUID | None, note: str, nir_replaces: bool = False, by: Actor, at: datetime
) -> UUID:
    """The person it is: `person_id` among the candidates, or None for somebody new. `note` says why, naming nobody.

    A declared NIR that nobody holds becomes the person's when they have none, or when it replaces theirs
    (`nir_replaces`). One that another holds stays that other's, and is noted as contested.
    """
    doubt = Doubt.objects.locked(doubt_id)

    permissions.SETTLE_DOUBTS.require(by, doubt)
    state = lifecycle.DOUBT.require(Act.SETTLE, DoubtState(doubt.state))
    if not note.strip():
        raise Refused(Refusal.REASON_MISSING)
    asked = recognising.read_again(doubt)
    require_nameless(note, doubt.candidates.values_list("person_id", flat=True), declared=asked.identity)
    locks.one_at_a_time([asked.identity.born_on])
    now = recognising.present(doubt.candidates.values_list("person_id", flat=True))
    # A death is of somebody who was known: nobody is created to have died (`dismiss_doubt`).
    created_dead = person_id is None and doubt.reason == DoubtReason.DEATH
    if created_dead or (person_id is not None and person_id not in now.values()):
        raise Refused(Refusal.NOT_A_CANDIDATE)
    ages = law_on(day_of(at)).account
    least = ages.opening_age_apprentices if asked.identity.apprentice else ages.opening_age
    if person_id is None and not of_age(asked.identity.born_on, least, day_of(at)):
        raise Refused(Refusal.TOO_YOUNG)

    # After this point the decision must succeed.
    if person_id is None:
        person = numbers.new_person(asked, at=at)
        person.save(force_insert=True)
        record(events.PersonRegistered(about=person.id), by=by, at=at)
    else:
        person = Person.objects.select_for_update().get(pk=person_id)
    attached = _take_numbers(person, asked, nir_replaces=nir_replaces, at=at)
    if attached is not None:
        record(events.NirAttached(about=person.id, replaced=attached), by=by, at=at)
    doubt.state, doubt.person, doubt.note = state, person, note.strip()[:500]
    doubt.settled_at, doubt.settled_by = at, by.key
    doubt.save()

    told = events.DoubtSettled(
        about=doubt.id,
        person_id=person.id,
        created=person_id is None,
        references=list(doubt.references.order_by("id").values_list("reference", flat=True)),
    )
    record(told, by=by, at=at)
    return person.id


def _take_numbers(person: Person, asked: recognising.Asked, *, nir_replaces: bool, at: datetime) -> bool | None:
    """Give the person the declared numbers that are free. Whether a NIR was replaced; None when none was given."""
    replaced = None
    if asked.nir:
        keys = crypto.nir_indexes(asked.nir)
        held = Person.objects.filter(nir_index__in=keys).exclude(pk=person.pk).exists()
        if held and not person.numbers.filter(number_index__in=keys).exists():
            numbers.number_of(person.id, asked.nir, NumberKind.CONTESTED, at=at).save(force_insert=True)
        elif not held and person.nir_index not in keys and (person.nir_index is None or nir_replaces):
            replaced = numbers.replace_nir(person, asked.nir, at=at)
    if asked.provisional:
        keys = recognising.provisional_keys(asked.provisional)
        if not Number.objects.filter(number_index__in=keys).exists():
            numbers.number_of(person.id, asked.provisional, NumberKind.PROVISIONAL, at=at).save(force_insert=True)
    return replaced
