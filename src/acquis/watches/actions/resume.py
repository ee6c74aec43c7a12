"""A holder wants to hear of a search again: what came meanwhile is told at the next look."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import events, lifecycle, permissions
from ..models import Watch
from ..types import Act, State


@act
def resume(*, watch_id: UUID, by: Actor, at: datetime) -> None:
    watch = Watch.objects.locked(watch_id)

    permissions.CHANGE.require(by, watch)
    state = lifecycle.WATCH.require(Act.RESUME, State(watch.state))

    # After this point the state must be written.
    watch.state, watch.kept_at = state, at
    watch.save(update_fields=["state", "kept_at"])

    record(events.Resumed(about=watch.id, account_id=watch.account_id), by=by, at=at)
