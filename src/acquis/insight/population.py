"""A synthetic nation of accounts as columns: the same seed gives the same nation, drawn slice by slice.

No row is anybody: every value is drawn from the shares of `data/nation.toml`. Inside a slice the accounts stand by
situation, so that each situation is one block of contiguous columns, ready for the rules as they are; the shares of
situations are exact in every slice. Needs NumPy and the rules alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from acquis.rules import Regime, WorkUnit, YearOfService, YearOfWork, law_on

from .draws import QUANTILES, Chance, apportion, threshold, values_at
from .nation import region_of_department, shares
from .tables import ACTIONS, ages_of, tables_of_nation

__all__ = ["ACTIONS", "SCALES", "SLICE", "YEAR", "Block", "Population", "Purchases", "Slice"]

SLICE = 100_000
#: The year whose facts the nation shows; its balances hold the rights of the years before, and nothing of this one.
YEAR = 2027
MOST_ACCOUNTS = 1_000_000_000
#: The years of hours before rights were counted in euros: 2015 to 2018.
OLD_YEARS = 4

REGIMES = tuple(Regime)
UNITS = tuple(WorkUnit)
#: Parts to one in which a unit's `worked` and `reference` count (pay: cents).
SCALES = {WorkUnit.HOURS: 100, WorkUnit.DAYS: 10, WorkUnit.MONTHS: 100, WorkUnit.SHARE: 1_000, WorkUnit.PAY: 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Accounts of a slice, from `start` to `stop`, of one regime and one unit.

    Columns, or None where the fact does not exist: `worked`, `reference` (None: the law's own full year),
    `contribution_paid`, `is_part_time_post`. `is_active` is false for people without activity in the year.
    """

    regime: Regime
    unit: WorkUnit
    start: int
    stop: int
    worked: Any
    reference: Any | None = None
    contribution_paid: Any | None = None
    is_part_time_post: Any | None = None
    is_active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """Up to 100,000 accounts as columns, in blocks.

    `low_qualified` is, for a public agent, "category C and low-qualified". `balance` is the yearly counter
    before the year `YEAR` is credited: cents, and hours for public agents. `department` is a place in
    `nation.departments()`.
    """

    number: int
    size: int
    age: Any
    department: Any
    region: Any
    low_qualified: Any
    oeth: Any
    balance: Any
    blocks: tuple[Block, ...]

    def year_of_work(self, block: Block, balance_cents: Any, worked: Any) -> YearOfWork:
        """The facts of a block's year for `rules.yearly_credit`."""
        own = slice(block.start, block.stop)
        return YearOfWork(
            regime=block.regime,
            unit=block.unit,
            worked=worked,
            reference=block.reference,
            scale=SCALES[block.unit],
            low_qualified=self.low_qualified[own],
            oeth=self.oeth[own],
            contribution_paid=block.contribution_paid,
            balance_cents=balance_cents,
        )

    def year_of_service(self, block: Block, balance_hours: Any, worked: Any) -> YearOfService:
        """The facts of public agents' year for `rules.yearly_hours`."""
        return YearOfService(
            unit=block.unit,
            worked=worked,
            reference=block.reference,
            scale=SCALES[block.unit],
            category_c_low_qualified=self.low_qualified[block.start : block.stop],
            is_part_time_post=block.is_part_time_post,
            balance_hours=balance_hours,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchases:
    """What some accounts of a slice buy in one year: their places in the slice, and one column a fact."""

    place: Any
    action: Any
    price_cents: Any
    jobseeker: Any


@dataclass(frozen=True, slots=True)
class Population:
    """`accounts` invented accounts, drawn from `seed`. Raises ValueError for a number that makes no nation."""

    accounts: int
    seed: int

    def __post_init__(self) -> None:
        if not 1 <= self.accounts <= MOST_ACCOUNTS:
            raise ValueError(f"accounts: must be between 1 and {MOST_ACCOUNTS:,}, not {self.accounts:,}")
        if not 0 <= self.seed < 2**63:
            raise ValueError(f"seed: must be between 0 and 2^63 - 1, not {self.seed}")

    @property
    def slice_count(self) -> int:
        return -(-self.accounts // SLICE)

    def slices(self) -> Iterator[Slice]:
        """Every slice in order, one in memory at a time."""
        return (self.slice(number) for number in range(self.slice_count))

    def slice(self, number: int) -> Slice:
        """One slice, whatever was drawn before."""
        size = min(SLICE, self.accounts - number * SLICE)
        chance = Chance(self.seed, number)
        tables = tables_of_nation()
        blocks, ages, flags = [], [], []
        stops = np.cumsum(apportion(tables.situations.values(), size))
        for situation, start, stop in zip(tables.situations, [0, *stops[:-1]], stops, strict=True):
            block = _block(situation, int(start), int(stop), chance)
            age = chance.one_of(tables.ages[ages_of(situation)], block.stop - block.start)
            blocks.append(block)
            ages.append(age)
            flags.append(_flags(situation, age, chance))
        age = np.concatenate(ages)
        low_qualified = np.concatenate([low for low, _ in flags])
        department = chance.one_of(tables.departments, size)
        return Slice(
            number=number,
            size=size,
            age=age,
            department=department,
            region=values_at(region_of_department(), department),
            low_qualified=low_qualified,
            oeth=np.concatenate([oeth for _, oeth in flags]),
            balance=_balance(blocks, age, low_qualified, chance),
            blocks=tuple(block for block in blocks if block.stop > block.start),
        )

    def purchases(self, drawn: Slice, year: int, age: Any) -> Purchases:
        """Who buys what in a year, at these ages; public agents buy with their employers, not here."""
        tables = tables_of_nation()
        chance = Chance(self.seed, drawn.number, year)
        buys = chance.happens(values_at(tables.purchases, age), drawn.size)
        for block in drawn.blocks:
            if block.regime is Regime.PUBLIC_AGENT:
                buys[block.start : block.stop] = False
        place = np.flatnonzero(buys)
        action = chance.one_of(tables.actions, len(place))
        quantile = chance.draws(len(place))
        return Purchases(
            place=place,
            action=action,
            price_cents=tables.prices[action, quantile],
            jobseeker=chance.happens(threshold(shares()["purchases"].figures["jobseekers"]), len(place)),
        )


def _block(situation: str, start: int, stop: int, chance: Chance) -> Block:
    tables, size = tables_of_nation(), stop - start
    place: dict[str, Any] = {"start": start, "stop": stop}
    match situation:
        case "employee_hours":
            worked = chance.one_of(tables.hours, size).astype(np.int64)
            return Block(regime=Regime.EMPLOYEE, unit=WorkUnit.HOURS, worked=worked, **place)
        case "employee_agreement":
            hours = chance.one_of(tables.agreement, size).astype(np.int64)
            worked = chance.one_of(tables.working_time, size) * hours // 10
            return Block(regime=Regime.EMPLOYEE, unit=WorkUnit.HOURS, worked=worked, reference=hours * 100, **place)
        case "employee_days":
            worked = chance.one_of(tables.day_rate, size).astype(np.int64)
            return Block(regime=Regime.EMPLOYEE, unit=WorkUnit.DAYS, worked=worked, **place)
        case "employee_pay":
            wage = shares()["pay"].figures["minimum_wage_cents"]
            worked = chance.one_of(tables.pay, size).astype(np.int64)
            reference = np.full(size, wage, dtype=np.int64)
            return Block(regime=Regime.EMPLOYEE, unit=WorkUnit.PAY, worked=worked, reference=reference, **place)
        case "idle":
            worked = np.zeros(size, dtype=np.int64)
            return Block(regime=Regime.EMPLOYEE, unit=WorkUnit.HOURS, worked=worked, is_active=False, **place)
        case "esat":
            worked = np.full(size, 1_000, dtype=np.int64)
            return Block(regime=Regime.ESAT, unit=WorkUnit.SHARE, worked=worked, **place)
        case "self_employed":
            worked = chance.one_of(tables.months, size).astype(np.int64)
            paid = chance.happens(threshold(shares()["self_employed_months"].figures["contribution_paid"]), size)
            return Block(
                regime=Regime.SELF_EMPLOYED, unit=WorkUnit.MONTHS, worked=worked, contribution_paid=paid, **place
            )
        case "public_agent":
            incomplete = chance.happens(threshold(shares()["public_agents"].figures["incomplete_posts"]), size)
            worked = np.where(incomplete, chance.one_of(tables.posts, size), 1_000).astype(np.int64)
            return Block(
                regime=Regime.PUBLIC_AGENT, unit=WorkUnit.SHARE, worked=worked, is_part_time_post=incomplete, **place
            )
    raise ValueError(f"nation.toml: situations: {situation!r} is not a situation")


def _flags(situation: str, age: Any, chance: Chance) -> tuple[Any, Any]:
    """Who is low-qualified, and who has the status of disabled worker, in one block."""
    tables, nobody = tables_of_nation(), np.zeros(len(age), dtype=bool)
    if situation == "public_agent":
        share = shares()["public_agents"].figures["category_c_low_qualified"]
        return chance.happens(threshold(share), len(age)), nobody
    if situation.startswith("employee"):
        return chance.happens(values_at(tables.low_qualified, age), len(age)), chance.happens(
            values_at(tables.oeth, age), len(age)
        )
    return nobody, nobody


def _balance(blocks: list[Block], age: Any, low_qualified: Any, chance: Chance) -> Any:
    """What the years before have left on the yearly counter, under the law of the last of them."""
    tables, size = tables_of_nation(), len(age)
    before, used = shares()["earned_before"].figures, shares()["used_before"].figures
    yearly, ceiling = np.empty(size, dtype=np.int32), np.empty(size, dtype=np.int32)
    mean, old_year = np.empty(size, dtype=np.int32), np.empty(size, dtype=np.int32)
    for block in blocks:
        own = slice(block.start, block.stop)
        in_hours = block.regime is Regime.PUBLIC_AGENT
        yearly[own], ceiling[own] = _yearly_and_ceiling(block.regime, low_qualified[own])
        mean[own] = shares()["purchases"].figures["hours_at_once"] if in_hours else used["mean_cents"]
        old_year[own] = 0 if in_hours else before["old_rights_most_cents"] // OLD_YEARS
    since_start = age - chance.one_of(tables.starts, size)
    years = YEAR - before["first_year"]
    earned = np.clip(since_start, 0, years) * yearly * chance.one_of(tables.regularity, size) // 10
    earned += np.clip(since_start - years, 0, OLD_YEARS) * old_year
    balance = np.minimum(ceiling, earned)
    has_used = chance.happens(round(used["people"] / shares()["accounts"].figures["count"] * QUANTILES), size)
    place = np.flatnonzero(has_used)
    # Around the mean: half of it at least, half as much again at most.
    spent = mean[place] // 2 + mean[place].astype(np.int64) * chance.draws(len(place)) // QUANTILES
    balance[place] = np.maximum(0, balance[place] - spent)
    return balance.astype(np.int64)


def _yearly_and_ceiling(regime: Regime, low: Any) -> tuple[Any, Any]:
    law = law_on(date(YEAR - 1, 12, 31)).credit
    match regime:
        case Regime.ESAT:
            return law.esat_cents, law.esat_ceiling_cents
        case Regime.SELF_EMPLOYED:
            return law.self_employed_cents, law.self_employed_ceiling_cents
        case Regime.PUBLIC_AGENT:
            yearly = np.where(low, law.category_c_hours or 0, law.public_agent_hours or 0)
            return yearly, np.where(low, law.category_c_ceiling_hours or 0, law.public_agent_ceiling_hours or 0)
        case _:
            yearly = np.where(low, law.low_qualified_cents, law.employee_cents)
            return yearly, np.where(low, law.low_qualified_ceiling_cents, law.employee_ceiling_cents)
