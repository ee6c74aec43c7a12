"""The card provider confirms a refund: the money has left (REFUNDS_DUE to CARD_CLEARING).

Whatever attempt it was made under: the answer to one may be lost, the refund be refused in our eyes and asked again
under another key, and the first turn out to have been made.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.ledger.actions import post
from acquis.ledger.types import Code, House, Transfer, house

from .. import attempts, events, excesses, lifecycle, permissions
from ..models import Collection, Refund
from ..types import OWED_BACK, CollectionAct, CollectionState, RefundAct, RefundState, Refusal


@act
def record_refund(*, refund_id: UUID, external_id: str, key: str = "", by: Actor, at: datetime) -> None:
    """Record the confirmation of the attempt of `key`, the present one's when empty; told before, it changes nothing.

    Two attempts that both took money are more than is owed: the second becomes work for a person, and its money
    waits for an explanation in the provider's report of the day. So does one that arrives after a person noted what
    they did about it: only they can tell whether the holder has it twice.
    """
    collection_id = Refund.objects.filter(pk=refund_id).values_list("collection_id", flat=True).first()
    if collection_id is None:
        raise Refused(Refusal.REFUND_UNKNOWN)
    # The collection first, as everywhere else, so that two acts on it never wait for each other.
    collection = Collection.objects.locked(collection_id)
    owed = Refund.objects.locked(refund_id)

    permissions.RECORD_OUTCOME.require(by, collection)
    key = attempts.known(owed, key)
    if attempts.has_come_back(owed, key):
        return
    if owed.state == RefundState.DONE:
        if external_id != owed.external_id:
            excesses.found_twice(owed, key, by=by, at=at)
        return
    arrived = lifecycle.REFUND.require(RefundAct.ARRIVE, RefundState(owed.state))
    state = lifecycle.COLLECTION.require(CollectionAct.PAY_BACK, CollectionState(collection.state))

    # Noting is for what is refused; asked again since then, it was meant to arrive.
    noted = owed.state == RefundState.REFUSED and bool(owed.note)

    # After this point the recording must succeed.
    owed.state, owed.external_id, owed.done_at = arrived, external_id, at
    owed.save(update_fields=["state", "external_id", "done_at"])
    if not collection.refunds.filter(state__in=OWED_BACK).exists():
        collection.state = state
        collection.save(update_fields=["state"])
    post(
        transfers=[
            Transfer(
                owner=collection.account_id,
                debit=house(House.REFUNDS_DUE),
                credit=house(House.CARD_CLEARING),
                amount_cents=owed.amount_cents,
                code=Code.HOLDER_REFUND,
                effective_on=day_of(at),
                reference=f"refund {key} done",
                about=collection.about,
            )
        ],
        by=by,
        at=at,
    )
    excesses.weigh(collection, by=by, at=at)
    if noted:
        excesses.arrived_after_note(owed, key, by=by, at=at)

    record(
        events.Refunded(
            about=collection.about,
            account_id=collection.account_id,
            collection_id=collection.id,
            refund_id=owed.id,
            amount_cents=owed.amount_cents,
        ),
        by=by,
        at=at,
    )
