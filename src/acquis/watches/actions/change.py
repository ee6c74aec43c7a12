"""Another name, or another cadence."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import events, naming, permissions, sealing
from ..models import Watch
from ..types import Cadence


@act
def change(*, watch_id: UUID, name: str, cadence: Cadence, by: Actor, at: datetime) -> None:
    watch = Watch.objects.locked(watch_id)

    permissions.CHANGE.require(by, watch)
    before = sealing.unseal(watch.content_sealed, watch_id=watch.id)
    content = sealing.Content(naming.named(name), before.address, before.asked)

    # After this point the change must be written.
    watch.content_sealed = sealing.seal(content, watch_id=watch.id)
    watch.cadence = cadence
    watch.save(update_fields=["content_sealed", "cadence"])

    record(events.Changed(about=watch.id, account_id=watch.account_id, cadence=cadence), by=by, at=at)
