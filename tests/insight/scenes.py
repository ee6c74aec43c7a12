"""Scenes of the simulations: an officer of the State, and questions small enough for a test."""

from __future__ import annotations

from uuid import UUID

from tests.scenes import AT

from acquis.insight import actions
from acquis.insight.types import SimulationId
from acquis.kit.actor import Actor, Role
from acquis.rules import parse_change

OFFICER = Actor(roles=frozenset({Role.STATE_OFFICER}), id=UUID(int=201))
LOW = "credit.low_qualified_cents=90000@2027-01-01"


def asked(*texts: str, accounts: int = 5_000, seed: int = 1, years: int = 2, by: Actor = OFFICER) -> SimulationId:
    """A simulation asked for, by default of a higher amount for the low-qualified."""
    changes = [parse_change(text) for text in texts or (LOW,)]
    return actions.request_simulation(changes=changes, accounts=accounts, seed=seed, years=years, by=by, at=AT)
