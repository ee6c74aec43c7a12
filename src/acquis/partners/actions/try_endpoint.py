"""A manager tries an address: a call like all others, which says that it is a trial."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import outbox, permissions
from ..models import Endpoint
from ..types import EventType, Refusal


@act
def try_endpoint(*, endpoint_id: UUID, by: Actor, at: datetime) -> UUID:
    """The id of the call."""
    endpoint = Endpoint.objects.locked(endpoint_id)

    permissions.MANAGE.require(by, endpoint)
    if endpoint.removed_at is not None:
        raise Refused(Refusal.ENDPOINT_REMOVED)

    # After this point the trial must be written.
    return outbox.write(endpoint, EventType.TRIED, {"endpoint_id": str(endpoint.id)}, at=at)
