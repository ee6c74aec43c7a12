"""The life of a review and of the reply to it, as tables."""

from acquis.kit.lifecycle import Lifecycle, Move

from .types import Refusal, ReplyAct, ReplyState, ReviewAct, ReviewState

REVIEW = Lifecycle(
    {
        # Stars alone say nothing of anybody: nobody has to read them first.
        ReviewAct.GIVE_STARS: Move(frozenset({ReviewState.REFUSED}), ReviewState.PUBLISHED),
        ReviewAct.GIVE_WORDS: Move(frozenset({ReviewState.REFUSED}), ReviewState.WAITING),
        ReviewAct.PUBLISH: Move(frozenset({ReviewState.WAITING}), ReviewState.PUBLISHED),
        # What was published may turn out to be unlawful.
        ReviewAct.REFUSE: Move(frozenset({ReviewState.WAITING, ReviewState.PUBLISHED}), ReviewState.REFUSED),
        ReviewAct.WITHDRAW: Move(
            frozenset({ReviewState.WAITING, ReviewState.PUBLISHED, ReviewState.REFUSED}), ReviewState.WITHDRAWN
        ),
    },
    refusal=Refusal.NOT_NOW,
)
REPLY = Lifecycle(
    {
        ReplyAct.WRITE: Move(frozenset({ReplyState.REFUSED}), ReplyState.WAITING),
        ReplyAct.PUBLISH: Move(frozenset({ReplyState.WAITING}), ReplyState.PUBLISHED),
        ReplyAct.REFUSE: Move(frozenset({ReplyState.WAITING, ReplyState.PUBLISHED}), ReplyState.REFUSED),
    },
    refusal=Refusal.NOT_NOW,
)
