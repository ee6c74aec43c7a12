"""A search is not kept any more: its holder said so, or their account was closed. Nothing of it stays."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import events, permissions
from ..models import Watch


@act
def drop(*, watch_id: UUID, by: Actor, at: datetime) -> None:
    watch = Watch.objects.locked(watch_id)

    permissions.DROP.require(by, watch)

    # After this point the search must be gone.
    about, account_id = watch.id, watch.account_id
    watch.delete()

    record(events.Dropped(about=about, account_id=account_id), by=by, at=at)
