"""What may be done to a review: one act, one file."""

from .give_review import give_review
from .moderate_reply import moderate_reply
from .moderate_review import moderate_review
from .reply_to_review import reply_to_review
from .withdraw_review import withdraw_review

__all__ = ["give_review", "moderate_reply", "moderate_review", "reply_to_review", "withdraw_review"]
