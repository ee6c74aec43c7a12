"""The card provider says what became of the holder's payment.

Paid: the order stands. Refused: what was held is free again and the holder may try anew. Money that comes when it is
no longer expected goes back; the treasury sees to that.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused
from acquis.treasury import actions as treasury
from acquis.treasury import queries as collections
from acquis.treasury.types import CollectionState, Outcome

from .. import events, permissions
from ..models import Enrolment
from ..types import Act, Refusal, State
from .confirmed import confirmed
from .reopened import reopened


@act
def record_payment(*, collection_id: UUID, outcome: Outcome, external_id: str, by: Actor, at: datetime) -> None:
    """Record an outcome. Told twice, it changes nothing the second time; `PENDING` changes nothing at all."""
    collected = collections.collected(collection_id)
    if collected is None:
        raise Refused(Refusal.UNKNOWN_COLLECTION)
    enrolment = Enrolment.objects.locked(collected.about, account_id=collected.account_id)

    permissions.CONDUCT.require(by, enrolment)

    # After this point the recording must succeed.
    told = treasury.record_outcome(collection_id=collection_id, outcome=outcome, external_id=external_id, by=by, at=at)
    expected = enrolment.state == State.AWAITING_PAYMENT and enrolment.collection_id == collection_id
    if told.late:
        record(events.PaymentReturned(**enrolment.told(), amount_cents=collected.amount_cents), by=by, at=at)
    elif expected and told.state == CollectionState.PAID:
        confirmed(enrolment, Act.RECORD_PAYMENT, by=by, at=at)
    elif expected and told.state == CollectionState.REFUSED:
        reopened(enrolment, Act.REFUSE_PAYMENT, by=by, at=at)
