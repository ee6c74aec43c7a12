"""The facts of a year as columns, slice by slice, for those who look at everybody at once; no name is in them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection

from acquis.rules import Regime, WorkUnit

from .models import YearlyCredit
from .year_types import PARTS

#: The last version of each regime of some accounts' year, in the order of the primary key.
_LATEST = """
    SELECT DISTINCT ON (account_id, regime) account_id, regime, unit, worked, reference, low_qualified, oeth,
           coalesce(contribution_paid, false), balance_before_cents
      FROM accounts_yearlycredit WHERE year = %s AND account_id > %s
     ORDER BY account_id, regime, version DESC LIMIT %s
"""
_FIRST = UUID(int=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class YearColumns:
    """One regime of the year of many accounts: columns of integers and flags; `reference` None is the law's own.

    `worked` and `reference` count parts of the unit, `scale` of them to one. A contribution that nobody knows of is
    not paid.
    """

    regime: Regime
    unit: WorkUnit
    scale: int
    worked: Any
    reference: Any | None
    low_qualified: Any
    oeth: Any
    contribution_paid: Any
    balance_before_cents: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class YearSlice:
    """Some accounts' year; `last` is where to go on, None at the end.

    `several` counts the accounts of several regimes in the year: these are not in the columns.
    """

    columns: tuple[YearColumns, ...]
    several: int
    last: UUID | None


def last_year() -> int | None:
    """The latest year for which there are facts."""
    return YearlyCredit.objects.order_by("-year").values_list("year", flat=True).first()


def year_in_columns(year: int, *, after: UUID | None = None, limit: int = 50_000) -> YearSlice:
    """The facts of one year after an account, in the order of their ids."""
    with connection.cursor() as cursor:
        cursor.execute(_LATEST, [year, after or _FIRST, limit])
        rows = cursor.fetchall()
    last = rows[-1][0] if len(rows) == limit else None
    by_account: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        by_account[row[0]].append(row)
    if last is not None and len(by_account) > 1:
        # The last account may have been cut: it opens the next slice.
        del by_account[last]
        last = next(reversed(by_account))
    alone: dict[tuple[str, str, bool], list[Any]] = defaultdict(list)
    for own in by_account.values():
        if len(own) == 1:
            alone[own[0][1], own[0][2], own[0][4] is None].append(own[0])
    return YearSlice(
        columns=tuple(_columns(*key, some) for key, some in alone.items()),
        several=sum(len(own) > 1 for own in by_account.values()),
        last=last,
    )


def _columns(regime: str, unit: str, is_laws_own: bool, rows: list[Any]) -> YearColumns:
    worked, reference, low, oeth, paid, balance = list(zip(*rows, strict=True))[3:]
    return YearColumns(
        regime=Regime(regime),
        unit=WorkUnit(unit),
        scale=PARTS,
        worked=np.array(worked, dtype=np.int64),
        reference=None if is_laws_own else np.array(reference, dtype=np.int64),
        low_qualified=np.array(low, dtype=bool),
        oeth=np.array(oeth, dtype=bool),
        contribution_paid=np.array(paid, dtype=bool),
        balance_before_cents=np.array(balance, dtype=np.int64),
    )
