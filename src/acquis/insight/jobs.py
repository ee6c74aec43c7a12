"""What is computed behind the pages: simulations, a few seconds at a time, so that other work is never kept waiting.

Each bite writes how far it came and plans the next one in the same transaction; a bite whose worker was killed is
taken up again from where the one before it stood.
"""

from __future__ import annotations

import logging
import time
from datetime import datetime
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app

from acquis.accounts import queries as accounts
from acquis.kit import clock
from acquis.kit.actor import system
from acquis.rules import parse_change

from . import actions
from .lives import Lives
from .models import Simulation
from .observation import count
from .population import Population
from .simulation import advance, begin
from .tally import Tally
from .types import Outcome, SimulationId, SimulationState

logger = logging.getLogger(__name__)

BITE_SECONDS = 3.0
BY = system("insight.compute")


@app.task(name="insight.compute")
def compute(*, simulation_id: str) -> None:
    """One bite of a simulation; the last one finishes it."""
    simulation = Simulation.objects.filter(pk=UUID(simulation_id)).first()
    if simulation is None or simulation.state != SimulationState.WAITING:
        return
    at = clock.now()
    try:
        outcome = _bite(simulation)
    except Exception:
        logger.exception("simulation %s could not be computed", simulation_id)
        actions.fail_simulation(simulation_id=SimulationId(simulation.id), by=BY, at=at)
        return
    if outcome is not None:
        _conclude(SimulationId(simulation.id), outcome, at=at)


def _conclude(simulation_id: SimulationId, outcome: Outcome, *, at: datetime) -> None:
    """Finish it, unless somebody else has meanwhile: both computed the same."""
    with transaction.atomic():
        if Simulation.objects.locked(simulation_id).state == SimulationState.WAITING:
            actions.finish_simulation(simulation_id=simulation_id, outcome=outcome, by=BY, at=at)


def _bite(simulation: Simulation) -> Outcome | None:
    """Go on for some seconds; the outcome when nothing is left, else None once the next bite is planned."""
    changes = [parse_change(text) for text in simulation.changes]
    population = Population(simulation.accounts, simulation.seed)
    before = simulation.done_accounts
    lives = Lives.taken_up(simulation.half_way) if simulation.half_way else begin(changes, simulation.years)
    started = time.monotonic()
    for _ in advance(lives, population, changes):
        if lives.accounts < population.accounts and time.monotonic() - started > BITE_SECONDS:
            with transaction.atomic():
                # Only from where this bite began: two workers on one simulation count no slice twice.
                went_on = Simulation.objects.filter(
                    pk=simulation.pk, state=SimulationState.WAITING, done_accounts=before
                ).update(done_accounts=lives.accounts, half_way=lives.kept())
                if went_on:
                    compute.defer(simulation_id=str(simulation.pk))
            return None
    return lives.outcome(changes, population.seed)


@app.task(name="insight.observe")
def observe(*, simulation_id: str) -> None:
    """One bite of the look at the real accounts, in the order of their ids."""
    simulation = Simulation.objects.filter(pk=UUID(simulation_id)).first()
    if simulation is None or simulation.observed is None or simulation.observed["done"]:
        return
    before = simulation.observed
    changes = [parse_change(text) for text in simulation.changes]
    tally, several, after = Tally.taken_up(before["tally"]), before["several"], before["after"]
    started = time.monotonic()
    while True:
        found = accounts.year_in_columns(before["year"], after=UUID(after) if after else None)
        for columns in found.columns:
            count(tally, columns, before["year"], changes)
        several += found.several
        after = str(found.last) if found.last else None
        if after is None or time.monotonic() - started > BITE_SECONDS:
            break
    now = {"year": before["year"], "after": after, "several": several, "done": after is None, "tally": tally.kept()}
    with transaction.atomic():
        # Only from where this bite began: two workers count no account twice.
        went_on = Simulation.objects.filter(
            pk=simulation.pk, observed__after=before["after"], observed__done=False
        ).update(observed=now)
        if went_on and after is not None:
            observe.defer(simulation_id=simulation_id)
