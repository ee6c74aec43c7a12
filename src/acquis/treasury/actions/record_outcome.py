"""What became of a card payment is recorded: once, however often and in whatever order it is told.

Money that comes after the collection was given up cannot pay for anything any more: it is owed back at once.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.prepared import update
from acquis.kit.refusal import Refused
from acquis.ledger.actions import post
from acquis.ledger.types import Code, House, Transfer, house

from .. import events, jobs, lifecycle, permissions
from ..models import Collection, Refund
from ..types import CollectionAct, CollectionState, Outcome, Recorded, RefundWhy, Refusal


@act
def record_outcome(*, collection_id: UUID, outcome: Outcome, external_id: str, by: Actor, at: datetime) -> Recorded:
    collection = Collection.objects.locked(collection_id)

    permissions.RECORD_OUTCOME.require(by, collection)
    if collection.external_id and external_id and collection.external_id != external_id:
        raise Refused(Refusal.OTHER_PAYMENT)
    done = _act_for(outcome, CollectionState(collection.state))
    if done is None:
        return _recorded(collection, news=False)
    state = lifecycle.COLLECTION.require(done, CollectionState(collection.state))
    late = done == CollectionAct.PAY_LATE

    # After this point the recording must succeed.
    collection.state, collection.concluded_at = state, at
    collection.external_id = collection.external_id or external_id or None
    update(collection, ["state", "concluded_at", "external_id"])
    if outcome == Outcome.PAID:
        post(
            transfers=[
                Transfer(
                    owner=collection.account_id,
                    debit=house(House.CARD_CLEARING),
                    credit=house(House.REFUNDS_DUE if late else House.COMMITMENTS),
                    amount_cents=collection.amount_cents,
                    code=Code.HOLDER_PAYMENT,
                    effective_on=day_of(at),
                    reference=f"collection {collection.id} paid",
                    about=collection.about,
                )
            ],
            by=by,
            at=at,
        )
    if late:
        owed = Refund.objects.create(
            collection=collection,
            reference=f"late {collection.id}",
            amount_cents=collection.amount_cents,
            why=RefundWhy.TOO_LATE,
            due_at=at,
        )
        jobs.send_refund.defer(refund_id=str(owed.id))

    of = {"about": collection.about, "account_id": collection.account_id, "collection_id": collection.id}
    if outcome == Outcome.PAID:
        record(events.Collected(**of, amount_cents=collection.amount_cents, late=late), by=by, at=at)
    else:
        record(events.CollectionRefused(**of), by=by, at=at)
    return _recorded(collection, news=True, late=late)


def _act_for(outcome: Outcome, state: CollectionState) -> CollectionAct | None:
    """What an outcome does in a state; None when it tells nothing new."""
    match outcome:
        case Outcome.PAID if state == CollectionState.STARTED:
            return CollectionAct.PAY
        case Outcome.PAID if lifecycle.COLLECTION.allows(CollectionAct.PAY_LATE, state):
            return CollectionAct.PAY_LATE
        case Outcome.REFUSED if state == CollectionState.STARTED:
            return CollectionAct.REFUSE
    return None


def _recorded(collection: Collection, *, news: bool, late: bool = False) -> Recorded:
    return Recorded(
        collection_id=collection.id,
        about=collection.about,
        state=CollectionState(collection.state),
        news=news,
        late=late,
    )
