"""How numbers are put on a person: sealed in their row, indexed blindly, the old ones kept."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.kit.ids import new_id

from . import crypto
from .models import Number, Person
from .recognising import Asked
from .types import FRANCE, CivilIdentity, NumberKind


def new_person(asked: Asked, *, at: datetime) -> Person:
    """The row of a person known from a declaration only, not yet written. An unknown country stays unknown."""
    told = asked.identity
    person = Person(id=new_id(), registered_at=at)
    person.write_civil(
        CivilIdentity(
            birth_name=told.birth_name.strip(),
            usage_name=told.usage_name.strip(),
            first_names=" ".join(told.first_names.split()),
            born_on=told.born_on,
            sex=asked.side.sex,
            birth_place=asked.side.place,
            birth_country=asked.side.country or (FRANCE if told.birth_department not in ("", "99") else ""),
        )
    )
    return person


def give_nir(person: Person, nir: str) -> None:
    """Make `nir` the person's NIR in force."""
    person.nir_encrypted = crypto.seal_nir(nir, person_id=person.id)
    person.nir_index = crypto.nir_index(nir)


def number_of(person_id: UUID, number: str, kind: NumberKind, *, at: datetime) -> Number:
    """A further number of a person, not yet written; provisional ones have an index of their own."""
    row = Number(id=new_id(), person_id=person_id, kind=kind, since=at)
    put(row, number, kind)
    return row


def put(row: Number, number: str, kind: NumberKind) -> None:
    """Seal and index `number` in its row under the newest keys."""
    row.number_encrypted = crypto.seal(number, table="people_number", column="number", row=row.id)
    row.kind = kind
    row.number_index = row.index_of(number)


def replace_nir(person: Person, number: str, *, at: datetime) -> bool:
    """Put `number` in force and write it; the old one is kept. True when there was an old one."""
    old = crypto.unseal_nir(person.nir_encrypted, person_id=person.id) if person.nir_encrypted else ""
    # A number that comes back into force is no longer a former one.
    person.numbers.filter(number_index__in=crypto.nir_indexes(number)).delete()
    if old:
        former = number_of(person.id, old, NumberKind.FORMER, at=person.registered_at)
        former.until = at
        former.save(force_insert=True)
    give_nir(person, number)
    person.save(update_fields=["nir_encrypted", "nir_index"])
    return bool(old)


def opened(row: Number) -> str:
    """The number itself; raises crypto.Unsealable."""
    return crypto.unseal(row.number_encrypted, table="people_number", column="number", row=row.id)
