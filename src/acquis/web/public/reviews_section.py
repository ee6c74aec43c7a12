"""The section of reviews that the pages of an offer and of a training body include: `public/_reviews.html`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from acquis.catalogue.reviews.types import LEAST_REVIEWS, ReviewPage


def asked(request: HttpRequest) -> int:
    """The page of reviews asked for, counted from 1; nonsense asks for the first."""
    text = request.GET.get("avis", "1")
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 6 else 1


def section(request: HttpRequest, reviews: ReviewPage) -> dict[str, Any]:
    """What the section's template needs."""
    return {"reviews": reviews, "reviews_at": _at(request), "least_reviews": LEAST_REVIEWS}


def _at(request: HttpRequest) -> Callable[[int], str]:
    """The address of page `n` of the reviews: what else the page was asked stays."""

    def link(number: int) -> str:
        query = request.GET.copy()
        query["avis"] = str(number)
        return f"?{query.urlencode()}#avis"

    return link
