"""What others may ask about yearly runs; the answers are frozen rows, in cents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q, Sum

from acquis.accounts import queries as accounts
from acquis.kit.actor import Actor
from acquis.rules import Regime

from . import permissions, tracks
from .models import Run
from .reconciling import Each, reconcile
from .tallies import BAND_CENTS, SHORTFALL, UNCHANGED
from .types import (
    UNDER_WAY,
    Band,
    Difference,
    Phase,
    Reason,
    Reconciled,
    Reconciliation,
    RefusedCount,
    RunCard,
    RunKind,
    RunState,
    SetAsideRow,
    TallyLine,
    Totals,
)

__all__ = [
    "BAND_CENTS",
    "bands",
    "credited",
    "departments",
    "phase_of",
    "reconciled_now",
    "reconciliation",
    "refused",
    "run",
    "runs",
    "set_aside",
    "tallies",
    "under_way",
    "years_running",
]

_PHASES = {
    RunState.FORESEEING: Phase.FORESEEN,
    RunState.APPROVED: Phase.DONE,
    RunState.RUNNING: Phase.DONE,
}
_SUMMED = ("years", "moving", "given_cents", "taken_cents", "cut_cents", "shortfall_cents")


def runs(*, by: Actor) -> list[RunCard]:
    """Every run, the latest first."""
    return [_card(row) for row in permissions.READ.rows(by, Run.objects.order_by("-number"))]


def run(run_id: UUID, *, by: Actor) -> RunCard | None:
    """One run; None when there is none that `by` may see."""
    row = permissions.READ.rows(by, Run.objects.filter(pk=run_id)).first()
    return None if row is None else _card(row)


def phase_of(run_id: UUID) -> Phase | None:
    """The phase in which a run has slices to walk through without anybody's word; None when it has none."""
    row = Run.objects.filter(pk=run_id).first()
    return None if row is None else _PHASES.get(RunState(row.state))


def under_way(year: int, *, by: Actor) -> RunCard | None:
    """The run of a year that is not over, the only one there can be; None when there is none."""
    row = permissions.READ.rows(by, Run.objects.filter(year=year, state__in=UNDER_WAY)).first()
    return None if row is None else _card(row)


def years_running() -> set[int]:
    """The years that a yearly run is crediting at this moment: some accounts have had their turn, others not yet."""
    rows = Run.objects.filter(kind=RunKind.YEARLY, state=RunState.RUNNING)
    return set(rows.values_list("year", flat=True))


def tallies(run_id: UUID, phase: Phase) -> list[TallyLine]:
    """The figures of a phase by regime and reason, every department together."""
    rows = Run.objects.get(pk=run_id).tallies.filter(phase=phase).values("regime", "reason")
    summed = rows.annotate(**{name: Sum(name) for name in _SUMMED}).order_by("regime", "reason")
    return [_line(row, "") for row in summed]


def departments(run_id: UUID, phase: Phase) -> list[TallyLine]:
    """The figures of a phase line by line: regime, reason, department."""
    rows = Run.objects.get(pk=run_id).tallies.filter(phase=phase).order_by("department", "regime", "reason")
    return [_line(row, row["department"]) for row in rows.values("regime", "reason", "department", *_SUMMED)]


def bands(run_id: UUID, phase: Phase) -> list[Band]:
    """How many years moved how much, from the lowest amount."""
    rows = Run.objects.get(pk=run_id).spreads.filter(phase=phase).order_by("from_cents")
    return [Band(from_cents=row.from_cents, years=row.years) for row in rows]


def refused(run_id: UUID, phase: Phase) -> list[RefusedCount]:
    """The reasons for which rows gave nothing, the commonest first."""
    rows = Run.objects.get(pk=run_id).counts.filter(phase=phase).exclude(reason=UNCHANGED).order_by("-rows", "reason")
    return [RefusedCount(reason=row.reason, rows=row.rows) for row in rows]


