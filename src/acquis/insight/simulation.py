"""What a change of law would do: every account lives the same years twice, under the law in force and the changed one.

The rules are those of production, called on columns; only the law they are given differs. Both lives meet the same
chances (same work, same trainings wished for), so that a difference comes from the law alone, and no change makes no
difference. The law of a year is that of its last day, as for crediting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from acquis.rules import Change, Regime, WrongChange, in_columns, law_on

from .lives import Lives, Year
from .population import ACTIONS, SCALES, YEAR, Population, Purchases, Slice
from .tally import places_of
from .two_laws import Laws, Wish, YearLived, buy, laws_of, live
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

#: What is asked of a year, and of a purchase with the names of its sums in `types.YearTotals`.
LIVED = ("granted_before", "granted_after", "more_cents", "age", "before", "after")
BOUGHT = ("used_before", "used_after", "paid_before", "paid_after", "bought_before", "bought_after", "more_cents")
BOUGHT_AS = (
    "used_before_cents",
    "used_after_cents",
    "paid_before_cents",
    "paid_after_cents",
    "purchases_before",
    "purchases_after",
)

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


@dataclass(slots=True)
class _Now:
    """A slice at the beginning of a year: ages, and balances under each law, in columns of `int64`."""

    age: Any
    before: Any
    after: Any

    def columns(self) -> tuple[Any, Any, Any]:
        return self.age, self.before, self.after


def _live(population: Population, number: int, changes: Sequence[Change], start: int, years: int) -> Lives:
    drawn = population.slice(number)
    lives, places = Lives(start, years), places_of(drawn)
    lives.accounts, lives.slices = drawn.size, 1
    now = _Now(drawn.age.astype(np.int64), drawn.balance.copy(), drawn.balance.copy())
    then, given = _Now(*np.empty((3, drawn.size), dtype=np.int64)), np.empty((3, drawn.size), dtype=np.int64)
    together = np.zeros(drawn.size, dtype=np.int64)
    # Until the change begins both laws are one.
    for year in range(YEAR, start):
        laws = laws_of(year, ())
        _buy(laws, population.purchases(drawn, year, now.age), now, Year(year, {}))
        _credit(laws, drawn, now, then, given)
        now, then = then, now
    for each in lives.years:
        laws = laws_of(each.year, tuple(changes))
        place, paid = _buy(laws, population.purchases(drawn, each.year, now.age), now, each)
        _credit(laws, drawn, now, then, given)
        now, then = then, now
        granted_before, granted_after, more = given
        _count_credit(each, drawn, granted_before, granted_after)
        more[place] -= paid
        each.count("gainers", np.count_nonzero(more > 0))
        each.count("losers", np.count_nonzero(more < 0))
        each.count("net_cents", more.sum())
        if each is lives.years[0]:
            lives.first.count(places, more)
        together += more
    if years == 1:
        lives.together = lives.first
    else:
        lives.together.count(places, together)
    return lives


def _credit(laws: Laws, drawn: Slice, now: _Now, then: _Now, given: Any) -> None:
    """Credit the year: what each law grants and the second gives more go into `given`, what follows into `then`."""
    for block in drawn.blocks:
        own = slice(block.start, block.stop)
        age, before, after = (column[own] for column in now.columns())
        year = YearLived(
            regime=block.regime,
            unit=block.unit,
            scale=SCALES[block.unit],
            worked=block.worked,
            reference=block.reference,
            low_qualified=drawn.low_qualified[own],
            oeth=drawn.oeth[own],
            contribution_paid=block.contribution_paid,
            is_part_time_post=block.is_part_time_post,
            age=age,
            before=before,
            after=after,
        )
        in_columns(live, laws, year, *LIVED, into=[column[own] for column in (*given, *then.columns())])


def _buy(laws: Laws, bought: Purchases, now: _Now, year: Year) -> tuple[Any, Any]:
    """Spend on the year's trainings in both lives; returns who pays more because of the rules, and how much.

    That difference is taken at the same balance, so that rights credited and then used are not counted twice; a
    training that only one of the two laws lets through is counted among the purchases, not in euros.
    """
    # Each kind of training is one piece, and one question.
    order = np.argsort(bought.action, kind="stable")
    place, price_cents, jobseeker = (column[order] for column in (bought.place, bought.price_cents, bought.jobseeker))
    before, after = now.before[place], now.after[place]
    found = np.empty((len(BOUGHT), len(place)), dtype=np.int64)
    stops = np.searchsorted(bought.action[order], np.arange(len(ACTIONS) + 1))
    for action, first, stop in zip(ACTIONS, stops, stops[1:], strict=False):
        if first == stop:
            continue
        own = slice(first, stop)
        wish = Wish(
            action=action, price_cents=price_cents[own], jobseeker=jobseeker[own], before=before[own], after=after[own]
        )
        in_columns(buy, laws, wish, *BOUGHT, into=[column[own] for column in found])
    *sums, _ = found.sum(axis=1)
    for name, amount in zip(BOUGHT_AS, sums, strict=True):
        year.count(name, amount)
    now.before[place] -= found[0]
    now.after[place] -= found[1]
    return place, found[-1]


def _count_credit(year: Year, drawn: Slice, old: Any, new: Any) -> None:
    for block in drawn.blocks:
        own = slice(block.start, block.stop)
        unit = "hours" if block.regime is Regime.PUBLIC_AGENT else "cents"
        year.count(f"credited_before_{unit}", old[own].sum())
        year.count(f"credited_after_{unit}", new[own].sum())
