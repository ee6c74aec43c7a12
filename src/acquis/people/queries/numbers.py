"""Whose a number is, for files that name people by their NIR alone."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from acquis.kit.actor import Actor

from .. import crypto, permissions, recognising
from ..models import Number, Person
from ..nir import normalise as nir_of
from ..types import NumberKind, matching_key


def persons_with_nir(nirs: Iterable[str], *, by: Actor) -> dict[str, UUID]:
    """{NIR: person} of those of these numbers, fifteen characters each, that are one person's and no other's.

    A former number leads to its person as the present one does; a contested one leads to nobody.
    """
    permissions.MATCH.require_any(by)
    return _with_nir(nirs)


def employee(nir: str, name: str, *, by: Actor) -> UUID | None:
    """The person of this number as typed, when the name is their birth or usual name; None when either is wrong."""
    permissions.NAME_EMPLOYEES.require_any(by)
    try:
        number = nir_of(nir)
    except ValueError:
        return None
    person_id = _with_nir([number]).get(number)
    key = matching_key(name)
    if person_id is None or not key:
        return None
    named = Person.objects.filter(Q(birth_name_key=key) | Q(usage_name_key=key), pk=person_id)
    return person_id if named.exists() else None


def _with_nir(nirs: Iterable[str]) -> dict[str, UUID]:
    of_key = {key: nir for nir in nirs for key in crypto.nir_indexes(nir)}
    found: dict[str, set[UUID]] = {}
    contested = set()
    for key, person in Person.objects.filter(nir_index__in=of_key).values_list("nir_index", "id"):
        found.setdefault(of_key[key or ""], set()).add(person)
    for key, person, kind in Number.objects.filter(number_index__in=of_key).values_list(
        "number_index", "person_id", "kind"
    ):
        found.setdefault(of_key[key], set()).add(person)
        if kind == NumberKind.CONTESTED:
            contested.add(of_key[key])
    now = recognising.present({person for persons in found.values() for person in persons})
    led = {nir: {now[person] for person in persons if person in now} for nir, persons in found.items()}
    return {nir: next(iter(persons)) for nir, persons in led.items() if len(persons) == 1 and nir not in contested}
