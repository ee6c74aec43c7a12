"""A certification: what it is worth, what came before and after it, who prepares for it and at what price."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.http import Http404, HttpResponse

from acquis.catalogue import queries as catalogue
from acquis.catalogue.search.queries import search
from acquis.catalogue.search.types import SearchRequest
from acquis.catalogue.types import Promotion
from acquis.enrolments import queries as enrolments
from acquis.web.door import Audience, page, reads, see_other
from acquis.web.lists import page_number
from acquis.web.session import Request

from . import price_chart, result_map
from .offer_words import LEVEL_WORDS, REGISTER_SENSE, REGISTER_WORDS
from .today import today

PER_PAGE = 25


@reads(Audience.PUBLIC)
def show(request: Request, *, code: str) -> HttpResponse:
    wanted = code.upper()[:12]
    card = catalogue.certification(wanted) if wanted.isascii() and wanted.isalnum() else None
    if card is None:
        raise Http404
    if code != card.code:
        return see_other(address(card.code))
    on = today(request)
    market = catalogue.market_of(card.code, on=on)
    promotions = catalogue.promotions(card.code)
    found = search(
        SearchRequest(certification_code=card.code, soonest=enrolments.earliest_start(on), per_page=1), on=on
    )
    pages = max(1, -(-len(market.sellers) // PER_PAGE))
    at = min(page_number(request), pages)
    named = catalogue.certifications([*catalogue.successors(card.code), *catalogue.predecessors(card.code)])
    return page(
        request,
        "public/certification.html",
        card=card,
        market=market,
        sellers=market.sellers[(at - 1) * PER_PAGE : at * PER_PAGE],
        page_number=at,
        pages=pages,
        page_address=lambda n: address(card.code) + (f"?page={n}" if n > 1 else "") + "#organismes",
        spread=price_chart.spread(market.prices_cents),
        map=result_map.draw(found) if found.spots else None,
        promotions=promotions,
        outcome=outcome_of(promotions),
        on_sale=len(market.prices_cents),
        after=[(i, named.get(i)) for i in catalogue.successors(card.code)[:12]],
        before=[(i, named.get(i)) for i in catalogue.predecessors(card.code)[:12]],
        ended=not card.active or (card.registered_until is not None and card.registered_until < on),
        canonical=f"{settings.ACQUIS.site_url}{address(card.code)}",
        level_words=LEVEL_WORDS,
        register_words=REGISTER_WORDS,
        register_sense=REGISTER_SENSE,
    )


def outcome_of(promotions: Sequence[Promotion]) -> Promotion | None:
    """The latest year that says how many had a job six months later; most fiches leave a year or two without."""
    return next((p for p in promotions if (p.any_job_6_months, p.own_job_6_months) != (None, None)), None)


def address(code: str) -> str:
    """The one address of a certification."""
    return f"/certifications/{code}"
