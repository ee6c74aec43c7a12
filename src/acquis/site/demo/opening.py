"""What was there first: towns, the register of certifications, the agents of the operator and of the State."""

from __future__ import annotations

import tempfile
from pathlib import Path

from acquis.catalogue import actions as catalogue
from acquis.catalogue import queries as offers_of
from acquis.catalogue.types import Town
from acquis.kit.actor import Actor, Role
from acquis.outside.identity_standin import personas
from acquis.people.types import AgentKind

from . import registers
from .lives import PLAYER
from .stage import OPENED_AT, Staff, Stage, enrol

#: The larger towns, where bodies stand and most people are born.
TOWNS = 400


def load_registers(stage: Stage) -> list[Town]:
    """The registers; returns the larger towns."""
    stage.progress("registers", 0, 2)
    catalogue.load_own_towns(by=PLAYER, at=OPENED_AT)
    stage.progress("registers", 1, 2)
    with tempfile.TemporaryDirectory() as folder:
        registers.write_exports(Path(folder), today=stage.today)
        catalogue.import_certifications(path=Path(folder), by=PLAYER, at=OPENED_AT)
    stage.progress("registers", 2, 2)
    return offers_of.largest_towns(TOWNS)


def enrol_staff() -> Staff:
    operator, state = personas.organisation("acquis"), personas.organisation("etat")
    staff: dict[str, Actor] = {}
    for each in personas.PROFESSIONALS:
        if each.organisation == state.key:
            enrol(each, AgentKind.STATE, state.siret, None)
        elif each.organisation == operator.key:
            agent_id = enrol(each, AgentKind.STAFF, operator.siret, None)
            staff[each.roles[0]] = Actor(roles=frozenset(Role(role) for role in each.roles), id=agent_id)
    return Staff(agent=staff[Role.STAFF_AGENT], finance=staff[Role.STAFF_FINANCE], approver=staff[Role.STAFF_APPROVER])
