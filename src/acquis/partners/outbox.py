"""What a funder's machines are told: one call for each endpoint that listens, written with the fact and sent after it.

Standard Webhooks: `webhook-id` is the call's and stays the same at every attempt and replay, so that who receives it
twice keeps it once; calls come in any order. The body says what happened and to what; who wants more asks the API.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from procrastinate.contrib.django import app
from standardwebhooks import Webhook

from acquis.kit import clock
from acquis.people import crypto

from .models import Delivery, Endpoint
from .types import EventType

#: After each failure, for how long we wait: some three days in all, then somebody looks.
WAITS = (
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(hours=24),
    timedelta(hours=40),
)
TASK = "partners.call"


def tell(funder_id: UUID, what: EventType, data: dict[str, Any], *, at: datetime) -> int:
    """Write one call for each endpoint of the funder that listens to `what`; how many."""
    rows = Endpoint.objects.filter(funder_id=funder_id, removed_at__isnull=True, kinds__contains=[what.value])
    return sum(bool(write(row, what, data, at=at)) for row in rows.order_by("pk"))


def write(endpoint: Endpoint, what: EventType, data: dict[str, Any], *, at: datetime) -> UUID:
    """One call, which leaves when the transaction is done."""
    told = {"type": what.value, "timestamp": at.astimezone(UTC).isoformat(), "data": data}
    delivery = Delivery.objects.create(
        endpoint=endpoint, kind=what, body=json.dumps(told, ensure_ascii=False, separators=(",", ":")), written_at=at
    )
    leave(delivery.id)
    return delivery.id


def leave(delivery_id: UUID, *, after: timedelta = timedelta(0)) -> None:
    """Have the worker make the call, now or later."""
    when = clock.machine_now() + after if after else None
    app.configure_task(TASK, schedule_at=when).defer(delivery_id=str(delivery_id))


def seal(secret: str, *, endpoint_id: UUID) -> bytes:
    """The secret as its row keeps it."""
    return crypto.seal(secret, table="partners_endpoint", column="secret", row=endpoint_id)


def secret_of(endpoint: Endpoint) -> str:
    """The secret by which its calls are signed."""
    return crypto.unseal(endpoint.secret_sealed, table="partners_endpoint", column="secret", row=endpoint.id)


def headers(delivery: Delivery, *, at: datetime) -> dict[str, str]:
    """The signature of a call that leaves at this moment of the machine."""
    name, moment = f"msg_{delivery.id.hex}", at.astimezone(UTC)
    signature = Webhook(secret_of(delivery.endpoint)).sign(msg_id=name, timestamp=moment, data=delivery.body)
    return {
        "Content-Type": "application/json",
        "webhook-id": name,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": signature,
    }
