"""The pages a payer sees at the stand-in: the card, then the bank's check. They work without any script."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from acquis.kit import clock
from acquis.kit.money import euros

from .cards import CARDS, TestCard, card_for
from .models import DemoPayment
from .payments import conclude, way_back

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    undefined=StrictUndefined,
    extensions=["jinja2.ext.i18n"],
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]


def _language() -> str:
    return (get_language() or "fr")[:2]


def _amount(cents: int) -> str:
    return euros(cents, language=_language())


_TEMPLATES.globals |= {"static": static, "euros": _amount, "language": _language}

_EXPIRY = re.compile(r"^\s*(\d{1,2})\s*/\s*(?:20)?(\d{2})\s*$")


@never_cache
@require_http_methods(["GET", "POST"])
def card(request: HttpRequest, payment_id: str) -> HttpResponse:
    """Type a card, or give up."""
    payment = _payment(payment_id)
    if payment.state != "pending":
        return HttpResponseRedirect(way_back(payment))
    if request.method == "GET":
        return _page(request, "card.html", payment, errors={}, typed={})
    if "give_up" in request.POST:
        return HttpResponseRedirect(way_back(conclude(payment.id, reason="given_up")))
    chosen, errors = _read(request.POST.get("number", ""), request.POST.get("expiry", ""), request.POST.get("code", ""))
    if chosen is None or errors:
        # The number and the code are never sent back to the page.
        typed = {"expiry": request.POST.get("expiry", "")[:7]}
        return _page(request, "card.html", payment, errors=errors, typed=typed, status=422)
    if chosen.asks_bank:
        DemoPayment.objects.filter(pk=payment.id, state="pending").update(
            outcome=chosen.outcome or "succeeds", closes=chosen.closes
        )
        return HttpResponseRedirect(f"/demo/cards/pay/{payment.id}/bank")
    return HttpResponseRedirect(way_back(conclude(payment.id, reason=chosen.outcome)))


@never_cache
@require_http_methods(["GET", "POST"])
def bank(request: HttpRequest, payment_id: str) -> HttpResponse:
    """Confirm at one's bank, or refuse there."""
    payment = _payment(payment_id)
    if payment.state != "pending":
        return HttpResponseRedirect(way_back(payment))
    if not payment.outcome:
        return HttpResponseRedirect(f"/demo/cards/pay/{payment.id}")
    if request.method == "GET":
        return _page(request, "bank.html", payment)
    if request.POST.get("decision") != "confirm":
        return HttpResponseRedirect(way_back(conclude(payment.id, reason="check_refused")))
    reason = "" if payment.outcome == "succeeds" else payment.outcome
    return HttpResponseRedirect(way_back(conclude(payment.id, reason=reason)))


def _payment(payment_id: str) -> DemoPayment:
    payment = DemoPayment.objects.filter(pk=payment_id).first()
    if payment is None:
        raise Http404
    return payment


def _read(number: str, expiry: str, code: str) -> tuple[TestCard | None, dict[str, str]]:
    errors = {}
    chosen = card_for(re.sub(r"\D", "", number))
    if chosen is None:
        errors["number"] = gettext(
            "Tapez le numéro de l’une des cartes d’essai. Aucune vraie carte n’est acceptée ici."
        )
    match = _EXPIRY.match(expiry)
    if match is None or not 1 <= int(match[1]) <= 12:
        errors["expiry"] = gettext("Tapez le mois et l’année, par exemple 09/30.")
    elif date(2000 + int(match[2]), int(match[1]), 28) < clock.day_of(clock.now()).replace(day=1):
        errors["expiry"] = gettext("Cette date est passée. Tapez un mois à venir, par exemple 09/30.")
    if not re.fullmatch(r"\s*\d{3}\s*", code):
        errors["code"] = gettext("Tapez trois chiffres, par exemple 123.")
    return chosen, errors


def _page(
    request: HttpRequest, template: str, payment: DemoPayment, *, status: int = 200, **values: Any
) -> HttpResponse:
    page = _TEMPLATES.get_template(template).render(
        payment=payment, cards=CARDS, csrf_token=get_token(request), **values
    )
    return HttpResponse(page, status=status)
