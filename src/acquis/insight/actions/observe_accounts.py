"""Ask what the changes of a simulation would have given to the real accounts, in sums alone."""

from __future__ import annotations

from datetime import datetime

from acquis.accounts import queries as accounts
from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import events, jobs, permissions
from ..models import Simulation
from ..observation import nobody_yet
from ..types import Refusal, SimulationId


@act
def observe_accounts(*, simulation_id: SimulationId, by: Actor, at: datetime) -> None:
    """Plan the look at the facts of the last year credited; asked again, nothing more is done."""
    simulation = Simulation.objects.locked(simulation_id)

    permissions.SIMULATE.require(by, simulation)
    if simulation.observed is not None:
        return
    year = accounts.last_year()
    if year is None:
        raise Refused(Refusal.NO_FACTS)

    # After this point the request must succeed.
    simulation.observed = {"year": year, "after": None, "several": 0, "done": False, "tally": nobody_yet().kept()}
    simulation.save(update_fields=["observed"])
    jobs.observe.defer(simulation_id=str(simulation_id))

    record(events.AccountsObserved(about=simulation.id, year=year), by=by, at=at)
