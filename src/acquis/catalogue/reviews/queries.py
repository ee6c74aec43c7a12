"""The questions others may ask of reviews: what anybody reads, what its author sees, what waits for whom."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused

from ..models import Review, Training
from . import permissions
from .signals import signals_of
from .types import (
    LEAST_REVIEWS,
    STARS,
    PageOfReviews,
    PublicReview,
    Rating,
    Refusal,
    RefusedBecause,
    ReplyState,
    ReviewCard,
    ReviewPage,
    ReviewState,
)

PER_PAGE = 10
#: Rows of a list for those who work.
PER_LIST = 25


def ratings_of(training_ids: Iterable[UUID]) -> dict[UUID, Rating]:
    """What reviews make of each training, in one query; trainings without a published review are left out."""
    return _ratings("training_id", training_ids)


def ratings_of_actions(action_ids: Iterable[UUID]) -> dict[UUID, Rating]:
    """The same for the actions of trainings."""
    return _ratings("action_id", action_ids)


def ratings_of_providers(provider_ids: Iterable[UUID]) -> dict[UUID, Rating]:
    """The same for all that each provider teaches."""
    return _ratings("provider_id", provider_ids)


def mean_of(total: int, reviews: int) -> int | None:
    """The mean in hundredths of a star, the half above; None when too few have spoken."""
    return (200 * total + reviews) // (2 * reviews) if reviews >= LEAST_REVIEWS else None


def _ratings(column: str, ids: Iterable[UUID]) -> dict[UUID, Rating]:
    rows = Review.objects.published().filter(**{f"{column}__in": list(ids)}).order_by()
    sums = rows.values_list(column).annotate(Sum("stars"), Count("id"))
    return {each: Rating(mean=mean_of(total, count), reviews=count) for each, total, count in sums}


def reviews_of(training_id: UUID, *, page: int = 1) -> ReviewPage:
    """What anybody may read of the reviews of a training, the latest first; a page that is not there is the last."""
    return _public(Q(training_id=training_id), page)


def reviews_of_provider(provider_id: UUID, *, page: int = 1) -> ReviewPage:
    """What anybody may read of the reviews of all that a provider teaches."""
    return _public(Q(provider_id=provider_id), page)


def _public(which: Q, page: int) -> ReviewPage:
    rows = Review.objects.published().filter(which)
    counted = dict(rows.order_by().values_list("stars").annotate(Count("id")))
    reviews = sum(counted.values())
    total = sum(stars * count for stars, count in counted.items())
    pages = max(1, -(-reviews // PER_PAGE))
    page = min(max(1, page), pages)
    found = rows.order_by("-given_at", "-id")[(page - 1) * PER_PAGE : page * PER_PAGE]
    return ReviewPage(
        rating=Rating(
            mean=mean_of(total, reviews),
            reviews=reviews,
            by_stars=tuple(counted.get(stars, 0) for stars in STARS),
        ),
        rows=tuple(_shown(review) for review in found),
        page=page,
        pages=pages,
    )


def _shown(review: Review) -> PublicReview:
    return PublicReview(
        id=review.id,
        month=day_of(review.given_at).replace(day=1),
        stars=review.stars,
        words=review.words,
        reply=review.reply if review.reply_state == ReplyState.PUBLISHED else "",
    )


def review_of_purchase(purchase_id: UUID) -> ReviewCard | None:
    """The review of a purchase, for whoever has shown that the purchase is theirs to see."""
    found = Review.objects.filter(purchase_id=purchase_id).first()
    return _card(found, _titles([found])) if found else None


def reviews_for_provider(*, by: Actor, page: int = 1) -> PageOfReviews:
    """The published reviews of the agent's own provider, those still without a reply first."""
    rows = permissions.REPLY.rows(by, Review.objects.published())
    return _page(rows.order_by("reply_state", "-given_at", "-id"), page)


def review_for_provider(review_id: UUID, *, by: Actor) -> ReviewCard:
    """One of them; refused as unknown when it is another's, or not published."""
    return _one(permissions.REPLY.rows(by, Review.objects.published()), review_id)


def unanswered(*, by: Actor) -> int:
    """How many published reviews of the agent's own provider have no reply."""
    return permissions.REPLY.rows(by, Review.objects.published()).filter(reply_state="").count()


def reviews_waiting(*, by: Actor, page: int = 1) -> PageOfReviews:
    """What moderators have to read, the oldest first, with the signals of each text."""
    permissions.MODERATE.require_any(by)
    return _page(Review.objects.waiting().order_by("changed_at", "id"), page, signals=True)


def review(review_id: UUID, *, by: Actor) -> ReviewCard:
    """One review as a moderator sees it, with the signals of its texts."""
    return _one(permissions.MODERATE.rows(by, Review.objects.all()), review_id, signals=True)


def _one(rows: QuerySet[Review], review_id: UUID, *, signals: bool = False) -> ReviewCard:
    found = rows.filter(pk=review_id).first()
    if found is None:
        raise Refused(Refusal.REVIEW_UNKNOWN)
    return _card(found, _titles([found]), signals=signals)


def _page(rows: QuerySet[Review], page: int, *, signals: bool = False) -> PageOfReviews:
    total = rows.count()
    pages = max(1, -(-total // PER_LIST))
    page = min(max(1, page), pages)
    found = list(rows[(page - 1) * PER_LIST : page * PER_LIST])
    titles = _titles(found)
    cards = tuple(_card(each, titles, signals=signals) for each in found)
    return PageOfReviews(rows=cards, total=total, page=page, pages=pages)


def _titles(reviews: Iterable[Review]) -> dict[UUID, str]:
    return dict(Training.objects.filter(pk__in={each.training_id for each in reviews}).values_list("pk", "title"))


def _card(review: Review, titles: dict[UUID, str], *, signals: bool = False) -> ReviewCard:
    return ReviewCard(
        id=review.id,
        training_id=review.training_id,
        provider_id=review.provider_id,
        title=titles.get(review.training_id, ""),
        stars=review.stars,
        words=review.words,
        state=ReviewState(review.state),
        refused_because=RefusedBecause(review.refused_because) if review.refused_because else None,
        given_at=review.given_at,
        reply=review.reply,
        reply_state=ReplyState(review.reply_state) if review.reply_state else None,
        reply_refused_because=RefusedBecause(review.reply_refused_because) if review.reply_refused_because else None,
        seen=review.seen,
        waits_since=review.changed_at,
        signals=signals_of(review.words) if signals else (),
        reply_signals=signals_of(review.reply) if signals else (),
    )
