"""Calls are made by the worker; what served and is over is forgotten every night."""

from __future__ import annotations

import logging
from uuid import UUID

from procrastinate.contrib.django import app

from acquis.kit import clock
from acquis.kit.actor import system
from acquis.outside import webhooks

from . import outbox
from .actions.note_call import note_call
from .models import Answer, Delivery, Token, UsedAssertion
from .types import ANSWERS_FOR, DeliveryState

logger = logging.getLogger(__name__)


@app.periodic(cron="20 3 * * *")
@app.task(name="partners.forget", queueing_lock="partners.forget")
def forget(timestamp: int) -> int:
    """How many rows are gone. These are moments of the machine, as tokens and assertions are."""
    now = clock.machine_now()
    gone = [
        Token.objects.filter(until__lt=now).delete(),
        UsedAssertion.objects.filter(until__lt=now).delete(),
        Answer.objects.filter(at__lt=now - ANSWERS_FOR).delete(),
    ]
    return sum(count for count, _by_model in gone)


@app.task(name=outbox.TASK)
def call(*, delivery_id: str) -> str:
    """Make a call once, without a transaction while it waits; what became of it, and the next attempt, are noted."""
    delivery = Delivery.objects.select_related("endpoint").get(pk=UUID(delivery_id))
    if delivery.state != DeliveryState.WAITING or delivery.endpoint.removed_at is not None:
        return delivery.state
    status: int | None = None
    failure = ""
    try:
        headers = outbox.headers(delivery, at=clock.machine_now())
        status = webhooks.call(delivery.endpoint.url, body=delivery.body.encode(), headers=headers)
    except (webhooks.Refused, webhooks.Failed) as error:
        failure = str(error)
        logger.warning("call %s failed: %s", delivery_id, failure)
    note_call(delivery_id=delivery.id, status=status, failure=failure, by=system("partners.call"), at=clock.now())
    return failure or str(status)
