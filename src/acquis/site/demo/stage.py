"""What every room of the filling knows: the seed, the size and the day, who acts, and whom to tell."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from uuid import UUID

from acquis.kit import clock
from acquis.kit.actor import Actor, Role
from acquis.kit.clock import day_of, start_of
from acquis.outside.identity_standin import personas
from acquis.people import actions as people
from acquis.people.types import AgentKind

from .lives import PLAYER
from .people import FIRST_YEAR
from .together import Tell

#: When the operator opened its books: before the first yearly credit.
OPENED_AT = start_of(date(FIRST_YEAR, 11, 21))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One filling, from its seed; `scale` 1 is the whole country."""

    seed: int
    scale: float
    together: bool
    progress: Tell
    now: datetime = field(default_factory=clock.now)

    @property
    def today(self) -> date:
        return day_of(self.now)

    def random(self, what: str) -> Random:
        """Chance of its own for each part, so that parts made side by side are the same as one after the other."""
        return Random(f"{self.seed} {what}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """The operator's agents by whom the country is run, each with the roles they have."""

    agent: Actor
    finance: Actor
    approver: Actor


def enrol(who: personas.Professional, kind: AgentKind, siret: str, organisation_id: UUID | None) -> UUID:
    return people.enrol_agent(
        kind=kind,
        first_name=who.first_name,
        last_name=who.last_name,
        email=who.email,
        siret=siret,
        organisation_id=organisation_id,
        roles=[Role(role) for role in who.roles],
        by=PLAYER,
        at=OPENED_AT,
    )
