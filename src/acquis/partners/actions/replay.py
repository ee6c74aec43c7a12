"""A call that arrived, or was given up, is made again: same id, same body."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import events, lifecycle, outbox, permissions
from ..models import Delivery
from ..types import Act, DeliveryState, Refusal


@act
def replay(*, delivery_id: UUID, by: Actor, at: datetime) -> None:
    delivery = Delivery.objects.locked(delivery_id)

    permissions.MANAGE.require(by, delivery.endpoint)
    if delivery.endpoint.removed_at is not None:
        raise Refused(Refusal.ENDPOINT_REMOVED)
    delivery.state = lifecycle.DELIVERY.require(Act.REPLAY, DeliveryState(delivery.state))

    # After this point the call must leave again.
    delivery.attempts = 0
    delivery.save(update_fields=["state", "attempts"])
    outbox.leave(delivery.id)

    record(
        events.CallReplayed(about=delivery.id, funder_id=delivery.endpoint.funder_id, told=delivery.kind), by=by, at=at
    )
