"""The card provider gave its page for a collection: its address and the provider's own id are kept."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import permissions
from ..models import Collection
from ..types import Refusal


@act
def note_hosted_page(*, collection_id: UUID, external_id: str, redirect_url: str, by: Actor, at: datetime) -> None:
    """Keep the answer; the same answer again changes nothing, another payment for the same collection is refused."""
    collection = Collection.objects.locked(collection_id)

    permissions.COLLECT.require(by, collection)
    if collection.external_id and collection.external_id != external_id:
        raise Refused(Refusal.OTHER_PAYMENT)

    # After this point the note must succeed.
    collection.external_id, collection.redirect_url = external_id, redirect_url
    collection.save(update_fields=["external_id", "redirect_url"])
