"""A nation in a page: how many accounts of each kind, and what their year gives under the law of a day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np

from acquis.kit.departments import regions
from acquis.rules import Refusal, Regime, in_columns, law_on, yearly_credit, yearly_hours

from .nation import AGE_BANDS, band_of_age
from .population import YEAR, Population, Slice


@dataclass(slots=True, kw_only=True)
class Portrait:
    """Counts and sums of a nation; amounts in cents, hours in hours. Keys are the values of the enumerations."""

    accounts: int = 0
    by_regime: dict[str, int] = field(default_factory=dict)
    by_unit: dict[str, int] = field(default_factory=dict)
    by_age: dict[str, int] = field(default_factory=dict)
    by_region: dict[str, int] = field(default_factory=dict)
    active: int = 0
    low_qualified: int = 0
    oeth: int = 0
    balance_cents: int = 0
    balance_hours: int = 0
    purchases: int = 0
    purchases_cents: int = 0
    credited_cents: int = 0
    credited_hours: int = 0


def paint(population: Population, drawn: Slice, portrait: Portrait) -> None:
    """Add one slice to a portrait; the year is that of the nation."""
    law = law_on(date(YEAR, 12, 31))
    portrait.accounts += drawn.size
    portrait.low_qualified += int(drawn.low_qualified.sum())
    portrait.oeth += int(drawn.oeth.sum())
    _count(portrait.by_age, [str(age) for age in AGE_BANDS], band_of_age()[drawn.age])
    _count(portrait.by_region, [code for code, _name in regions()], drawn.region)
    for block in drawn.blocks:
        size, balance = block.stop - block.start, drawn.balance[block.start : block.stop]
        portrait.by_regime[block.regime] = portrait.by_regime.get(block.regime, 0) + size
        portrait.by_unit[block.unit] = portrait.by_unit.get(block.unit, 0) + size
        portrait.active += size if block.is_active else 0
        if block.regime is Regime.PUBLIC_AGENT:
            portrait.balance_hours += int(balance.sum())
            service = drawn.year_of_service(block, balance, block.worked)
            portrait.credited_hours += _sum(in_columns(yearly_hours, law, service, "granted_hours"))
        else:
            portrait.balance_cents += int(balance.sum())
            work = drawn.year_of_work(block, balance, block.worked)
            portrait.credited_cents += _sum(in_columns(yearly_credit, law, work, "granted_cents"))
    bought = population.purchases(drawn, YEAR, drawn.age)
    portrait.purchases += len(bought.place)
    portrait.purchases_cents += int(bought.price_cents.sum())


def _count(counts: dict[str, int], names: list[str], places: object) -> None:
    for name, count in zip(names, np.bincount(np.asarray(places), minlength=len(names)), strict=True):
        counts[name] = counts.get(name, 0) + int(count)


def _sum(given: Refusal | tuple[np.ndarray, ...]) -> int:
    """What the law refuses to all is granted to nobody."""
    return 0 if isinstance(given, Refusal) else int(given[0].sum())
