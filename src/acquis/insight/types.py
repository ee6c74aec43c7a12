"""The words of the simulations: what is counted, for whom, and the outcome that others may hold."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from acquis.rules import Change


class Dimension(StrEnum):
    """By what the people of a nation are told apart."""

    REGIME = "regime"
    STATUS = "status"
    AGE = "age"
    REGION = "region"


class Situation(StrEnum):
    """The regime of a year, or none."""

    EMPLOYEE = "employee"
    ESAT = "esat"
    SELF_EMPLOYED = "self_employed"
    PUBLIC_AGENT = "public_agent"
    IDLE = "idle"


class Status(StrEnum):
    """What raises a person's yearly rights."""

    NONE = "none"
    LOW_QUALIFIED = "low_qualified"
    OETH = "oeth"
    BOTH = "both"


#: Limits in cents between the classes of gains and losses; the upper one belongs to its class.
CLASS_LIMITS = (10_000, 30_000, 50_000, 100_000, 200_000, 500_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Some of the accounts: how many, how many gain and lose, and how much in cents (`lost_cents` is positive)."""

    key: str
    accounts: int
    gainers: int
    losers: int
    gained_cents: int
    lost_cents: int

    @property
    def net_cents(self) -> int:
        return self.gained_cents - self.lost_cents


@dataclass(frozen=True, slots=True, kw_only=True)
class GainClass:
    """How many accounts gain or lose between two amounts, `above_cents` excluded; None has no limit.

    Losses have negative limits; the class of those whom nothing changes has 0 and 0.
    """

    above_cents: int | None
    upto_cents: int | None
    accounts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a reform does over a time: everybody, the groups of each dimension, and the classes of amounts.

    `squares` is the sum of the squared differences in euros, from which a sample's margin of error follows.
    """

    everybody: Group
    groups: dict[Dimension, tuple[Group, ...]]
    classes: tuple[GainClass, ...]
    squares: float


@dataclass(frozen=True, slots=True, kw_only=True)
class YearTotals:
    """One year under the law in force and under the changed law, in cents, hours and purchases.

    `credited`: rights credited for the year. `used`: rights spent on trainings, which somebody pays in money.
    `paid`: what holders pay themselves for these trainings. `purchases`: how many the law lets through.
    """

    year: int
    credited_before_cents: int
    credited_after_cents: int
    credited_before_hours: int
    credited_after_hours: int
    used_before_cents: int
    used_after_cents: int
    paid_before_cents: int
    paid_after_cents: int
    purchases_before: int
    purchases_after: int
    gainers: int
    losers: int
    net_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a change of law would do to `accounts` accounts, in the first year and over all the years together."""

    changes: tuple[Change, ...]
    accounts: int
    seed: int
    years: tuple[YearTotals, ...]
    first_year: Effect
    all_years: Effect
