"""The daily anchors of the great book: what was sealed each day, and where anybody may take a copy."""

from __future__ import annotations

from django.http import HttpResponse

from acquis.ledger import queries as ledger
from acquis.web.door import Audience, page, reads
from acquis.web.session import Request

#: A season of days; the whole list is at the open address.
SHOWN = 100


@reads(Audience.STAFF)
def show(request: Request) -> HttpResponse:
    found = ledger.anchors()
    return page(
        request,
        "staff/anchors.html",
        anchors=found[: -SHOWN - 1 : -1],
        sealed=sum(each.size for each in found),
    )
