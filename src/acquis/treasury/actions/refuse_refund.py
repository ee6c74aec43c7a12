"""A refund came back, or the card provider will not make it: it is owed again, and a person looks at it.

What the provider had taken for it and put back is written both ways: its report of the day tells both.
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
from ..types import CollectionAct, CollectionState, RefundAct, RefundState, Refusal

_DUE, _CARDS = house(House.REFUNDS_DUE), house(House.CARD_CLEARING)


@act
def refuse_refund(*, refund_id: UUID, external_id: str, reason: str, key: str = "", by: Actor, at: datetime) -> None:
    """Record that the attempt of `key` came back; `external_id` is empty when it was never made, as far as we know.

    Told again, it changes nothing. Of an attempt that is not the one under way, only the money is written, both ways.
    """
    collection_id = Refund.objects.filter(pk=refund_id).values_list("collection_id", flat=True).first()
    if collection_id is None:
        raise Refused(Refusal.REFUND_UNKNOWN)
    collection = Collection.objects.locked(collection_id)
    owed = Refund.objects.locked(refund_id)

    permissions.RECORD_OUTCOME.require(by, collection)
    key = attempts.known(owed, key)
    was = RefundState(owed.state)
    if external_id and not attempts.is_present(owed, key, external_id):
        if not attempts.has_come_back(owed, key):
            post(transfers=_both_ways(collection, owed, key, at), by=by, at=at)
            excesses.came_back(owed, key, by=by, at=at)
        return
    if was is RefundState.REFUSED:
        return
    refused = lifecycle.REFUND.require(RefundAct.COME_BACK, was)
    state = lifecycle.COLLECTION.require(CollectionAct.OWE_AGAIN, CollectionState(collection.state))

    # After this point the recording must succeed.
    owed.state, owed.reason, owed.refused_at = refused, reason[:100], at
    owed.external_id, owed.done_at = external_id, None
    owed.save(update_fields=["state", "reason", "refused_at", "external_id", "done_at"])
    collection.state = state
    collection.save(update_fields=["state"])
    if external_id:
        moved = _both_ways(collection, owed, key, at)
        post(transfers=moved[1:] if was is RefundState.DONE else moved, by=by, at=at)
    excesses.weigh(collection, by=by, at=at)
    excesses.came_back(owed, key, by=by, at=at)

    record(
        events.RefundRefused(
            about=collection.about,
            account_id=collection.account_id,
            collection_id=collection.id,
            refund_id=owed.id,
            amount_cents=owed.amount_cents,
            reason=owed.reason,
        ),
        by=by,
        at=at,
    )


def _both_ways(collection: Collection, owed: Refund, key: str, at: datetime) -> list[Transfer]:
    return [
        Transfer(
            owner=collection.account_id,
            debit=debit,
            credit=credit,
            amount_cents=owed.amount_cents,
            code=Code.HOLDER_REFUND,
            effective_on=day_of(at),
            reference=f"refund {key} {how}",
            about=collection.about,
        )
        for debit, credit, how in ((_DUE, _CARDS, "done"), (_CARDS, _DUE, "back"))
    ]
