"""Why one regime of one year gave what it gave: its facts, the rule's working over them, and the articles applied."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import accumulate
from typing import Any

from acquis.rules import Regime, WorkUnit, provenance

from .models import YearlyCredit
from .types import Article, Cause, WhyRegime, YearVersion
from .yearly import answer, kept_facts, working, written

#: The parameters of the law by which a year's credit is explained, regime by regime.
EXPLAINED_BY: dict[Regime, tuple[str, ...]] = {
    Regime.EMPLOYEE: (
        "employee_cents",
        "half_time_percent",
        "reference_hours",
        "employee_ceiling_cents",
        "low_qualified_cents",
        "low_qualified_ceiling_cents",
        "oeth_uplift_cents",
        "oeth_ceiling_cents",
    ),
    Regime.ESAT: ("esat_cents", "esat_ceiling_cents"),
    Regime.SELF_EMPLOYED: ("self_employed_cents", "self_employed_ceiling_cents", "multi_activity_total"),
}
_ONLY_IF_LOW_QUALIFIED = frozenset({"low_qualified_cents", "low_qualified_ceiling_cents"})
_ONLY_IF_OETH = frozenset({"oeth_uplift_cents", "oeth_ceiling_cents"})


def explained(versions: Sequence[YearlyCredit]) -> WhyRegime:
    """The last version explained; `versions` are all those of one regime of one year, in their order."""
    row, moved = versions[-1], sum(each.moved_cents for each in versions)
    regime = Regime(row.regime)
    return WhyRegime(
        regime=regime,
        cause=Cause(row.cause),
        unit=WorkUnit(row.unit),
        worked=written(row.worked),
        reference=None if row.reference is None else written(row.reference),
        low_qualified=row.low_qualified,
        oeth=row.oeth,
        contribution_paid=row.contribution_paid,
        version=row.version,
        balance_before_cents=row.balance_before_cents,
        earned_cents=row.earned_cents,
        ceiling_cents=row.ceiling_cents,
        moved_cents=moved,
        shortfall_cents=row.shortfall_cents,
        credited_on=row.credited_on,
        working=_working(row, regime),
        articles=tuple(_articles(row, regime)),
        history=tuple(_version(row, given) for row, given in zip(versions, _given(versions), strict=True)),
    )


def _given(versions: Sequence[YearlyCredit]) -> Iterator[int]:
    """What the year has given in all, version after version."""
    return accumulate(each.moved_cents for each in versions)


def _version(row: YearlyCredit, given: int) -> YearVersion:
    return YearVersion(
        version=row.version,
        cause=Cause(row.cause),
        unit=WorkUnit(row.unit),
        worked=written(row.worked),
        reference=None if row.reference is None else written(row.reference),
        low_qualified=row.low_qualified,
        oeth=row.oeth,
        contribution_paid=row.contribution_paid,
        earned_cents=row.earned_cents,
        moved_cents=row.moved_cents,
        given_cents=given,
        shortfall_cents=row.shortfall_cents,
        credited_on=row.credited_on,
    )


def _working(row: YearlyCredit, regime: Regime) -> dict[str, Any]:
    """The rule's working over the facts kept. Nothing when it no longer says what was credited: the law was corrected
    since, or a run was undone, and a working of today would explain another amount."""
    if row.cause == Cause.UNDONE:
        return {}
    given = answer(row.year, regime, kept_facts(row), row.balance_before_cents)
    same = (given.earned_cents, given.ceiling_cents) == (row.earned_cents, row.ceiling_cents)
    return working(given) if same else {}


def _articles(row: YearlyCredit, regime: Regime) -> list[Article]:
    found = []
    for name in EXPLAINED_BY.get(regime, ()):
        if (name in _ONLY_IF_LOW_QUALIFIED and not row.low_qualified) or (name in _ONLY_IF_OETH and not row.oeth):
            continue
        if name == "reference_hours" and (row.unit != WorkUnit.HOURS or row.reference is not None):
            continue
        found += article(name, row.year)
    return found


def article(name: str, year: int) -> list[Article]:
    """Where a parameter's value at the end of a year comes from; nothing when it had none."""
    origin = provenance(name, date(year, 12, 31))
    if origin is None or origin.value is None:
        return []
    return [
        Article(
            parameter=name,
            label=origin.label,
            value=str(origin.value),
            unit=origin.unit,
            article=origin.article,
            source=origin.source,
            confidence=origin.confidence,
        )
    ]
