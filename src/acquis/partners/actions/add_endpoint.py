"""A funder's manager gives an address to be told at, and of what; the secret that signs the calls is made here."""

from __future__ import annotations

import secrets
from base64 import b64encode
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from acquis.funders import queries as funders
from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused
from acquis.outside import webhooks

from .. import events, outbox, permissions
from ..models import Endpoint
from ..types import MOST_ENDPOINTS, EventType, Refusal


@act
def add_endpoint(*, funder_id: UUID, url: str, kinds: Collection[EventType], by: Actor, at: datetime) -> UUID:
    """The id of the endpoint; `queries.secret` tells its secret to the manager."""
    endpoint = Endpoint(funder_id=funder_id, url=url.strip(), kinds=sorted({kind.value for kind in kinds}), added_at=at)

    permissions.MANAGE.require_any(by)
    funders.funder(funder_id, by=by)
    if not endpoint.kinds:
        raise Refused(Refusal.KINDS_MISSING)
    try:
        webhooks.check(endpoint.url)
    except webhooks.Refused as refused:
        raise Refused(Refusal.URL_REFUSED) from refused
    if Endpoint.objects.filter(funder_id=funder_id, removed_at__isnull=True).count() >= MOST_ENDPOINTS:
        raise Refused(Refusal.TOO_MANY_ENDPOINTS, most=MOST_ENDPOINTS)

    # After this point the endpoint must be added.
    secret = "whsec_" + b64encode(secrets.token_bytes(32)).decode()
    endpoint.secret_sealed = outbox.seal(secret, endpoint_id=endpoint.id)
    endpoint.save(force_insert=True)

    record(events.EndpointAdded(about=endpoint.id, funder_id=funder_id, kinds=tuple(endpoint.kinds)), by=by, at=at)
    return endpoint.id
