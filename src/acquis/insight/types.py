"""The words of the simulations: what is counted, for whom, and the outcome that others may hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from acquis.rules import Change

SimulationId = NewType("SimulationId", UUID)


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


#: Accounts times years that are computed while somebody waits for the page: about a second.
AT_ONCE = 2_000_000


class SimulationState(StrEnum):
    """A simulation waits for its turn or is under way, is done, or could not be."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


class SimulationAct(StrEnum):
    FINISH = "finish"
    FAIL = "fail"
    RETRY = "retry"


class Refusal(StrEnum):
    """Why an act of this context was refused."""

    NOT_ALLOWED = "insight.not_allowed"
    SIMULATION_UNKNOWN = "insight.simulation_unknown"
    NO_CHANGE = "insight.no_change"
    CHANGE_WRONG = "insight.change_wrong"
    ACCOUNTS_OUT_OF_RANGE = "insight.accounts_out_of_range"
    YEARS_OUT_OF_RANGE = "insight.years_out_of_range"
    TOO_MANY_WAITING = "insight.too_many_waiting"
    NOT_IN_THIS_STATE = "insight.not_in_this_state"
    OUTCOME_OF_ANOTHER = "insight.outcome_of_another"
    TOO_LARGE_AT_ONCE = "insight.too_large_at_once"
    NO_FACTS = "insight.no_facts"


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedGroup:
    """A group of real accounts; `group` None when so few people are in it that they could be recognised."""

    key: str
    group: Group | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What the changes would have given to the real accounts for the year `year`, once `is_done`.

    `everybody` None: too few to be told. `several`: accounts of several regimes in the year, left out.
    """

    year: int
    is_done: bool
    everybody: Group | None
    groups: dict[Dimension, tuple[ObservedGroup, ...]]
    several: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulationCard:
    """A simulation that was asked for. `outcome` once it is done; `done_accounts` of `accounts` until then.

    `law_is_the_same` is false when the law known or the shares of the nation have changed since it was asked.
    """

    id: UUID
    changes: tuple[Change, ...]
    accounts: int
    seed: int
    years: int
    state: SimulationState
    done_accounts: int
    asked_at: datetime
    done_at: datetime | None
    outcome: Outcome | None
    observed: Observation | None
    law_is_the_same: bool
