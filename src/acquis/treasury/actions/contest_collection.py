"""The payer's bank took a payment by card back by itself: the payment is no longer there, and its file says so.

The books have the money on what waits for an explanation since the provider's report told it; here the payment learns
of it, so that nothing is refunded of it besides, and so that the holder and the agents see it. No text says what then:
a person decides.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import events, excesses, permissions
from ..models import Collection
from ..types import Refusal


@act
def contest_collection(*, collection_id: UUID, amount_cents: int, by: Actor, at: datetime) -> None:
    """Keep what was taken back, in cents; told in parts, the parts add up. Whoever tells sees to it that it is once."""
    collection = Collection.objects.locked(collection_id)

    permissions.RECONCILE.require_any(by)
    if amount_cents <= 0:
        raise Refused(Refusal.AMOUNT_NOT_POSITIVE)

    # After this point the contest must succeed.
    collection.contested_cents += amount_cents
    collection.contested_at = at
    collection.save(update_fields=["contested_cents", "contested_at"])
    excesses.weigh(collection, by=by, at=at)

    record(
        events.CollectionContested(
            about=collection.about,
            account_id=collection.account_id,
            collection_id=collection.id,
            amount_cents=amount_cents,
        ),
        by=by,
        at=at,
    )
