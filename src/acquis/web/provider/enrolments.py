"""All the enrolments of the training body, filtered by state and by words."""

from __future__ import annotations

from django.http import HttpResponse

from acquis.enrolments import queries as enrolments
from acquis.enrolments.types import State
from acquis.people import queries as people
from acquis.web.door import Audience, actor_of, page, reads
from acquis.web.lists import page_link, page_number
from acquis.web.session import Request

from .requests import REASON


@reads(Audience.PROVIDER)
def show(request: Request) -> HttpResponse:
    by = actor_of(request)
    state = request.GET.get("etat", "")
    text = request.GET.get("mots", "").strip()
    found = enrolments.enrolments_for_provider(
        by=by,
        states=[State(state)] if state in set(State) else None,
        text=text,
        page=page_number(request),
    )
    return page(
        request,
        "provider/enrolments.html",
        found=found,
        names=people.names_of({row.person_id for row in found.rows}, by=by, reason=REASON),
        counts=enrolments.counts_for_provider(by=by),
        states=list(State),
        state=state,
        text=text,
        href=page_link(request),
    )
