"""A training body as everybody may see it: what it offers, where, its quality label, and what people said of it."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from acquis.catalogue import queries as catalogue
from acquis.catalogue.reviews import queries as reviews
from acquis.catalogue.search.queries import search as find
from acquis.catalogue.search.types import SearchRequest, Sort
from acquis.enrolments import queries as enrolments
from acquis.providers import queries as providers
from acquis.web.door import Audience, page, reads

from . import result_map, reviews_section, search
from .offer_words import LEVEL_WORDS, MODALITY_WORDS, REASON_WORDS
from .today import today

_SHOWN = 10


@reads(Audience.PUBLIC)
def show(request: HttpRequest, *, provider_id: UUID) -> HttpResponse:
    body = providers.provider(provider_id)
    if body is None:
        raise Http404
    on = today(request)
    asked = SearchRequest(
        provider_id=provider_id, soonest=enrolments.earliest_start(on), sort=Sort.DATE, per_page=_SHOWN
    )
    found = find(asked, on=on)
    return page(
        request,
        "public/provider_page.html",
        body=body,
        found=found,
        quotes=search.quotes(request, found.hits),
        certifications=catalogue.certifications_of(provider_id, on=on) if body.sells else [],
        map=result_map.points(found.spots) if found.spots else None,
        canonical=f"{settings.ACQUIS.site_url}/organismes/{provider_id}",
        today=on,
        **reviews_section.section(
            request, reviews.reviews_of_provider(provider_id, page=reviews_section.asked(request))
        ),
        level_words=LEVEL_WORDS,
        modality_words=MODALITY_WORDS,
        reason_words=REASON_WORDS,
    )
