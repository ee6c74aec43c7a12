"""Declared lines against those already known: each is new, known, corrected, outdated or refused.

A line is never changed: a correction is a newer version, and only the newest is current. The same sending again
finds its lines; another sending of the same order that says otherwise is refused, because nobody could tell which
of the two is right.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from acquis.kit.sql import append

from .models import Declaration, WorkedLine
from .types import Absence, Work

#: The content of a line, by which two sendings are compared.
_CONTENT = (
    "contract", "contract_from", "contract_to", "period_from", "period_to", "regime", "unit", "origin", "paid",
    "quantity", "reference", "present_days", "span_days", "oeth", "contribution_paid", "category_c",
    "incomplete_post", "siret", "kind",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a slice gave. `named`: ids of the current lines that it names; `refused`: (rank, line, code);
    `waiting`: (rank, line) of those whose person an agent must tell."""

    created: int = 0
    corrected: int = 0
    unchanged: int = 0
    outdated: int = 0
    withdrawn: int = 0
    individuals: int = 0
    waiting: tuple[tuple[int, int], ...] = ()
    named: tuple[int, ...] = ()
    refused: tuple[tuple[int, int, str], ...] = ()


class Slice:
    """The lines of one slice against those already known."""

    def __init__(self, declaration: Declaration, at: datetime) -> None:
        self.declaration, self.at = declaration, at
        self.known: dict[tuple[UUID, str], WorkedLine] = {}
        self.new: list[WorkedLine] = []
        self.replaced: list[int] = []
        self.named: list[int] = []
        self.refused: list[tuple[int, int, str]] = []
        self.counts = {"created": 0, "corrected": 0, "unchanged": 0, "outdated": 0, "withdrawn": 0}

    def know(self, account_ids: set[UUID]) -> None:
        """Load the current lines of these accounts under this lineage."""
        prefix = f"{self.declaration.lineage} "
        rows = WorkedLine.objects.filter(account_id__in=account_ids, key__startswith=prefix, current=True)
        self.known = {(row.account_id, row.key): row for row in rows.defer("received_at")}

    def take(self, rank: int, works: Iterable[Work], account_id: UUID) -> None:
        for work in works:
            code = self._line(work, account_id)
            if code:
                self.refused.append((rank, work.line, code))

    def _line(self, work: Work, account_id: UUID) -> str:
        """Take one line; the code of what is wrong with it, else ""."""
        key = f"{self.declaration.lineage} {work.key}"
        order = self.declaration.order if work.order is None else work.order
        former = self.known.get((account_id, key))
        row = self._row(work, account_id, key, order)
        if former is None:
            if work.cancelled:
                self.counts["unchanged"] += 1
                return ""
            self.counts["created"] += 1
        elif former.pk is None:
            return "" if _same(former, row) else "twice"
        elif _same(former, row):
            self.counts["unchanged"] += 1
            self.named.append(former.pk)
            return ""
        elif order < former.order:
            self.counts["outdated"] += 1
            return ""
        elif order == former.order or not (self.declaration.replaces or work.order is not None):
            self.named.append(former.pk)
            return "already_declared"
        else:
            row.version = former.version + 1
            self.replaced.append(former.pk)
            self.counts["withdrawn" if work.cancelled else "corrected"] += 1
        self.known[(account_id, key)] = row
        self.new.append(row)
        return ""

    def _row(self, work: Work, account_id: UUID, key: str, order: int) -> WorkedLine:
        return WorkedLine(
            account_id=account_id,
            declaration=self.declaration,
            key=key,
            version=1,
            order=order,
            withdrawn=work.cancelled,
            year=work.period_to.year,
            absences=[_absence(each) for each in work.absences],
            received_at=self.at,
            **{name: _plain(getattr(work, name)) for name in _CONTENT},
        )

    def write(self) -> None:
        """Write what was taken; nothing is judged any more."""
        if self.replaced:
            WorkedLine.objects.filter(pk__in=self.replaced).update(current=False)
        append(self.new)

    def taken(self, individuals: int = 0, waiting: Iterable[tuple[int, int]] = ()) -> Taken:
        apart = tuple(waiting)
        refused = {rank for rank, _, _ in self.refused}
        return Taken(
            **self.counts,
            individuals=individuals - len(refused) - len(apart),
            waiting=apart,
            named=tuple(self.named),
            refused=tuple(self.refused),
        )


def _same(former: WorkedLine, row: WorkedLine) -> bool:
    return (
        former.withdrawn == row.withdrawn
        and former.absences == row.absences
        and all(getattr(former, name) == getattr(row, name) for name in _CONTENT)
    )


def _plain(value: Any) -> Any:
    """An enumeration's member as the text it is stored as."""
    return str(value) if isinstance(value, str) else value


def _absence(each: Absence) -> dict[str, Any]:
    return {
        "ground": each.ground.value,
        "days": each.days,
        "time": each.time,
        "from": each.from_day.isoformat() if each.from_day else None,
        "to": each.to_day.isoformat() if each.to_day else None,
    }
