"""The facts reviews announce. None says who wrote, or what.

`purchase_id` is the enrolment's id, `about` the review's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from acquis.journal.types import Event


@dataclass(frozen=True, kw_only=True)
class ReviewEvent(Event):
    """What all facts about a review carry; `revision` counts how often it was given."""

    purchase_id: UUID
    training_id: UUID
    provider_id: UUID
    revision: int


@dataclass(frozen=True, kw_only=True)
class ReviewGiven(ReviewEvent):
    kind: ClassVar[str] = "catalogue.review_given"
    stars: int
    waits: bool


@dataclass(frozen=True, kw_only=True)
class ReviewPublished(ReviewEvent):
    """Anybody can read it; `read` when a moderator had read its words first."""

    kind: ClassVar[str] = "catalogue.review_published"
    read: bool


@dataclass(frozen=True, kw_only=True)
class ReviewRefused(ReviewEvent):
    kind: ClassVar[str] = "catalogue.review_refused"
    reason: str


@dataclass(frozen=True, kw_only=True)
class ReviewWithdrawn(ReviewEvent):
    kind: ClassVar[str] = "catalogue.review_withdrawn"


@dataclass(frozen=True, kw_only=True)
class ReplyGiven(ReviewEvent):
    kind: ClassVar[str] = "catalogue.review_reply_given"


@dataclass(frozen=True, kw_only=True)
class ReplyPublished(ReviewEvent):
    kind: ClassVar[str] = "catalogue.review_reply_published"


@dataclass(frozen=True, kw_only=True)
class ReplyRefused(ReviewEvent):
    kind: ClassVar[str] = "catalogue.review_reply_refused"
    reason: str
