"""A place proposed on terms adapted to one person: read from its form, and told back beside the field it is about."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from acquis.enrolments import actions
from acquis.enrolments.types import EnrolmentId, PersonalTerms, Refusal
from acquis.kit.money import parse_euros
from acquis.kit.refusal import Refused
from acquis.web.door import Audience, actor_of, see_other, writes
from acquis.web.refusals import sentence
from acquis.web.session import Request

from .enrolment import Errors, shown_with

#: No training costs a million: such a price is a slip of the hand.
MOST_CENTS = 100_000_000
#: Refusals about what was typed, and the field beside which each is told.
_OF_THE_FORM = {
    Refusal.PERSONAL_REASON_MISSING: "personal_reason",
    Refusal.PERSONAL_WORDS_TOO_LONG: "content",
    Refusal.PERSONAL_PRICE_NOT_POSITIVE: "price",
    Refusal.PERSONAL_PRICE_OVER_LIMIT: "price",
    Refusal.PERSONAL_HOURS_NOT_POSITIVE: "hours",
    Refusal.PERSONAL_ENDS_BEFORE_START: "ends_on",
    Refusal.PERSONAL_CHANGES_NOTHING: "price",
    Refusal.START_TOO_SOON: "starts_on",
    Refusal.SESSION_STARTED: "starts_on",
    Refusal.AFTER_SESSION: "ends_on",
}


@writes(Audience.PROVIDER)
def propose(request: Request, enrolment_id: EnrolmentId) -> HttpResponse:
    """Accept the request on these terms; what was typed stays when something of it is refused."""
    errors: Errors = {}
    price, hours = _cents(request, errors), _hours(request, errors)
    starts_on, ends_on = _day(request, "starts_on", errors), _day(request, "ends_on", errors)
    if errors:
        return shown_with(request, enrolment_id, errors)
    terms = PersonalTerms(
        reason=request.POST.get("personal_reason", ""),
        price_cents=price,
        hours=hours,
        ends_on=ends_on,
        content=request.POST.get("content", ""),
    )
    try:
        actions.accept(
            enrolment_id=enrolment_id, starts_on=starts_on, personal=terms, by=actor_of(request), at=request.at
        )
    except Refused as refused:
        field = _OF_THE_FORM.get(refused.reason)  # type: ignore[call-overload]
        if field is None:
            raise
        return shown_with(request, enrolment_id, {field: sentence(refused)})
    messages.success(request, _("L’offre adaptée est proposée à la personne, et à elle seule."))
    return see_other(f"/organisme/inscriptions/{enrolment_id}")


def _cents(request: Request, errors: Errors) -> int | None:
    try:
        cents = parse_euros(request.POST.get("price", "")[:20])
    except ValueError:
        errors["price"] = _("Indiquez un prix en euros, par exemple 1 250,00.")
        return None
    if abs(cents) > MOST_CENTS:
        errors["price"] = _("Indiquez un prix en euros, par exemple 1 250,00.")
    return cents


def _hours(request: Request, errors: Errors) -> int | None:
    text = request.POST.get("hours", "").strip()
    if not (text.isascii() and text.isdecimal() and len(text) <= 5):
        errors["hours"] = _("Indiquez un nombre d’heures entier, par exemple 35.")
        return None
    return int(text)


def _day(request: Request, name: str, errors: Errors) -> date | None:
    """A day, or nothing where nothing was typed: what the offer says then stands."""
    text = request.POST.get(name, "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        errors[name] = _("Indiquez un jour, par exemple 12/01/2027.")
        return None
