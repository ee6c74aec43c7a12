"""The holder says what the training was worth: once its service is validated, once for each purchase."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.catalogue.reviews import actions as reviews
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import permissions
from ..models import Enrolment
from ..types import EnrolmentId, Refusal, State


@act
def give_review(*, enrolment_id: EnrolmentId, stars: int, words: str = "", by: Actor, at: datetime) -> UUID:
    """The review's id. `stars` from 1 to 5; what the catalogue refuses of them and of the words, it refuses here too.

    A review moves no enrolment: its own life is in the catalogue, which records the fact.
    """
    enrolment = Enrolment.objects.locked(enrolment_id)

    permissions.DECIDE.require(by, enrolment)
    if enrolment.state != State.SERVICE_VALIDATED:
        raise Refused(Refusal.SERVICE_NOT_VALIDATED)

    # After this point the purchase has nothing more to say.
    given: UUID = reviews.give_review(
        purchase_id=enrolment.id,
        training_id=enrolment.training_id,
        action_id=enrolment.action_id,
        provider_id=enrolment.provider_id,
        stars=stars,
        words=words,
        by=by,
        at=at,
    )
    return given
