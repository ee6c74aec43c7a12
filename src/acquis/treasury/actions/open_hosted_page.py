"""The card provider is asked for its payment page, on which the holder leaves us to type their card.

Not an act: nobody waits on a foreign system inside a transaction. The collection's id is the key of the demand, so
that asking twice, or after a crash, gives the same payment and the same page.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings

from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused
from acquis.outside import payments

from .. import permissions
from ..models import Collection
from ..types import CollectionState, Refusal
from .note_hosted_page import note_hosted_page


def open_hosted_page(*, collection_id: UUID, by: Actor, at: datetime) -> str:
    """The address to send the holder to. To be called once the beginning is committed."""
    collection = Collection.objects.filter(pk=collection_id).first()
    if collection is None:
        raise Refused(Refusal.COLLECTION_UNKNOWN)
    permissions.COLLECT.require(by, collection)
    if collection.state != CollectionState.STARTED:
        raise Refused(Refusal.NOT_IN_THIS_STATE, state=collection.state)
    if collection.redirect_url:
        return collection.redirect_url
    try:
        payment = payments.create(
            reference=str(collection.id),
            amount_cents=collection.amount_cents,
            return_url=f"{settings.ACQUIS.site_url}{collection.return_path}",
        )
    except payments.Unavailable as error:
        raise Refused(Refusal.CARD_PROVIDER_UNAVAILABLE) from error
    note_hosted_page(collection_id=collection.id, external_id=payment.id, redirect_url=payment.hosted_url, by=by, at=at)
    return payment.hosted_url
