"""Versions of a year as rows of `accounts_yearlycredit`, for those who write many of them at once."""

from __future__ import annotations

from datetime import date
from typing import Any

from acquis.kit import columns as kit
from acquis.kit.columns import BIGINT, DAY, FLAG, INTEGER, SMALLINT, UUIDS
from acquis.rules import Regime, WorkUnit

from .year_types import Cause

_TYPES = {
    "account_id": UUIDS, "year": SMALLINT, "version": SMALLINT, "run": INTEGER, "worked": BIGINT, "reference": BIGINT,
    "low_qualified": FLAG, "oeth": FLAG, "contribution_paid": FLAG, "balance_before_cents": BIGINT,
    "earned_cents": BIGINT, "ceiling_cents": BIGINT, "granted_cents": BIGINT, "moved_cents": BIGINT,
    "shortfall_cents": BIGINT, "credited_on": DAY,
}  # fmt: skip
#: The columns of the table, in the order in which `kept` gives them.
NAMES_KEPT = (*_TYPES, "regime", "unit", "cause")


def kept(*, regime: Regime, unit: WorkUnit, cause: Cause, credited_on: date, **values: Any) -> kit.Rows:
    """Versions of one regime, unit and cause, written on one day; each other value is a column, the same, or None."""
    texts = [text.value.encode() for text in (regime, unit, cause)]
    values["credited_on"] = credited_on.toordinal() - kit.EPOCH
    return kit.Rows(
        [*_TYPES.values(), *(f"S{len(text)}" for text in texts)], [*(values[name] for name in _TYPES), *texts]
    )
