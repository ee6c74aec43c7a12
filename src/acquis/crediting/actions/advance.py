"""A run walks through its next slice: foreseen before its approval, done after.

Money, versions, figures and the place reached are written in one transaction: killed at any point, a run has either
done a slice or not begun it, and goes on from where it stands. Several may walk at once, each on a track of their own;
what they all write, the figures of the run and its facts, comes last, so that they hardly wait for each other.
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
from acquis.rules import Regime

from .. import events, jobs, lifecycle, permissions, portions, tallies, tracks
from ..models import Run, Track
from ..types import Act, Phase, RunKind, RunState

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
    """Take the next `limit` accounts; False when nothing is left: the phase is over, or others walk its last tracks.

    `rows` are the facts of the next accounts in the order of their keys, for who has them at hand; empty, they say that
    there are no more. `facts` are the same in columns. Without either, they are those declared.
    """
    alone = _is_for_one(run_id)
    run = Run.objects.locked(run_id) if alone else Run.objects.shared(run_id)

    permissions.ADVANCE.require(by, run)
    if RunState(run.state) in WALKED:
        return False
    foreseeing = run.state == RunState.FORESEEING
    state = RunState.FORESEEING if foreseeing else lifecycle.RUN.require(Act.START, RunState(run.state))
    if not alone and _is_for_one(run_id):
        # It came to that meanwhile: whoever comes next holds it alone.
        return True
    track = _track(run, rows, facts)
    if track is None:
        return False
    portion = portions.of_columns(facts) if facts is not None else portions.next_portion(run, track, rows, limit)

    lane = tracks.lane_of(run, track)

    # After this point the slice must succeed.
    if state != run.state:
        run.state = state
        run.save(update_fields=["state"])
    if portion.last is None:
        track.is_over = True
        track.save(update_fields=["is_over"])
        if tracks.remaining(run_id):
            return True
        _end(run, foreseeing=foreseeing, by=by, at=at)
        return False
    if foreseeing:
        outcome = portions.foresee(run, portion, at=at)
        if outcome is not None:
            tallies.add(run, Phase.FORESEEN, outcome)
    else:
        outcome = portions.do(run, portion, number=tracks.next_number(track), lane=lane, by=by, at=at)
        if outcome is not None:
            _tell(run, outcome, tallies.add(run, Phase.DONE, outcome), by=by, at=at)
    track.after = portion.last
    track.done += portion.accounts
    track.slices += 1
    track.save(update_fields=["after", "done", "slices"])
    return True


def _is_for_one(run_id: UUID) -> bool:
    """Whether the run begins a phase or is on its last track, and may end it: one alone does that."""
    return tracks.remaining(run_id) < 2 or Run.objects.filter(pk=run_id, state=RunState.APPROVED).exists()


def _track(run: Run, rows: Sequence[YearRow] | None, facts: YearColumns | None) -> Track | None:
    """Where the next accounts are; None when others walk all that is left."""
    if facts is not None:
        return tracks.of(run, *facts.span)
    if rows:
        ids = [row.account_id for row in rows]
        return tracks.of(run, min(ids), max(ids))
    return tracks.free(run)


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
