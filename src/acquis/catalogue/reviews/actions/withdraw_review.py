"""A holder takes a review back: its words and the reply to them are erased, and it counts no more."""

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
from ..types import Refusal, ReviewAct, ReviewState


@act
def withdraw_review(*, purchase_id: UUID, by: Actor, at: datetime) -> None:
    """Withdraw the review of a purchase; none can be given for it afterwards."""
    review = Review.objects.select_for_update().filter(purchase_id=purchase_id).first()

    permissions.GIVE.require_any(by)
    if review is None:
        raise Refused(Refusal.REVIEW_UNKNOWN)
    was = ReviewState(review.state)
    state = lifecycle.REVIEW.require(ReviewAct.WITHDRAW, was)

    # After this point the withdrawal must succeed.
    review.state, review.words, review.refused_because = state, "", ""
    review.reply = review.reply_state = review.reply_refused_because = ""
    review.changed_at = at
    review.save()

    record(events.ReviewWithdrawn(**review.told()), by=by, at=at)
    if was is ReviewState.PUBLISHED:
        tell_changed([review.training_id], about=review.id, by=by, at=at)
