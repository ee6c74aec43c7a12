"""Register many persons at once: the demonstration's country, a regime's first delivery."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.ids import new_id
from acquis.kit.refusal import Refused

from .. import crypto, events, locks, permissions
from ..models import Person
from ..types import NewPerson, Refusal
from .register_person import normalised, row_of

BATCH = 2000


@act
def register_people(*, people: Sequence[NewPerson], by: Actor, at: datetime) -> list[UUID]:
    """The ids of the new persons, in order. One malformed or known NIR refuses the whole batch."""
    permissions.REGISTER.require_any(by)
    locks.one_at_a_time(new.civil.born_on for new in people)
    numbers = [number for number in (normalised(new.nir) for new in people) if number]
    indexes = [index for number in numbers for index in crypto.nir_indexes(number)]
    if len(set(numbers)) != len(numbers) or Person.objects.filter(nir_index__in=indexes).exists():
        raise Refused(Refusal.NIR_ALREADY_KNOWN)
    rows = [row_of(new, at=at) for new in people]

    # After this point the registrations must succeed.
    Person.objects.bulk_create(rows, batch_size=BATCH)

    if rows:
        record(events.PeopleRegistered(about=new_id(), count=len(rows)), by=by, at=at)
    return [row.id for row in rows]
