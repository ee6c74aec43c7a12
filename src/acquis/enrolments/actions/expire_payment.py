"""The holder did not pay in time: what was held is free again."""

from __future__ import annotations

from datetime import datetime

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused
from acquis.treasury import actions as treasury

from .. import lifecycle, permissions
from ..models import Enrolment
from ..types import Act, EnrolmentId, Refusal, State
from .reopened import reopened


@act
def expire_payment(*, enrolment_id: EnrolmentId, attempt: int, by: Actor, at: datetime) -> None:
    """Give up waiting for the payment of that attempt; a later attempt has its own time."""
    enrolment = Enrolment.objects.locked(enrolment_id)

    permissions.CONDUCT.require(by, enrolment)
    lifecycle.require(Act.EXPIRE_PAYMENT, State(enrolment.state))
    if enrolment.attempt != attempt or not enrolment.is_due(at):
        raise Refused(Refusal.DELAY_NOT_OVER)

    # After this point the expiry must succeed.
    if enrolment.collection_id is not None:
        treasury.expire_collection(collection_id=enrolment.collection_id, by=by, at=at)
    reopened(enrolment, Act.EXPIRE_PAYMENT, by=by, at=at)
