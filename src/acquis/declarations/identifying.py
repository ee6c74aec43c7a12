"""Whom a declaration speaks of: the one place where declarations ask `people`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from acquis.kit.actor import Actor
from acquis.people import actions as people
from acquis.people import queries as known
from acquis.people.types import NewPerson

from .types import DeclaredPerson


def persons_of(declared: Sequence[DeclaredPerson], *, by: Actor, at: datetime) -> list[UUID | None]:
    """The person of each, in order; unknown numbers are registered. None: not recognised for now."""
    numbers = {each.nir for each in declared if each.nir}
    found = known.persons_by_nir(numbers)
    new = {each.nir: each for each in declared if each.nir and each.nir not in found}
    ids = people.register_people(
        people=[NewPerson(civil=each.civil, nir=nir) for nir, each in new.items()], by=by, at=at
    )
    found |= dict(zip(new, ids, strict=True))
    return [found.get(each.nir) for each in declared]
