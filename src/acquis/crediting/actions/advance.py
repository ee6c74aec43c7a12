"""A run walks through its next slice: foreseen before its approval, done after.

Money, versions, figures and the place reached are written in one transaction: killed at any point, a run has either
done a slice or not begun it, and goes on from where it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import numpy as np

from acquis.accounts.types import REGIMES, Outcome, YearColumns, YearRow
from acquis.journal.actions import record
from acquis.kit import columns as kit
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused
from acquis.rules import Regime

from .. import events, jobs, lifecycle, permissions, portions, tallies
from ..models import Run
from ..types import Act, Phase, Refusal, RunKind, RunState

#: Whoever walks beside others may find that they came to the end of the phase first.
WALKED = frozenset(RunState) - {RunState.FORESEEING, RunState.APPROVED, RunState.RUNNING}

#: Accounts of a slice: large enough for columns, small enough for memory and for a progress bar.
SLICE = 50_000


@act
def advance(
    *,
    run_id: UUID,
    limit: int = SLICE,
    rows: Sequence[YearRow] | None = None,
    facts: YearColumns | None = None,
    by: Actor,
    at: datetime,
) -> bool:
    """Take the next `limit` accounts; False when there was nothing left, and the phase is over, or was already.

    `rows` are the facts of the next accounts in the order of their keys, for who has them at hand; empty, they say that
    there are no more. `facts` are the same in columns. Without either, they are those declared.
    """
    run = Run.objects.locked(run_id)

    permissions.ADVANCE.require(by, run)
    if RunState(run.state) in WALKED:
        return False
    foreseeing = run.state == RunState.FORESEEING
    state = RunState.FORESEEING if foreseeing else lifecycle.RUN.require(Act.START, RunState(run.state))
    if rows and run.after is not None and min(row.account_id for row in rows) <= run.after:
        raise Refused(Refusal.OUT_OF_ORDER)
    if facts is not None and run.after is not None and facts.span[0] <= run.after:
        raise Refused(Refusal.OUT_OF_ORDER)
    portion = portions.of_columns(facts) if facts is not None else portions.next_portion(run, rows, limit)

    # After this point the slice must succeed.
    run.state = state
    if portion.last is None:
        _end(run, foreseeing=foreseeing, by=by, at=at)
        return False
    if foreseeing:
        outcome = portions.foresee(run, portion, at=at)
        if outcome is not None:
            tallies.add(run, Phase.FORESEEN, outcome)
    else:
        outcome = portions.do(run, portion, by=by, at=at)
        if outcome is not None:
            _tell(run, outcome, tallies.add(run, Phase.DONE, outcome), by=by, at=at)
    run.after = portion.last
    run.done += portion.accounts
    run.save(update_fields=["state", "after", "done"])
    return True


def _tell(run: Run, outcome: Outcome, parts: dict[tuple[str, str, str], int], *, by: Actor, at: datetime) -> None:
    """One fact for the slice: whoever announces balances reads the accounts from it."""
    if not len(outcome.accounts):
        return
    in_euros = outcome.regime != REGIMES.index(Regime.PUBLIC_AGENT)
    moved, (first, last) = np.where(in_euros, outcome.moved_cents, 0), kit.ends(outcome.accounts)
    record(
        events.SliceCredited(
            about=run.id,
            number=run.number,
            year=run.year,
            first=first,
            last=last,
            years=len(moved),
            given_cents=int(moved[moved > 0].sum()),
            taken_cents=int(-moved[moved < 0].sum()),
            parts=[[*part, cents] for part, cents in sorted(parts.items())],
        ),
        by=by,
        at=at,
    )


def _end(run: Run, *, foreseeing: bool, by: Actor, at: datetime) -> None:
    if foreseeing:
        run.state = lifecycle.RUN.require(Act.END_FORESEEING, RunState.FORESEEING)
        run.save(update_fields=["state"])
        record(events.Foreseen(about=run.id, number=run.number), by=by, at=at)
        return
    run.state, run.finished_at = lifecycle.RUN.require(Act.FINISH, RunState.RUNNING), at
    run.save(update_fields=["state", "finished_at"])
    if run.kind == RunKind.UNDO:
        assert run.undoes_id is not None  # a constraint of the table
        undone = Run.objects.locked(run.undoes_id)
        undone.state = lifecycle.RUN.require(Act.UNDO, RunState(undone.state))
        undone.save(update_fields=["state"])
    jobs.reconcile_on(run.id)
    record(events.Finished(about=run.id, number=run.number, year=run.year, run_kind=run.kind), by=by, at=at)
