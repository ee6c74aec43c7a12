"""Scenes of the simulations: an officer of the State, and questions small enough for a test."""

from __future__ import annotations

from uuid import UUID

from tests.scenes import AT

from acquis.insight import actions, jobs
from acquis.insight.types import SimulationId
from acquis.kit.actor import Actor, Role
from acquis.rules import parse_change

OFFICER = Actor(roles=frozenset({Role.STATE_OFFICER}), id=UUID(int=201))
LOW = "credit.low_qualified_cents=90000@2027-01-01"


def asked(*texts: str, accounts: int = 5_000, seed: int = 1, years: int = 2, by: Actor = OFFICER) -> SimulationId:
    """A simulation asked for, by default of a higher amount for the low-qualified."""
    changes = [parse_change(text) for text in texts or (LOW,)]
    return actions.request_simulation(changes=changes, accounts=accounts, seed=seed, years=years, by=by, at=AT)


def three(by: Actor) -> tuple[SimulationId, SimulationId, SimulationId]:
    """One that only gives, done over ten years; one in which some lose, over one; one that waits."""
    gains = asked(accounts=100_000, years=10, by=by)
    both = asked("half_time_percent=60@2027-01-01", "employee_cents=55000@2027-01-01", accounts=50_000, years=1, by=by)
    for each in (gains, both):
        actions.compute_simulation(simulation_id=each, by=by, at=AT)
    actions.observe_accounts(simulation_id=both, by=by, at=AT)
    jobs.observe.func(simulation_id=str(both))
    return gains, both, asked(accounts=40_100_000, years=10, by=by)
