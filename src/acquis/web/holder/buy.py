"""Ask for a place: the price and who would pay what, before anything is committed."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from acquis.catalogue import queries as catalogue
from acquis.enrolments import actions
from acquis.enrolments import queries as enrolments
from acquis.enrolments.types import Refusal
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.providers import queries as providers
from acquis.rules import law_on
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.funding_words import answers_of, askable_lines
from acquis.web.refusals import sentence
from acquis.web.session import Request
from acquis.web.split import lines_of

#: Refusals that the day of start alone can mend: told beside it, and what was typed stays.
OF_THE_START = frozenset(
    {
        Refusal.START_REQUIRED,
        Refusal.START_FIXED,
        Refusal.START_TOO_SOON,
        Refusal.BEFORE_SESSION,
        Refusal.AFTER_SESSION,
    }
)


@reads(Audience.HOLDER)
def show(request: Request, session_id: UUID) -> HttpResponse:
    return _shown(request, session_id, wanted="", errors={})


@writes(Audience.HOLDER)
def ask(request: Request, session_id: UUID) -> HttpResponse:
    """Send the request to the provider; nothing is paid yet."""
    by = actor_of(request)
    assert by.account_id is not None
    wanted, starts_on = request.POST.get("starts_on", "").strip(), None
    if wanted:
        try:
            starts_on = date.fromisoformat(wanted)
        except ValueError:
            return _shown(request, session_id, wanted, {"starts_on": _("Indiquez un jour, par exemple 12/01/2027.")})
    try:
        enrolment_id = actions.request(
            account_id=by.account_id, session_id=session_id, starts_on=starts_on, by=by, at=request.at
        )
    except Refused as refused:
        if refused.reason not in OF_THE_START:
            raise
        return _shown(request, session_id, wanted, {"starts_on": sentence(refused)})
    messages.success(request, _("Votre demande est envoyée. L’organisme va vous répondre."))
    return see_other(f"/mes-inscriptions/{enrolment_id}")


def _shown(request: Request, session_id: UUID, wanted: str, errors: dict[str, str]) -> HttpResponse:
    by = actor_of(request)
    assert by.account_id is not None
    offer = catalogue.offered(session_id)
    if offer is None:
        raise Http404
    today = day_of(request.at)
    quote = enrolments.quote(by.account_id, session_id, by=by, on=today)
    given, not_given = answers_of(quote.answers)
    return page(
        request,
        "holder/buy.html",
        status=422 if errors else 200,
        offer=offer,
        provider=providers.provider(offer.provider_id),
        quote=quote,
        lines=lines_of(quote.lines),
        given=given,
        not_given=not_given,
        askable=askable_lines(quote.askable, today),
        wanted=wanted,
        errors=errors,
        delays=law_on(today).delays,
    )
