"""An address is told nothing any more; what was told it stays written."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import events, permissions
from ..models import Delivery, Endpoint
from ..types import DeliveryState, Refusal


@act
def remove_endpoint(*, endpoint_id: UUID, by: Actor, at: datetime) -> None:
    endpoint = Endpoint.objects.locked(endpoint_id)

    permissions.MANAGE.require(by, endpoint)
    if endpoint.removed_at is not None:
        raise Refused(Refusal.ENDPOINT_REMOVED)

    # After this point the endpoint must be gone.
    endpoint.removed_at = at
    endpoint.save(update_fields=["removed_at"])
    Delivery.objects.filter(endpoint=endpoint, state=DeliveryState.WAITING).update(state=DeliveryState.GIVEN_UP)

    record(events.EndpointRemoved(about=endpoint.id, funder_id=endpoint.funder_id), by=by, at=at)
