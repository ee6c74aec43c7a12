"""My messages: what I was told, and by which ways I want to be told."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from acquis.kit.refusal import Refused
from acquis.people import actions as people_acts
from acquis.people import queries as people
from acquis.support import actions
from acquis.support import queries as support
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.refusals import sentence
from acquis.web.session import Request


@reads(Audience.HOLDER)
def show(request: Request) -> HttpResponse:
    return _shown(request)


@writes(Audience.HOLDER)
def mark_read(request: Request) -> HttpResponse:
    """Everything is read, be it too old to be shown."""
    by = actor_of(request)
    assert by.id is not None
    unread = [each.id for each in support.messages_of(by.id, by=by, limit=None) if not each.read]
    actions.read_messages(message_ids=unread, by=by, at=request.at)
    return see_other("/mes-messages")


@writes(Audience.HOLDER)
def prefer(request: Request) -> HttpResponse:
    """Where one can be reached, and by which ways."""
    by = actor_of(request)
    assert by.id is not None
    email, phone = request.POST.get("email", "")[:320], request.POST.get("phone", "")[:30]
    by_text = bool(request.POST.get("by_text"))
    try:
        people_acts.set_contact(person_id=by.id, email=email, phone=phone, by=by, at=request.at)
    except Refused as refused:
        where = {"EMAIL_MALFORMED": "email", "PHONE_MALFORMED": "phone"}.get(refused.reason.name)
        if where is None:
            raise
        typed = {"email": email, "phone": phone}
        return _shown(request, typed=typed, errors={where: sentence(refused)})
    actions.say_wishes(email=bool(request.POST.get("by_email")), text=by_text, by=by, at=request.at)
    messages.success(request, _("C’est noté. Vos messages restent toujours lisibles ici."))
    return see_other("/mes-messages")


def _shown(
    request: Request, *, typed: dict[str, str] | None = None, errors: dict[str, str] | None = None
) -> HttpResponse:
    by = actor_of(request)
    assert by.id is not None
    found = support.messages_of(by.id, by=by)
    card = people.card_of(by.id, by=by, reason=gettext_noop("messages du titulaire"))
    wishes = support.wishes_of(by.id)
    return page(
        request,
        "holder/messages.html",
        status=422 if errors else 200,
        told=[(each, support.words_of(each.kind, each.values, each.about)) for each in found],
        unread=sum(not each.read for each in found),
        email=typed["email"] if typed else card.email,
        phone=typed["phone"] if typed else card.phone,
        wishes=wishes,
        errors=errors or {},
    )
