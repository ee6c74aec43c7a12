"""The holder takes back what they said of a training."""

from __future__ import annotations

from datetime import datetime

from acquis.catalogue.reviews import actions as reviews
from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import permissions
from ..models import Enrolment
from ..types import EnrolmentId


@act
def withdraw_review(*, enrolment_id: EnrolmentId, by: Actor, at: datetime) -> None:
    """Withdraw the review of an enrolment; refused when there is none, or when it is withdrawn already."""
    enrolment = Enrolment.objects.locked(enrolment_id)

    permissions.DECIDE.require(by, enrolment)

    # After this point the purchase has nothing more to say.
    reviews.withdraw_review(purchase_id=enrolment.id, by=by, at=at)
