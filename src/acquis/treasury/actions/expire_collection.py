"""A collection is given up: the holder did not pay in time."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import events, lifecycle, permissions
from ..models import Collection
from ..types import CollectionAct, CollectionState


@act
def expire_collection(*, collection_id: UUID, by: Actor, at: datetime) -> None:
    """Give up waiting; given up before, it changes nothing."""
    collection = Collection.objects.locked(collection_id)

    permissions.COLLECT.require(by, collection)
    if collection.state == CollectionState.EXPIRED:
        return
    state = lifecycle.COLLECTION.require(CollectionAct.EXPIRE, CollectionState(collection.state))

    # After this point the expiry must succeed.
    collection.state, collection.concluded_at = state, at
    collection.save(update_fields=["state", "concluded_at"])

    record(
        events.CollectionExpired(about=collection.about, account_id=collection.account_id, collection_id=collection.id),
        by=by,
        at=at,
    )
