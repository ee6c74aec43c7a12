"""The words of reviews that others may hold: states, acts, refusals, signals, and frozen rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

#: Longest text of a review, and of the provider's reply, in characters.
LONGEST_WORDS = 1_000
#: A mean is shown from so many reviews on: below, it would say what one or two persons thought.
LEAST_REVIEWS = 3
STARS = (1, 2, 3, 4, 5)


class ReviewState(StrEnum):
    """Where a review stands: read by a moderator first, when it has words."""

    WAITING = "waiting"
    PUBLISHED = "published"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class ReviewAct(StrEnum):
    """What may happen to a review. A refused one may be given again, with other words or without."""

    GIVE_STARS = "give_stars"
    GIVE_WORDS = "give_words"
    PUBLISH = "publish"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


class ReplyState(StrEnum):
    """Where the provider's reply to a review stands."""

    WAITING = "waiting"
    PUBLISHED = "published"
    REFUSED = "refused"


class ReplyAct(StrEnum):
    """What may happen to a reply; a refused one may be written again."""

    WRITE = "write"
    PUBLISH = "publish"
    REFUSE = "refuse"


class RefusedBecause(StrEnum):
    """Why a moderator does not publish a text. A poor opinion is no reason."""

    CONTACT_DATA = "contact_data"
    NAMES_SOMEBODY = "names_somebody"
    INSULTING = "insulting"
    UNLAWFUL = "unlawful"
    OFF_SUBJECT = "off_subject"
    ADVERTISEMENT = "advertisement"


class Refusal(StrEnum):
    """Why an act on a review is refused."""

    NOT_ALLOWED = "reviews.not_allowed"
    REVIEW_UNKNOWN = "reviews.review_unknown"
    NOT_NOW = "reviews.not_now"
    ALREADY_REVIEWED = "reviews.already_reviewed"
    ALREADY_REPLIED = "reviews.already_replied"
    STARS_MISSING = "reviews.stars_missing"
    WORDS_MISSING = "reviews.words_missing"
    WORDS_TOO_LONG = "reviews.words_too_long"
    REASON_MISSING = "reviews.reason_missing"


class SignalKind(StrEnum):
    """What in a text deserves a moderator's eye. It decides nothing."""

    CONTACT = "contact"
    NAME = "name"
    INSULT = "insult"


@dataclass(frozen=True, slots=True)
class TextSignal:
    """One thing seen in a text: the words as written, and the rule that saw them (a key of `signals.RULES`)."""

    kind: SignalKind
    excerpt: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """What the published reviews make together.

    `mean` is in hundredths of a star, None below `LEAST_REVIEWS`; `reviews` counts them; `by_stars` counts those of one
    star first, and is empty where only the mean was asked for.
    """

    mean: int | None = None
    reviews: int = 0
    by_stars: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicReview:
    """A review as anybody reads it: never who. `month` is the first day of the month in which it was given."""

    id: UUID
    month: date
    stars: int
    words: str
    reply: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPage:
    """One page of published reviews, the latest first, under what all of them make together."""

    rating: Rating
    rows: tuple[PublicReview, ...]
    page: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewCard:
    """A review as its author, its provider or a moderator sees it; it does not say who wrote it.

    `seen` stands for its stars and its texts as they are shown: a moderator decides on these and no others.
    """

    id: UUID
    training_id: UUID
    provider_id: UUID
    title: str
    stars: int
    words: str
    state: ReviewState
    refused_because: RefusedBecause | None
    given_at: datetime
    reply: str
    reply_state: ReplyState | None
    reply_refused_because: RefusedBecause | None
    seen: str
    waits_since: datetime | None = None
    signals: tuple[TextSignal, ...] = ()
    reply_signals: tuple[TextSignal, ...] = ()

    @property
    def waits(self) -> bool:
        """Whether a moderator has something to read."""
        return self.state is ReviewState.WAITING or self.reply_waits

    @property
    def reply_waits(self) -> bool:
        return self.state is ReviewState.PUBLISHED and self.reply_state is ReplyState.WAITING

    @property
    def may_reply(self) -> bool:
        """Whether the provider's one reply is still to come, or to be written again."""
        return self.state is ReviewState.PUBLISHED and self.reply_state in (None, ReplyState.REFUSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOfReviews:
    """One page of a list for those who work; `page` counts from 1."""

    rows: tuple[ReviewCard, ...]
    total: int
    page: int
    pages: int