def set_aside(run_id: UUID, phase: Phase, *, after: int = 0, limit: int = 200) -> list[tuple[int, SetAsideRow]]:
    """Rows that gave nothing and take-backs that found too little, with the place after which to go on."""
    rows = Run.objects.get(pk=run_id).set_aside.filter(phase=phase, id__gt=after).order_by("id")[:limit]
    return [
        (
            row.id,
            SetAsideRow(
                account_id=row.account_id,
                regime=Regime(row.regime),
                reason=row.reason,
                shortfall_cents=row.shortfall_cents,
            ),
        )
        for row in rows
    ]


def credited(number: int, *, first: UUID, last: UUID) -> list[tuple[UUID, int]]:
    """(account, cents) of what the run of this number moved in one slice, as `events.SliceCredited` names it."""
    return accounts.given_by_run(number, first=first, last=last)


def reconciliation(run_id: UUID, *, by: Actor) -> Reconciliation | None:
    """Facts, journal, ledger and balances of a run beside each other, as they were last read.

    None when `by` may not see the run, or nobody has reconciled it yet.
    """
    row = permissions.READ.rows(by, Run.objects.filter(pk=run_id, reconciled_at__isnull=False)).first()
    if row is None:
        return None
    return Reconciliation(
        number=row.number,
        at=row.reconciled_at,
        lines=tuple(
            Reconciled(
                regime=Regime(part.regime), reason=Reason(part.reason), department=part.department,
                facts_cents=part.facts_cents, journal_cents=part.journal_cents, ledger_cents=part.ledger_cents,
                balances_cents=part.balances_cents,
            )
            for part in row.parts.order_by("regime", "reason", "department")
        ),
        differences=tuple(
            Difference(
                account_id=each.account_id, facts_cents=each.facts_cents, ledger_cents=each.ledger_cents,
                balances_cents=each.balances_cents,
            )
            for each in row.differences.order_by("account_id")
        ),
    )  # fmt: skip


def reconciled_now(
    run_id: UUID, *, by: Actor, progress: Callable[[int], None] = lambda versions: None, each: Each = map
) -> Reconciliation | None:
    """The same, read now, in about as long as the run itself took: for the worker and the console, not for a page.

    `each` is `map`, or what does the same in several processes.
    """
    row = permissions.READ.rows(by, Run.objects.filter(pk=run_id)).first()
    return None if row is None else reconcile(row, progress=progress, each=each)


def _card(row: Run) -> RunCard:
    return RunCard(
        id=row.id,
        number=row.number,
        kind=RunKind(row.kind),
        year=row.year,
        state=RunState(row.state),
        undoes=None if row.undoes is None else row.undoes.number,
        prepared_by=row.prepared_by,
        prepared_at=row.prepared_at,
        approved_by=row.approved_by,
        approved_at=row.approved_at,
        finished_at=row.finished_at,
        reconciled_at=row.reconciled_at,
        done=tracks.walked(row),
        tracks=row.tracks.count(),
        total=row.total,
        foreseen=_totals(row, Phase.FORESEEN),
        executed=_totals(row, Phase.DONE),
    )


def _totals(row: Run, phase: Phase) -> Totals:
    in_hours = Q(regime=Regime.PUBLIC_AGENT)
    sums = row.tallies.filter(phase=phase).aggregate(
        given_hours=Sum("given_cents", filter=in_hours),
        taken_hours=Sum("taken_cents", filter=in_hours),
        **{name: Sum(name, filter=Q() if name in ("years", "moving") else ~in_hours) for name in _SUMMED},
    )
    counts = dict(row.counts.filter(phase=phase).values_list("reason", "rows"))
    unchanged = counts.pop(UNCHANGED, 0)
    return Totals(
        **{name: cents or 0 for name, cents in sums.items()},
        unchanged=unchanged,
        refused=sum(rows for reason, rows in counts.items() if reason != SHORTFALL),
    )


def _line(row: Mapping[str, Any], department: str) -> TallyLine:
    return TallyLine(
        regime=Regime(row["regime"]),
        reason=Reason(row["reason"]),
        department=department,
        totals=Totals(**{name: int(row[name]) for name in _SUMMED}),
    )
