"""Whose accounts the lines of a list speak of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from acquis.accounts import queries as accounts
from acquis.kit.actor import Actor
from acquis.people import queries as people

from .list_types import Noted, ToldPerson


class Told(Protocol):
    """A line that tells who it speaks of."""

    @property
    def line(self) -> int: ...
    @property
    def rank(self) -> int: ...
    @property
    def person(self) -> ToldPerson: ...


def accounts_of(told: Sequence[Told], *, by: Actor) -> tuple[list[UUID | None], list[Noted]]:
    """The account of each line, in order, and what is to be said of those without one.

    A number that is another person's is a mistake; somebody without an account is none: they will be told of again.
    """
    person_of = people.persons_told((each.person.key for each in told), by=by)
    account_of = accounts.accounts_of({person for person in person_of.values() if person is not None})
    found: list[UUID | None] = []
    noted: list[Noted] = []
    for each in told:
        person = person_of.get(each.person.key)
        account = None if person is None else account_of.get(person)
        found.append(account)
        if account is None:
            wrong = person is None and each.person.key in person_of
            code = "told_other_person" if wrong else "told_nobody"
            noted.append(Noted(rank=each.rank, line=each.line, code=code, column="nir", blocking=wrong))
    return found, noted
