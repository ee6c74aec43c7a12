"""What the training body was told: one list for all its agents."""

from __future__ import annotations

from django.http import HttpResponse

from acquis.support import actions
from acquis.support import queries as support
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.session import Request


@reads(Audience.PROVIDER)
def show(request: Request) -> HttpResponse:
    by = actor_of(request)
    found = support.messages_of_body(by=by)
    return page(
        request,
        "provider/messages.html",
        told=[(each, support.words_of(each.kind, each.values, each.about)) for each in found],
        unread=support.unread_of_body(by=by),
    )


@writes(Audience.PROVIDER)
def mark_read(request: Request) -> HttpResponse:
    """Everything is read, be it too old to be shown, for all the agents of the body."""
    by = actor_of(request)
    unread = [each.id for each in support.messages_of_body(by=by, limit=None) if not each.read]
    actions.read_messages(message_ids=unread, by=by, at=request.at)
    return see_other("/organisme/messages")
