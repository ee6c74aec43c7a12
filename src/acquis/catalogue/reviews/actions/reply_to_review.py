"""The provider uses its right of reply: once for each published review, read by a moderator too."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from ...models import Review
from .. import events, lifecycle, permissions
from ..types import LONGEST_WORDS, Refusal, ReplyAct, ReplyState, ReviewState


@act
def reply_to_review(*, review_id: UUID, words: str, by: Actor, at: datetime) -> None:
    """Reply with at most `LONGEST_WORDS` characters of plain text; the same words again change nothing."""
    words = words.replace("\r\n", "\n").strip()
    review = Review.objects.locked(review_id)

    permissions.REPLY.require(by, review)
    if review.state != ReviewState.PUBLISHED:
        # What is not published is not there for the body it is about.
        raise Refused(Refusal.REVIEW_UNKNOWN)
    if not words:
        raise Refused(Refusal.WORDS_MISSING)
    if len(words) > LONGEST_WORDS:
        raise Refused(Refusal.WORDS_TOO_LONG, most=LONGEST_WORDS, given=len(words))
    if review.reply_state and not lifecycle.REPLY.allows(ReplyAct.WRITE, ReplyState(review.reply_state)):
        if review.reply == words:
            return
        raise Refused(Refusal.ALREADY_REPLIED)

    # After this point the reply must succeed.
    review.reply, review.reply_state = words, lifecycle.REPLY.moves[ReplyAct.WRITE].target
    review.reply_refused_because, review.changed_at = "", at
    review.save()

    record(events.ReplyGiven(**review.told()), by=by, at=at)
