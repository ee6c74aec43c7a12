"""What a change of law would do: every account lives the same years twice, under the law in force and the changed one.

The rules are those of production, called on columns; only the law they are given differs. Both lives meet the same
chances (same work, same trainings wished for), so that a difference comes from the law alone, and no change makes no
difference. The law of a year is that of its last day, as for crediting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np

from acquis.rules import (
    Change,
    Law,
    Life,
    Purchase,
    Regime,
    WrongChange,
    end_of_account,
    law_on,
    split_price,
    yearly_credit,
    yearly_hours,
)

from .lives import Lives, Year
from .nation import shares
from .population import ACTIONS, YEAR, Block, Population, Purchases, Slice
from .tally import places_of
from .types import Outcome

MOST_YEARS = 30
#: The last year in which a change may begin: farther on, today's nation says nothing.
LAST_START = YEAR + 10

#: The parameters that the simulation looks at: it refuses the others rather than answer that they change nothing.
FOLLOWED: dict[str, tuple[str, ...]] = {
    "credit": (
        "half_time_percent",
        "employee_cents",
        "employee_ceiling_cents",
        "reference_hours",
        "reference_days",
        "reference_pay_hours",
        "low_qualified_cents",
        "low_qualified_ceiling_cents",
        "low_qualified_below_half_base_cents",
        "oeth_uplift_cents",
        "oeth_ceiling_cents",
        "oeth_and_low_qualified_cents",
        "esat_cents",
        "esat_ceiling_cents",
        "self_employed_cents",
        "self_employed_ceiling_cents",
        "reference_months",
        "public_agent_hours",
        "public_agent_ceiling_hours",
        "category_c_hours",
        "category_c_ceiling_hours",
    ),
    "account": ("closing_age",),
    "participation": ("participation_cents", "jobseeker_exempt"),
    "purchase": ("rs_cap_cents", "skills_assessment_cap_cents", "licence_light_cap_cents", "vae_cap_cents"),
}

Told = Callable[[int], None]


def check_changes(changes: Sequence[Change]) -> None:
    """Raises WrongChange for a parameter that the simulation does not follow, or a day it cannot begin on."""
    followed = {name for names in FOLLOWED.values() for name in names}
    for change in changes:
        if change.name not in followed:
            raise WrongChange(
                "name",
                f"{change.full_name}: the simulation does not follow it; it follows {', '.join(sorted(followed))}",
            )
        if not date(YEAR, 1, 1) <= change.since <= date(LAST_START, 12, 31):
            raise WrongChange(
                "since", f"{change.full_name}: from: must be between {YEAR} and {LAST_START}, not {change.since}"
            )
    law_on(date(LAST_START, 12, 31), changes=changes)  # refuses two changes that contradict each other


def simulate(
    population: Population,
    changes: Sequence[Change],
    *,
    years: int = 10,
    threads: int = 2,
    told: Told = lambda done: None,
) -> Outcome:
    """The outcome of the changes for a nation, over `years` years from the first one that they touch.

    `told` hears how many accounts are done. Raises WrongChange, and ValueError for a number of years that is none.
    """
    lives = begin(changes, years)
    for _ in advance(lives, population, changes, threads=threads):
        told(lives.accounts)
    return lives.outcome(changes, population.seed)


def begin(changes: Sequence[Change], years: int) -> Lives:
    """The lives of nobody yet. Raises as `simulate`."""
    check_changes(changes)
    if not 1 <= years <= MOST_YEARS:
        raise ValueError(f"years: must be between 1 and {MOST_YEARS}, not {years}")
    return Lives(min((change.since.year for change in changes), default=YEAR), years)


def advance(lives: Lives, population: Population, changes: Sequence[Change], *, threads: int = 2) -> Iterator[Lives]:
    """Add to `lives` the slices that are not in it yet, a few at a time; it may be kept and taken up in between."""
    with ThreadPoolExecutor(max_workers=threads) as pool:
        while lives.slices < population.slice_count:
            # NumPy leaves the interpreter free during its loops: two threads are nearly twice as fast as one.
            numbers = range(lives.slices, min(lives.slices + 2 * threads, population.slice_count))
            for slice_lives in pool.map(
                lambda n: _live(population, n, changes, lives.start, len(lives.years)), numbers
            ):
                lives.add(slice_lives)
            yield lives


def _live(population: Population, number: int, changes: Sequence[Change], start: int, years: int) -> Lives:
    drawn = population.slice(number)
    lives, places = Lives(start, years), places_of(drawn)
    lives.accounts, lives.slices = drawn.size, 1
    age, before = drawn.age.copy(), drawn.balance.copy()
    together = np.zeros(drawn.size, dtype=np.int64)
    # The years until the change begins are lived once: they are the same under both laws.
    for year in range(YEAR, start):
        law, spare = law_on(date(year, 12, 31)), Year(year, {})
        _buy(law, law, population.purchases(drawn, year, age), before, before, spare, drawn)
        before += _credit(law, drawn, age, before)
        _grow_older(age, before)
    after = before.copy()
    for each in lives.years:
        day = date(each.year, 12, 31)
        law, changed = law_on(day), law_on(day, changes=changes)
        paid = _buy(law, changed, population.purchases(drawn, each.year, age), before, after, each, drawn)
        old, new = _credit(law, drawn, age, before), _credit(changed, drawn, age, after)
        _count_credit(each, drawn, old, new)
        before += old
        after += new
        difference = _in_cents(law, drawn, new - old) - paid
        each.count("gainers", np.count_nonzero(difference > 0))
        each.count("losers", np.count_nonzero(difference < 0))
        each.count("net_cents", difference.sum())
        together += difference
        if each is lives.years[0]:
            lives.first.count(places, difference)
        _grow_older(age, before, after)
    if years == 1:
        lives.together = lives.first
    else:
        lives.together.count(places, together)
    return lives


def _credit(law: Law, drawn: Slice, age: Any, balance: Any) -> Any:
    """What the year gives to each account: cents, hours for public agents."""
    granted = np.empty(drawn.size, dtype=np.int64)
    ended = _ended_by_age(law)
    for block in drawn.blocks:
        own = slice(block.start, block.stop)
        # An account that has ended is credited no more (L6323-3 al. 3): no work counts.
        worked = np.where(ended[age[own]], 0, block.worked)
        if block.regime is Regime.PUBLIC_AGENT:
            granted[own] = yearly_hours(law, drawn.year_of_service(block, balance[own], worked)).granted_hours
        else:
            granted[own] = yearly_credit(law, drawn.year_of_work(block, balance[own], worked)).granted_cents
    return granted


@lru_cache(maxsize=256)
def _ended_by_age(law: Law) -> Any:
    """A column: for each age from 0 to 127, whether an account of that age in the year of `law` has ended."""
    born_on = np.array([f"{law.on.year - age}-01-01" for age in range(128)], dtype="datetime64[D]")
    return np.broadcast_to(end_of_account(law, Life(born_on=born_on)).is_ended, (128,))


def _buy(law: Law, changed: Law, bought: Purchases, before: Any, after: Any, year: Year, drawn: Slice) -> Any:
    """Spend on the year's trainings in both lives; returns what each account pays more because of the rules.

    That difference is taken at the same balance, so that rights credited and then used are not counted twice; a
    training that only one of the two laws lets through is counted among the purchases, not in euros.
    """
    more = np.zeros(drawn.size, dtype=np.int64)
    differ = (law.participation, law.purchase) != (changed.participation, changed.purchase)
    has_rights = (before[bought.place] > 0) | (after[bought.place] > 0)
    for code in np.unique(bought.action):
        some = np.flatnonzero((bought.action == code) & has_rights)
        place = bought.place[some]
        used, pays, allowed = _split(law, bought, some, before[place])
        used_after, pays_after, allowed_after = _split(changed, bought, some, after[place])
        if differ:
            _, same_pays, _ = _split(law, bought, some, after[place])
            more[place] = np.where(allowed & allowed_after, pays_after - same_pays, 0)
        year.count("used_before_cents", np.sum(used))
        year.count("used_after_cents", np.sum(used_after))
        year.count("paid_before_cents", np.sum(pays))
        year.count("paid_after_cents", np.sum(pays_after))
        year.count("purchases_before", np.count_nonzero(allowed))
        year.count("purchases_after", np.count_nonzero(allowed_after))
        before[place] -= used
        if after is not before:
            after[place] -= used_after
    return more


def _split(law: Law, bought: Purchases, some: Any, rights_cents: Any) -> tuple[Any, Any, Any]:
    """Rights used, what the holder pays, and whether the law lets the purchase through, for some of one action."""
    if not len(some):
        return rights_cents, rights_cents, rights_cents > 0
    shared = split_price(
        law,
        Purchase(
            action=ACTIONS[bought.action[some[0]]],
            certification=None,
            price_cents=bought.price_cents[some],
            rights_cents=rights_cents,
            jobseeker=bought.jobseeker[some],
        ),
    )
    refusal: Any = shared.refusal
    nothing: Any = None
    allowed = np.broadcast_to(np.equal(refusal, nothing), some.shape).astype(bool)
    return shared.rights_cents, shared.holder_pays_cents, allowed


def _count_credit(year: Year, drawn: Slice, old: Any, new: Any) -> None:
    for block in drawn.blocks:
        own = slice(block.start, block.stop)
        unit = "hours" if _is_in_hours(block) else "cents"
        year.count(f"credited_before_{unit}", old[own].sum())
        year.count(f"credited_after_{unit}", new[own].sum())


def _in_cents(law: Law, drawn: Slice, granted: Any) -> Any:
    """Hours valued at the rate at which an agent who leaves converts them (L6323-3 al. 2), in force without change."""
    for block in drawn.blocks:
        if _is_in_hours(block):
            granted[block.start : block.stop] *= law.conversion.hour_cents
    return granted


def _is_in_hours(block: Block) -> bool:
    return block.regime is Regime.PUBLIC_AGENT


def _grow_older(age: Any, *balances: Any) -> None:
    """A year passes; who reaches the end of the working life is replaced by somebody who begins, without rights."""
    ages = shares()["ages"].figures
    age += 1
    gone = age >= ages["leaving_age"]
    age[gone] = ages["arrival_age"]
    for balance in balances:
        balance[gone] = 0
