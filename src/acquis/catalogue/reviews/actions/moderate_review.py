"""A moderator publishes the words of a review, or refuses them with a reason; signals inform, the person decides."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from ...models import Review
from ...reviewing import tell_changed
from .. import events, lifecycle, permissions
from ..types import Refusal, RefusedBecause, ReviewAct, ReviewState


@act
def moderate_review(
    *, review_id: UUID, seen: str, refused_because: RefusedBecause | None = None, by: Actor, at: datetime
) -> None:
    """Publish a review, or refuse it when `refused_because` is given; one already published may still be refused.

    `seen` stands for the words that were read (`ReviewCard.seen`): others are not decided on.
    """
    review = Review.objects.locked(review_id)
    was = ReviewState(review.state)

    permissions.MODERATE.require(by, review)
    state = lifecycle.REVIEW.require(ReviewAct.REFUSE if refused_because else ReviewAct.PUBLISH, was)
    if seen != review.seen:
        raise Refused(Refusal.NOT_NOW)

    # After this point the decision must succeed.
    review.state, review.refused_because, review.changed_at = state, refused_because or "", at
    review.save()

    if refused_because:
        record(events.ReviewRefused(**review.told(), reason=str(refused_because)), by=by, at=at)
    else:
        record(events.ReviewPublished(**review.told(), read=True), by=by, at=at)
    if ReviewState.PUBLISHED in (was, state):
        tell_changed([review.training_id], about=review.id, by=by, at=at)
