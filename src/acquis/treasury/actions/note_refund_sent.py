"""The card provider accepted a refund and does not say yet that it arrived: its id is kept, to ask about it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import attempts, lifecycle, permissions
from ..models import Collection, Refund
from ..types import RefundAct, RefundState, Refusal


@act
def note_refund_sent(*, refund_id: UUID, external_id: str, key: str = "", by: Actor, at: datetime) -> None:
    """Keep the provider's id for the attempt of `key`; one that has ended meanwhile stays as it is."""
    collection_id = Refund.objects.filter(pk=refund_id).values_list("collection_id", flat=True).first()
    if collection_id is None:
        raise Refused(Refusal.REFUND_UNKNOWN)
    collection = Collection.objects.locked(collection_id)
    owed = Refund.objects.locked(refund_id)

    permissions.RECORD_OUTCOME.require(by, collection)
    key = attempts.known(owed, key)
    if not lifecycle.REFUND.allows(RefundAct.SEND, RefundState(owed.state)) or attempts.has_come_back(owed, key):
        return

    # After this point the note must succeed.
    owed.state, owed.external_id = lifecycle.REFUND.require(RefundAct.SEND, RefundState(owed.state)), external_id
    owed.save(update_fields=["state", "external_id"])
