"""The tables in which a nation's shares are looked up: each of 65,536 quantiles, or of one threshold an age."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from acquis.kit.departments import departments
from acquis.rules import Action

from .draws import QUANTILES, narrowed, table_of, table_of_bands, table_of_spread, thresholds
from .nation import by_age, shares

ACTIONS = tuple(Action)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """Quantiles of numbers in the parts of `population.SCALES`; thresholds of 65,536 by age."""

    situations: dict[str, int]
    ages: dict[str, Any]
    departments: Any
    working_time: Any
    hours: Any
    agreement: Any
    day_rate: Any
    pay: Any
    months: Any
    posts: Any
    low_qualified: Any
    oeth: Any
    purchases: Any
    actions: Any
    prices: Any
    starts: Any
    regularity: Any


@cache
def tables_of_nation() -> Tables:
    """All of them, from `data/nation.toml`."""
    given = {name: share.figures for name, share in shares().items()}
    situations: dict[str, int] = given["situations"]["weights"]
    leaving, wage = given["ages"]["leaving_age"], given["pay"]["minimum_wage_cents"]
    ages = {kind: table_of_bands(bands, leaving) for kind, bands in given["ages"].items() if isinstance(bands, dict)}
    count, everybody = given["accounts"]["count"], sum(situations.values())
    part = {name: weight / everybody for name, weight in situations.items()}
    # Chances by age, set so that the whole nation has as many as the register counts.
    oeth = by_age(given["disability"]["by_age"], "disability")
    employees = sum(part[name] for name in situations if name.startswith("employee"))
    oeth_scale = given["disability"]["count"] / count / (employees * oeth[ages["employee"]].mean())
    buys = by_age(given["purchases"]["by_age"], "purchases")
    mean = sum(part[name] * buys[ages[ages_of(name)]].mean() for name in situations if name != "public_agent")
    buys_scale = given["purchases"]["count"] / count / mean
    prices = np.zeros((len(ACTIONS), QUANTILES), dtype=np.int64)
    for action, spread in given["prices"].items():
        prices[ACTIONS.index(Action(action))] = table_of_spread(spread) * 100
    working_time = table_of_spread(given["working_time"]["spread"])
    first, last = given["earned_before"]["career_starts"]
    least, most = given["earned_before"]["regularity"]
    return Tables(
        situations=situations,
        ages=ages,
        departments=table_of(dict(enumerate(each.population for each in departments())), dtype=np.int8),
        working_time=narrowed(working_time),
        hours=narrowed(working_time * 1_607 // 10),
        agreement=narrowed(table_of(given["agreement_hours"]["weights"])),
        day_rate=narrowed(table_of_spread(given["day_rate"]["spread"]) * 218 // 100),
        pay=narrowed(table_of_spread(given["pay"]["spread"]) * (2_080 * wage) // 1_000),
        months=narrowed(table_of_spread(given["self_employed_months"]["spread"]) * 12 // 10),
        posts=narrowed(table_of_spread(given["public_agents"]["spread"])),
        low_qualified=thresholds(by_age(given["low_qualified"]["by_age"], "low_qualified") * (QUANTILES / 1_000)),
        oeth=thresholds(oeth * oeth_scale * QUANTILES),
        purchases=thresholds(buys * buys_scale * QUANTILES),
        actions=table_of(
            {ACTIONS.index(Action(name)): weight for name, weight in given["actions"]["weights"].items()}, dtype=np.int8
        ),
        prices=prices,
        starts=table_of_spread([[first, last, 1]], dtype=np.int8),
        regularity=table_of_spread([[least, most, 1]], dtype=np.int8),
    )


def ages_of(situation: str) -> str:
    """Under which name the ages of a situation are told: every kind of employee has the same."""
    return "employee" if situation.startswith("employee") else situation
