"""An outcome as JSON, to be kept, exported and read again; and what a sample says of the whole nation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from math import sqrt
from typing import Any

from acquis.kit.departments import regions
from acquis.rules import parse_change

from .nation import shares
from .types import Dimension, Effect, GainClass, Group, Outcome, YearTotals

#: Half of the interval in which nineteen samples of twenty fall, in standard errors.
NINETEEN_OF_TWENTY = 1.96


def as_json(outcome: Outcome) -> dict[str, Any]:
    """Everything of an outcome in the words of JSON; `from_json` reads it back."""
    return {
        "changes": [str(change) for change in outcome.changes],
        "accounts": outcome.accounts,
        "seed": outcome.seed,
        "nation_accounts": nation_accounts(),
        "region_names": dict(regions()),
        "years": [asdict(year) for year in outcome.years],
        "first_year": _effect_as_json(outcome.first_year),
        "all_years": _effect_as_json(outcome.all_years),
        "first_year_margin_cents": margin_cents(outcome.first_year, outcome.accounts),
        "all_years_margin_cents": margin_cents(outcome.all_years, outcome.accounts),
    }


def from_json(written: Mapping[str, Any]) -> Outcome:
    """The outcome that `as_json` wrote."""
    return Outcome(
        changes=tuple(parse_change(text) for text in written["changes"]),
        accounts=written["accounts"],
        seed=written["seed"],
        years=tuple(YearTotals(**year) for year in written["years"]),
        first_year=_effect(written["first_year"]),
        all_years=_effect(written["all_years"]),
    )


def nation_accounts() -> int:
    """How many accounts the nation has (register, section 10)."""
    return int(shares()["accounts"].figures["count"])


def for_the_nation(amount: int, accounts: int) -> int:
    """What a sample of so many accounts found, for the whole nation, to the nearest unit."""
    return round(amount * nation_accounts() / accounts)


def margin_cents(effect: Effect, accounts: int) -> int:
    """How far, in cents for the nation, the net effect may be from what the sample found, nineteen times in twenty.

    It measures the chance of the draw alone, not the error of the assumptions. 0 for a nation drawn whole.
    """
    whole = nation_accounts()
    if accounts >= whole:
        return 0
    mean = effect.everybody.net_cents / 100 / accounts
    variance = max(0.0, effect.squares / accounts - mean * mean)
    return round(NINETEEN_OF_TWENTY * sqrt(variance / accounts) * whole * 100)


def _effect_as_json(effect: Effect) -> dict[str, Any]:
    return {
        "everybody": asdict(effect.everybody),
        "groups": {str(dimension): [asdict(group) for group in groups] for dimension, groups in effect.groups.items()},
        "classes": [asdict(each) for each in effect.classes],
        "squares": effect.squares,
    }


def _effect(written: Mapping[str, Any]) -> Effect:
    return Effect(
        everybody=Group(**written["everybody"]),
        groups={
            Dimension(name): tuple(Group(**group) for group in groups) for name, groups in written["groups"].items()
        },
        classes=tuple(GainClass(**each) for each in written["classes"]),
        squares=written["squares"],
    )
