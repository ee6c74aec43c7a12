"""The demonstration's post: what was sent to whom, since nothing really leaves. It exists in the demonstration only."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from acquis.kit.actor import system
from acquis.support import queries as support
from acquis.web.door import Audience, page, reads


@reads(Audience.PUBLIC)
def show(request: HttpRequest) -> HttpResponse:
    if not settings.ACQUIS.demo:
        raise Http404
    rows = []
    for each in support.latest_sendings():
        # The people of the demonstration are invented: their addresses may be shown.
        address = support.address_of(each.id, by=system("demonstration post"))
        words = support.words_of(each.message.kind, each.message.values, each.message.about)
        rows.append((each, address, words))
    return page(request, "public/demo_messages.html", rows=rows)
