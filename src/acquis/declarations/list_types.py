"""The lines of lists in columns, as they were read, and what became of a slice of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldPerson:
    """Who a line speaks of; none of it is shown, logged or kept."""

    nir: str = field(repr=False)
    birth_name: str = field(repr=False)
    born_on: date = field(repr=False)

    @property
    def key(self) -> tuple[str, str, date]:
        return self.nir, self.birth_name, self.born_on


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskLine:
    """A state that a body of occupational risks tells: points of prevention, or else an accident.

    `facts` are those of `accounts.types.PointsTold` or `AccidentTold`, but for the account.
    """

    line: int
    rank: int
    person: ToldPerson
    is_points: bool
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class EngagementLine:
    """A year of engagement that a body certifies: `facts` are those of `accounts.types.EngagementRow`."""

    line: int
    rank: int
    person: ToldPerson
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """Something to say of a line: `blocking` when it was not taken."""

    rank: int
    line: int
    code: str
    column: str
    blocking: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a slice came to, or would: how many of what, and what is to be said of its lines."""

    counts: Mapping[str, int]
    noted: tuple[Noted, ...] = ()
