"""What a holder paid by card is owed back to them, whole or in part; a job then tells the card provider.

From now on the money is due (COMMITMENTS to REFUNDS_DUE); it leaves when the provider confirms, in `record_refund`.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Sum

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.ledger.actions import post
from acquis.ledger.types import Code, House, Transfer, house

from .. import events, jobs, lifecycle, permissions
from ..models import Collection, Refund
from ..types import CollectionAct, CollectionState, RefundWhy, Refusal


@act
def refund(
    *,
    collection_id: UUID,
    amount_cents: int,
    reference: str,
    why: RefundWhy = RefundWhy.OTHER,
    by: Actor,
    at: datetime,
) -> UUID:
    """Owe `amount_cents` back and return the refund; the same `reference` is the same refund."""
    collection = Collection.objects.locked(collection_id)

    permissions.REFUND.require(by, collection)
    known = Refund.objects.filter(reference=reference).first()
    if known is not None:
        if (known.collection_id, known.amount_cents) != (collection.id, amount_cents):
            raise Refused(Refusal.REFERENCE_REUSED)
        return known.id
    state = lifecycle.COLLECTION.require(CollectionAct.OWE_BACK, CollectionState(collection.state))
    if amount_cents <= 0:
        raise Refused(Refusal.AMOUNT_NOT_POSITIVE)
    given = collection.refunds.aggregate(sum=Sum("amount_cents"))["sum"] or 0
    if given + amount_cents > collection.amount_cents:
        raise Refused(Refusal.MORE_THAN_PAID)

    # After this point the refund must succeed.
    owed = Refund.objects.create(
        collection=collection, reference=reference, amount_cents=amount_cents, why=why, due_at=at
    )
    collection.state = state
    collection.save(update_fields=["state"])
    post(
        transfers=[
            Transfer(
                owner=collection.account_id,
                debit=house(House.COMMITMENTS),
                credit=house(House.REFUNDS_DUE),
                amount_cents=amount_cents,
                code=Code.HOLDER_REFUND,
                effective_on=day_of(at),
                reference=f"refund {owed.id} due",
                about=collection.about,
            )
        ],
        by=by,
        at=at,
    )
    jobs.send_refund.defer(refund_id=str(owed.id))

    record(
        events.RefundOwed(
            about=collection.about,
            account_id=collection.account_id,
            collection_id=collection.id,
            refund_id=owed.id,
            amount_cents=amount_cents,
        ),
        by=by,
        at=at,
    )
    return owed.id
