"""A holder's share of a price is to be collected by card. Nothing is said to the card provider yet."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor, Role
from acquis.kit.prepared import Prepared, given, insert
from acquis.kit.refusal import Refused

from .. import events, permissions
from ..models import Collection
from ..types import CollectionState, Refusal

_LIVE = Prepared(
    lambda: (
        Collection.objects.select_for_update()
        .filter(about=given("about"), state__in=[CollectionState.STARTED, CollectionState.PAID])
        .order_by("id")[:1]
    )
)


@act
def begin_collection(
    *, account_id: UUID, about: UUID, amount_cents: int, return_path: str, by: Actor, at: datetime
) -> UUID:
    """Begin collecting `amount_cents` for the purchase `about`; begun already for this amount, it is the same one.

    `return_path` is where the holder comes back, on our own site; ``{collection_id}`` in it stands for the id.
    """
    live = _LIVE.first(about=about)

    permissions.COLLECT.require_any(by)
    if not by.has(Role.SYSTEM) and account_id not in by.accounts:
        raise Refused(Refusal.NOT_ALLOWED)
    if amount_cents <= 0:
        raise Refused(Refusal.AMOUNT_NOT_POSITIVE)
    if not return_path.startswith("/") or return_path.startswith(("//", "/\\")):
        raise Refused(Refusal.RETURN_PATH_NOT_LOCAL)
    if live is not None and live.state == CollectionState.PAID:
        raise Refused(Refusal.ALREADY_PAID)
    if live is not None:
        if (live.account_id, live.amount_cents) != (account_id, amount_cents):
            raise Refused(Refusal.COLLECTION_UNDER_WAY)
        return live.id

    # After this point the beginning must succeed.
    collection = Collection(account_id=account_id, about=about, amount_cents=amount_cents, started_at=at)
    collection.return_path = return_path.replace("{collection_id}", str(collection.id))
    insert(collection)

    record(
        events.CollectionBegun(
            about=about, account_id=account_id, collection_id=collection.id, amount_cents=amount_cents
        ),
        by=by,
        at=at,
    )
    return collection.id
