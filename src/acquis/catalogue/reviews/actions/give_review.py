"""A holder gives a review of a training, or gives again one that was refused.

The purchase above knows whose it is and that it is over; it calls this act. Stars alone are published at once, words
wait for a moderator.
"""

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
from ..types import LONGEST_WORDS, STARS, Refusal, ReviewAct, ReviewState


@act
def give_review(
    *,
    purchase_id: UUID,
    training_id: UUID,
    action_id: UUID,
    provider_id: UUID,
    stars: int,
    words: str = "",
    by: Actor,
    at: datetime,
) -> UUID:
    """The review's id. `stars` from 1 to 5; `words` are plain text of at most `LONGEST_WORDS` characters.

    The same stars and words again answer as the first time; others are refused, unless the review was.
    """
    words = words.replace("\r\n", "\n").strip()
    review = Review.objects.select_for_update().filter(purchase_id=purchase_id).first()

    permissions.GIVE.require_any(by)
    if stars not in STARS:
        raise Refused(Refusal.STARS_MISSING)
    if len(words) > LONGEST_WORDS:
        raise Refused(Refusal.WORDS_TOO_LONG, most=LONGEST_WORDS, given=len(words))
    kind = ReviewAct.GIVE_WORDS if words else ReviewAct.GIVE_STARS
    if review is not None and review.state != ReviewState.REFUSED:
        if (review.stars, review.words) == (stars, words) and review.state != ReviewState.WITHDRAWN:
            return review.id
        raise Refused(Refusal.ALREADY_REVIEWED)

    # After this point the giving must succeed.
    review = review or Review(
        purchase_id=purchase_id, training_id=training_id, action_id=action_id, provider_id=provider_id, revision=0
    )
    review.state, review.refused_because = lifecycle.REVIEW.moves[kind].target, ""
    review.stars, review.words = stars, words
    # A reply was to what the review said before.
    review.reply = review.reply_state = review.reply_refused_because = ""
    review.revision += 1
    review.given_at = review.changed_at = at
    review.save()

    waits = review.state == ReviewState.WAITING
    record(events.ReviewGiven(**review.told(), stars=stars, waits=waits), by=by, at=at)
    if not waits:
        record(events.ReviewPublished(**review.told(), read=False), by=by, at=at)
        tell_changed([training_id], about=review.id, by=by, at=at)
    return review.id
