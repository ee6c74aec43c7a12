"""Two known persons beside each other: what of their identities agrees."""

from __future__ import annotations

from uuid import UUID

from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import matching, permissions, recognising
from ..models import Person
from ..types import Agreement, Refusal
from .doubts import agreements


def alike(one: UUID, other: UUID, *, by: Actor) -> dict[str, Agreement]:
    """How each field of two persons' identities agrees, by the rules of a declaration; for staff."""
    permissions.FIND.require_any(by)
    found = Person.objects.in_bulk([one, other])
    if len(found) != len({one, other}):
        raise Refused(Refusal.PERSON_UNKNOWN)
    first, second = (recognising.known_of(found[each], now=each).whole() for each in (one, other))
    return agreements(matching.compare(first, second), first.nir, second.nir)


def plainly_different(found: dict[str, Agreement]) -> bool:
    """Whether names and birth speak against one person: fewer than two of the three agree, slips allowed."""
    core = ("birth_name", "first_names", "born_on")
    return sum(found[field] in (Agreement.SAME, Agreement.CLOSE) for field in core) < 2
