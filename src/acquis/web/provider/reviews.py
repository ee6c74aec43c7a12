"""What holders say of the body's trainings, never who; and its right of reply, once for each review."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from acquis.catalogue.reviews import actions
from acquis.catalogue.reviews import queries as reviews
from acquis.catalogue.reviews.types import LONGEST_WORDS, Rating, Refusal
from acquis.kit.refusal import Refused
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.lists import page_link, page_number
from acquis.web.refusals import sentence
from acquis.web.session import Request

_OF_THE_FORM = (Refusal.WORDS_MISSING, Refusal.WORDS_TOO_LONG)


@reads(Audience.PROVIDER)
def show(request: Request) -> HttpResponse:
    """All published reviews of the body, those without a reply first, and the mean they make."""
    by = actor_of(request)
    assert by.provider_id is not None
    return page(
        request,
        "provider/reviews.html",
        found=reviews.reviews_for_provider(by=by, page=page_number(request)),
        rating=reviews.ratings_of_providers([by.provider_id]).get(by.provider_id, Rating()),
        href=page_link(request),
    )


@reads(Audience.PROVIDER)
def one(request: Request, review_id: UUID) -> HttpResponse:
    return _shown(request, review_id, {})


@writes(Audience.PROVIDER)
def reply(request: Request, review_id: UUID) -> HttpResponse:
    words = request.POST.get("words", "")
    try:
        actions.reply_to_review(review_id=review_id, words=words, by=actor_of(request), at=request.at)
    except Refused as refused:
        if refused.reason not in _OF_THE_FORM:
            raise
        return _shown(request, review_id, {"words": sentence(refused)})
    messages.success(request, _("Votre réponse est enregistrée. Elle sera publiée après relecture."))
    return see_other(f"/organisme/avis/{review_id}")


def _shown(request: Request, review_id: UUID, errors: dict[str, str]) -> HttpResponse:
    review = reviews.review_for_provider(review_id, by=actor_of(request))
    return page(
        request,
        "provider/review.html",
        status=422 if errors else 200,
        review=review,
        longest=LONGEST_WORDS,
        words=request.POST.get("words", "") if errors else review.reply,
        errors=errors,
    )
