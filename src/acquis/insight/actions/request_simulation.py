"""Ask what changes of law would do. The same question is one simulation, whoever asks it again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused
from acquis.rules import Change, WrongChange

from .. import events, jobs, lifecycle, permissions
from ..ground import ground, key_of
from ..models import Simulation
from ..population import Population
from ..simulation import begin
from ..types import Refusal, SimulationAct, SimulationId, SimulationState

#: One person's simulations that wait at once: the machine is shared.
MOST_WAITING = 5
#: Larger than any nation: beyond it one only waits.
MOST_ACCOUNTS = 100_000_000


@act
def request_simulation(
    *, changes: Sequence[Change], accounts: int, seed: int, years: int, by: Actor, at: datetime
) -> SimulationId:
    """The simulation of this question: a new one, to be computed by a job, or the one that was asked before."""
    key = key_of(changes, accounts=accounts, seed=seed, years=years)
    known = Simulation.objects.select_for_update().filter(key=key).first()

    permissions.SIMULATE.require_any(by)
    if known and known.state != SimulationState.FAILED:
        return SimulationId(known.id)
    if not changes:
        raise Refused(Refusal.NO_CHANGE)
    if not 1 <= accounts <= MOST_ACCOUNTS:
        raise Refused(Refusal.ACCOUNTS_OUT_OF_RANGE, most=MOST_ACCOUNTS)
    try:
        begin(changes, years)
        Population(accounts, seed)
    except WrongChange as wrong:
        raise Refused(Refusal.CHANGE_WRONG, said=str(wrong), field=wrong.field) from wrong
    except ValueError as wrong:
        raise Refused(Refusal.YEARS_OUT_OF_RANGE) from wrong
    waiting = Simulation.objects.filter(asked_by=by.key, state=SimulationState.WAITING).count()
    if waiting >= MOST_WAITING:
        raise Refused(Refusal.TOO_MANY_WAITING, most=MOST_WAITING)

    # After this point the request must succeed.
    if known:
        known.state = lifecycle.SIMULATION.require(SimulationAct.RETRY, SimulationState(known.state))
        known.save(update_fields=["state"])
        simulation, is_new = known, True
    else:
        simulation, is_new = Simulation.objects.get_or_create(
            key=key,
            defaults={
                "ground": ground(),
                "changes": sorted(str(change) for change in changes),
                "accounts": accounts,
                "seed": seed,
                "years": years,
                "asked_by": by.key,
                "asked_at": at,
            },
        )
    if is_new:
        jobs.compute.defer(simulation_id=str(simulation.id))
        told = events.SimulationRequested(
            about=simulation.id, changes=simulation.changes, accounts=accounts, years=years
        )
        record(told, by=by, at=at)
    return SimulationId(simulation.id)
