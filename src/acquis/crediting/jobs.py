"""The worker walks a run through its slices, some at a time, so that other jobs have their turn."""

from __future__ import annotations

import time
from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from acquis.kit import clock
from acquis.kit.actor import system

from . import actions, queries, reconciling
from .models import Run
from .types import Phase

#: How long one job walks before it gives its place to the next one, in seconds.
TURN = 30.0
#: When to look again at a run whose last tracks others walk, in seconds.
BACK = 60
#: The priority of walking among the jobs, of which the highest goes first.
PATIENT = -10


@app.task(name="crediting.walk", retry=RetryStrategy(max_attempts=20, exponential_wait=3))
def walk(*, run_id: str, walker: int = 0, phase: str = "") -> int:
    """Walk for a while; returns how many times. Begun again after a crash, it goes on from the last slice done.

    A job walks the phase it was deferred for, and ends when the run has moved on: the approval defers its own.
    """
    until, times = time.monotonic() + TURN, 0
    by, mine = system("crediting.walk"), UUID(run_id)
    # A job deferred before phases were told takes the one that it finds.
    of = Phase(phase) if phase else queries.phase_of(mine)
    while of is not None and queries.phase_of(mine) is of:
        times += 1
        if not actions.advance(run_id=mine, by=by, at=clock.now()):
            # Others walk what is left. They may be stopped: somebody comes back to see.
            if queries.phase_of(mine) is of:
                _walk_on(mine, walker, of, after=BACK)
            break
        if time.monotonic() >= until:
            _walk_on(mine, walker, of)
            break
    return times


def walk_on(run_id: UUID, phase: Phase, *, on: int) -> None:
    """Have the workers walk this phase of a run, on so many tracks."""
    for walker in range(on):
        _walk_on(run_id, walker, phase)


def _walk_on(run_id: UUID, walker: int, phase: Phase, *, after: int = 0) -> None:
    # Pressing for nobody: whatever else is due goes before.
    named = walk.configure(
        lock=f"crediting {run_id} {walker}", priority=PATIENT, schedule_in={"seconds": after} if after else None
    )
    named.defer(run_id=str(run_id), walker=walker, phase=phase.value)


@app.task(name="crediting.reconcile", retry=RetryStrategy(max_attempts=5, exponential_wait=3))
def reconcile(*, run_id: str) -> bool:
    """Read in four places what a run moved, and keep what was found; returns whether they agree."""
    report = reconciling.reconcile(Run.objects.get(pk=run_id))
    actions.keep_reconciliation(run_id=UUID(run_id), report=report, by=system("crediting.reconcile"), at=clock.now())
    return report.agrees


def reconcile_on(run_id: UUID) -> None:
    """Have the worker reconcile this run."""
    reconcile.configure(lock=f"crediting {run_id}").defer(run_id=str(run_id))
