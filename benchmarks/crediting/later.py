"""What comes after a run: the law of its year corrected for everybody, and that correction undone.

With `by_rows`, every second slice goes row by row, as everyday acts do, so that both ways are told from one run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import numpy as np

#: Who earned most gets more, the others less: money goes both ways.
CORRECTED = {"employee_cents": 51_000, "low_qualified_cents": 79_000, "self_employed_cents": 49_000}
#: Accounts of a slice: those of the product.
SLICE = 50_000

Timed = Callable[[str, Callable[[], Any]], Any]


def corrected_and_undone(timed: Timed, *, prepared: Any, approved: Any, at: Any, by_rows: bool) -> Any:
    """Carry both out, and return how many versions were written in each stage."""
    from acquis.accounts import yearly
    from acquis.crediting.models import Run
    from acquis.crediting.reconciling import reconcile
    from acquis.crediting.types import RunKind
    from acquis.kit.actor import system
    from acquis.rules import law_on

    by, written = system("benchmark"), {}
    yearly.law_of.cache_clear()
    try:
        with mock.patch.object(yearly, "law_on", lambda day: law_on(day, overrides=CORRECTED)):
            run_id = prepared(RunKind.LAW, None)
            walk(run_id, lambda _, work: timed("corrected, foreseen", work), by=by, at=at, by_rows=False)
            approved(run_id)
            for way, cents in walk(
                run_id, lambda way, work: timed(f"corrected, {way}", work), by=by, at=at, by_rows=by_rows
            ).items():
                written[f"corrected, {way}"] = cents
            report = timed("corrected, reconciled", lambda: reconcile(Run.objects.get(pk=run_id)))
            assert report.agrees, report.differences
    finally:
        yearly.law_of.cache_clear()
    # As the worker does within minutes; undone at once, what waits would be folded on the way.
    timed("corrections folded", lambda: fold_all(by, at))
    undo_id = prepared(RunKind.UNDO, run_id)
    walk(undo_id, lambda _, work: timed("undone, foreseen", work), by=by, at=at, by_rows=False)
    approved(undo_id)
    for way, cents in walk(
        undo_id, lambda way, work: timed(f"undone, {way}", work), by=by, at=at, by_rows=by_rows
    ).items():
        written[f"undone, {way}"] = cents
    report = timed("undone, reconciled", lambda: reconcile(Run.objects.get(pk=undo_id)))
    assert report.agrees, report.differences
    return written


def fold_all(by: Any, at: Any) -> None:
    from acquis.ledger.actions import fold

    while fold(by=by, at=at):
        pass


def walk(run_id: Any, timed: Any, *, by: Any, at: Any, by_rows: bool) -> dict[str, int]:
    """Walk through a phase; how many versions each way has written."""
    from acquis.accounts.models import YearlyCredit
    from acquis.crediting.actions import advance
    from acquis.crediting.models import Run

    number, turn, written = Run.objects.get(pk=run_id).number, 0, {}
    before, more = 0, True
    while more:
        way = "row by row" if by_rows and turn % 2 else "in columns"
        with rows() if by_rows and turn % 2 else columns():
            more = timed(way, lambda: advance(run_id=run_id, limit=SLICE, by=by, at=at))
        now = YearlyCredit.objects.filter(run=number).count()
        written[way] = written.get(way, 0) + now - before
        before, turn = now, turn + 1
    return written


@contextmanager
def columns() -> Iterator[None]:
    """The product as it is."""
    yield


@contextmanager
def rows() -> Iterator[None]:
    """Nobody's year is simple: each goes the way of everyday acts."""
    from acquis.accounts import correcting, undoing

    with (
        mock.patch.object(correcting, "simple", lambda of, accounts, regime: np.zeros(len(accounts), dtype=bool)),
        mock.patch.object(undoing.UndoSlice, "_in_columns", lambda self, ids, *_: ids),
    ):
        yield
