"""Who looked at my file, when and why: every reading by somebody else is kept and shown to the person."""

from __future__ import annotations

from django.http import HttpResponse

from acquis.journal.reads import reads_about
from acquis.people import queries as people
from acquis.web.door import Audience, actor_of, page, reads
from acquis.web.lists import page_link, page_number
from acquis.web.readings import Readers, what_was_read, why_read
from acquis.web.session import Request

PER_PAGE = 25


@reads(Audience.HOLDER)
def show(request: Request) -> HttpResponse:
    by = actor_of(request)
    assert by.id is not None
    found = reads_about(*people.known_under(by.id))
    pages = max(1, -(-len(found) // PER_PAGE))
    current = min(page_number(request), pages)
    return page(
        request,
        "holder/readings.html",
        readings=found[(current - 1) * PER_PAGE : current * PER_PAGE],
        total=len(found),
        readers=Readers(),
        what_was_read=what_was_read,
        why_read=why_read,
        current=current,
        pages=pages,
        href=page_link(request),
    )
