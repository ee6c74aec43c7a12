"""Reviews of trainings. A row knows the purchase it is about and nothing of who made it."""

from __future__ import annotations

from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q

from acquis.kit.ids import new_id
from acquis.kit.refusal import Refused

from ..reviews.types import STARS, Refusal, RefusedBecause, ReplyState, ReviewState


class ReviewSet(models.QuerySet["Review"]):
    """The vocabulary of sets of reviews."""

    def published(self) -> ReviewSet:
        return self.filter(state=ReviewState.PUBLISHED)

    def waiting(self) -> ReviewSet:
        """Those in which a moderator has something to read."""
        reply = Q(state=ReviewState.PUBLISHED, reply_state=ReplyState.WAITING)
        return self.filter(Q(state=ReviewState.WAITING) | reply)

    def locked(self, review_id: UUID) -> Review:
        """The row, held until the transaction ends; refused when there is none."""
        review = self.select_for_update().filter(pk=review_id).first()
        if review is None:
            raise Refused(Refusal.REVIEW_UNKNOWN)
        return review


class Review(models.Model):
    """One holder's stars and words about one purchase, and the provider's reply."""

    id = models.UUIDField(primary_key=True, default=new_id)
    purchase_id = models.UUIDField()
    training_id = models.UUIDField()
    action_id = models.UUIDField()
    provider_id = models.UUIDField()
    stars = models.SmallIntegerField()
    words = models.TextField(default="", blank=True)
    state = models.CharField(max_length=10)
    refused_because = models.CharField(max_length=16, default="", blank=True)
    revision = models.SmallIntegerField(default=1, help_text="How often it was given: once, and after each refusal.")
    given_at = models.DateTimeField()
    reply = models.TextField(default="", blank=True)
    reply_state = models.CharField(max_length=10, default="", blank=True)
    reply_refused_because = models.CharField(max_length=16, default="", blank=True)
    changed_at = models.DateTimeField(help_text="Since when it stands so: what a moderator reads first is the oldest.")

    objects = ReviewSet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["purchase_id"], name="one_review_per_purchase"),
            models.CheckConstraint(condition=Q(stars__range=(STARS[0], STARS[-1])), name="stars_are_1_to_5"),
            models.CheckConstraint(condition=Q(state__in=sorted(ReviewState)), name="review_state_is_known"),
            models.CheckConstraint(condition=Q(reply_state__in=["", *sorted(ReplyState)]), name="reply_state_is_known"),
            models.CheckConstraint(
                condition=Q(refused_because__in=["", *sorted(RefusedBecause)])
                & (Q(state=ReviewState.REFUSED) | Q(refused_because="")),
                name="only_a_refused_review_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReviewState.WITHDRAWN) | Q(words="", reply=""), name="a_withdrawn_review_is_empty"
            ),
            models.CheckConstraint(
                condition=~Q(state=ReviewState.WAITING) | ~Q(words=""), name="only_words_wait_for_a_moderator"
            ),
            models.CheckConstraint(
                condition=(Q(reply="") & Q(reply_state="")) | (~Q(reply="") & ~Q(reply_state="")),
                name="a_reply_has_words_and_a_state",
            ),
        ]
        indexes = [
            models.Index(fields=["training_id", "state", "-given_at"], name="reviews_of_a_training"),
            models.Index(fields=["provider_id", "state", "-given_at"], name="reviews_of_a_provider"),
            models.Index(fields=["action_id", "state"], name="reviews_of_an_action"),
            models.Index(
                fields=["changed_at"],
                condition=Q(state=ReviewState.WAITING) | Q(state=ReviewState.PUBLISHED, reply_state=ReplyState.WAITING),
                name="reviews_to_read",
            ),
        ]

    @property
    def seen(self) -> str:
        """What stands for all that a moderator reads of it: another as soon as a star or a word is another."""
        return sha256("\0".join((str(self.stars), self.words, self.reply)).encode()).hexdigest()[:32]

    def told(self) -> dict[str, Any]:
        """What every fact about this review tells."""
        return {
            "about": self.id,
            "purchase_id": self.purchase_id,
            "training_id": self.training_id,
            "provider_id": self.provider_id,
            "revision": self.revision,
        }
