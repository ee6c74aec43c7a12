"""The time to be heard is nearly over: each side that was asked and has said nothing is to be reminded."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import events, lifecycle, permissions, sides
from ..models import Hearing
from ..types import State


@act
def remind(*, hearing_id: UUID, by: Actor, at: datetime) -> int:
    """How many sides are reminded; none once the file is over, or the time is."""
    hearing = Hearing.objects.locked(hearing_id)

    permissions.CLOSE.require(by, hearing)
    if State(hearing.state) not in lifecycle.GOING_ON or at >= hearing.state_by_at:
        return 0

    # After this point who has not spoken must be reminded.
    silent = sorted(sides.silent(hearing))
    for party in silent:
        until = sides.last_day(hearing.state_by_at)
        record(events.StatementDue(**hearing.told(), party=party, until=until), by=by, at=at)
    return len(silent)
