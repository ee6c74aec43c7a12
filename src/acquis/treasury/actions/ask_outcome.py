"""The card provider is asked what became of a payment: on the holder's way back, or when its own word never came.

Not an act: it writes nothing and talks to a foreign system. What it hears is recorded by the caller.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused
from acquis.outside import payments

from .. import permissions
from ..models import Collection
from ..types import Heard, Outcome, Refusal

#: The provider's words, and ours.
OUTCOMES = {
    payments.State.PENDING: Outcome.PENDING,
    payments.State.SUCCEEDED: Outcome.PAID,
    payments.State.REFUSED: Outcome.REFUSED,
}


def ask_outcome(*, collection_id: UUID, by: Actor, at: datetime) -> Heard:
    """What the provider says now; `PENDING` when its page was never opened."""
    collection = Collection.objects.filter(pk=collection_id).first()
    if collection is None:
        raise Refused(Refusal.COLLECTION_UNKNOWN)
    permissions.READ_COLLECTIONS.require(by, collection)
    if collection.external_id is None:
        return Heard(collection_id=collection.id, outcome=Outcome.PENDING, external_id="")
    try:
        payment = payments.get(collection.external_id)
    except payments.Unavailable as error:
        raise Refused(Refusal.CARD_PROVIDER_UNAVAILABLE) from error
    if (payment.reference, payment.amount_cents) != (str(collection.id), collection.amount_cents):
        raise Refused(Refusal.OTHER_PAYMENT)
    return Heard(collection_id=collection.id, outcome=OUTCOMES[payment.state], external_id=payment.id)
