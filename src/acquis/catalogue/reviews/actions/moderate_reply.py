"""A moderator publishes a provider's reply, or refuses it with a reason."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from ...models import Review
from .. import events, lifecycle, permissions
from ..types import Refusal, RefusedBecause, ReplyAct, ReplyState, ReviewState


@act
def moderate_reply(
    *, review_id: UUID, seen: str, refused_because: RefusedBecause | None = None, by: Actor, at: datetime
) -> None:
    """Publish the reply to a published review, or refuse it when `refused_because` is given.

    `seen` stands for the words that were read (`ReviewCard.seen`): others are not decided on.
    """
    review = Review.objects.locked(review_id)

    permissions.MODERATE.require(by, review)
    if review.state != ReviewState.PUBLISHED or not review.reply_state:
        raise Refused(Refusal.NOT_NOW)
    kind = ReplyAct.REFUSE if refused_because else ReplyAct.PUBLISH
    state = lifecycle.REPLY.require(kind, ReplyState(review.reply_state))
    if seen != review.seen:
        raise Refused(Refusal.NOT_NOW)

    # After this point the decision must succeed.
    review.reply_state, review.reply_refused_because, review.changed_at = state, refused_because or "", at
    review.save()

    if refused_because:
        record(events.ReplyRefused(**review.told(), reason=str(refused_because)), by=by, at=at)
    else:
        record(events.ReplyPublished(**review.told()), by=by, at=at)
