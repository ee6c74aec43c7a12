"""A call was made: it arrived, it will be tried again later, or it was given up and somebody looks."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import lifecycle, outbox, permissions
from ..models import Delivery
from ..types import Act, DeliveryState


@act
def note_call(*, delivery_id: UUID, status: int | None, failure: str, by: Actor, at: datetime) -> None:
    """`status` is that of the answer, None without one; `failure` is a word of ours."""
    delivery = Delivery.objects.locked(delivery_id)

    permissions.ADMIT.require_any(by)
    if delivery.state != DeliveryState.WAITING:
        # Given up meanwhile, with its endpoint; or two workers made it.
        return

    # After this point the note must succeed.
    delivery.attempts += 1
    delivery.status, delivery.failure, delivery.called_at = status, failure, at
    wait = None
    if status is not None and 200 <= status < 300:
        delivery.state = lifecycle.DELIVERY.require(Act.DELIVER, DeliveryState(delivery.state))
    elif delivery.attempts > len(outbox.WAITS):
        delivery.state = lifecycle.DELIVERY.require(Act.GIVE_UP, DeliveryState(delivery.state))
    else:
        wait = outbox.WAITS[delivery.attempts - 1]
    delivery.save(update_fields=["attempts", "status", "failure", "called_at", "state"])
    if wait is not None:
        # A tenth more or less, so that all that failed together does not come back together.
        spread = int(wait.total_seconds() // 10)
        outbox.leave(delivery.id, after=wait + timedelta(seconds=secrets.randbelow(2 * spread + 1) - spread))
