"""Whose a number is, for files that name people by their NIR alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q

from acquis.kit.actor import Actor, system

from .. import crypto, permissions, recognising
from ..models import Number, Person
from ..nir import completed as complete_nir
from ..types import NumberKind, matching_key

__all__ = ["complete_nir", "employee", "persons_named", "persons_told", "persons_with_nir"]


def persons_with_nir(nirs: Iterable[str], *, by: Actor) -> dict[str, UUID]:
    """{NIR: person} of those of these numbers, fifteen characters each, that are one person's and no other's.

    A former number leads to its person as the present one does; a contested one leads to nobody.
    """
    permissions.MATCH.require_any(by)
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


def persons_named(asked: Collection[tuple[str, str]], *, by: Actor) -> dict[tuple[str, str], UUID]:
    """{(NIR, name): person} of those of (NIR, birth or usage name) that are one person's, who bears that name.

    Whoever gives a number must know whose it is: a wrong name and an unknown number are answered alike.
    """
    found = persons_with_nir({nir for nir, _name in asked}, by=by)
    borne: dict[UUID, set[str]] = {}
    own = Person.objects.filter(Q(pk__in=found.values()) | Q(merged_into__in=found.values()))
    for person, into, *keys in own.values_list("id", "merged_into_id", "birth_name_key", "usage_name_key"):
        borne.setdefault(into or person, set()).update(key for key in keys if key)
    return {
        (nir, name): found[nir]
        for nir, name in asked
        if nir in found and matching_key(name) in borne.get(found[nir], set())
    }


def employee(nir: str, name: str, *, by: Actor) -> UUID | None:
    """The person of this number as typed, whose birth or usual name that is; None when either is wrong."""
    permissions.NAME_EMPLOYEES.require_any(by)
    try:
        number = complete_nir(nir)
    except ValueError:
        return None
    return persons_named([(number, name)], by=system("people.employee")).get((number, name))


def persons_told(told: Iterable[tuple[str, str, date]], *, by: Actor) -> dict[tuple[str, str, date], UUID | None]:
    """{(NIR, name of birth, day of birth): person}; None where the number is somebody's of another name or birth.

    Who is not among them is nobody of ours. A name is the same whatever its capitals, accents and hyphens.
    """
    asked = set(told)
    person_of = persons_with_nir({nir for nir, _name, _born_on in asked}, by=by)
    rows = Person.objects.filter(pk__in=set(person_of.values())).values_list("id", "birth_name_key", "born_on")
    civil = {person: (key, born_on) for person, key, born_on in rows}
    return {
        (nir, name, born_on): person if civil[person] == (matching_key(name), born_on) else None
        for nir, name, born_on in asked
        if (person := person_of.get(nir)) is not None
    }
