"""An agent takes a file: the others see who examines it. Another may take it over."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import events, lifecycle, permissions
from ..models import Hearing
from ..types import Act, State


@act
def take(*, hearing_id: UUID, by: Actor, at: datetime) -> None:
    """The agent who acts is the one who examines it from now on."""
    hearing = Hearing.objects.locked(hearing_id)

    permissions.DECIDE.require(by, hearing)
    target = lifecycle.HEARING.require(Act.TAKE, State(hearing.state))

    # After this point the file is taken.
    hearing.state, hearing.taken_by = target, by.key
    hearing.save(update_fields=["state", "taken_by"])

    record(events.Taken(**hearing.told()), by=by, at=at)
