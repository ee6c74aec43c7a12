"""The endowments of employers and funders, supervised: what is awaited, what was credited, and whose credit."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from acquis.endowing import actions
from acquis.endowing import queries as endowing
from acquis.endowing.types import OrderState, Refusal
from acquis.kit.actor import Role
from acquis.kit.clock import day_of
from acquis.kit.money import parse_euros
from acquis.kit.refusal import Refused
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.order_pages import SHOWN, order_context, page_of
from acquis.web.refusals import sentence
from acquis.web.session import Request

from .payouts import keeps_the_money

_SENT = (OrderState.AWAITED, OrderState.CREDITING, OrderState.CREDITED)


@reads(Audience.STAFF)
def show(request: Request) -> HttpResponse:
    by = keeps_the_money(request)
    rows = endowing.orders(by=by, states=_SENT)
    return page(
        request,
        "staff/orders.html",
        awaited=[each for each in rows if each.received_on is None],
        received=[each for each in rows if each.received_on is not None],
    )


@reads(Audience.STAFF)
def one(request: Request, order_id: UUID) -> HttpResponse:
    return _shown(request, order_id, {})


@writes(Audience.STAFF)
def grant(request: Request, order_id: UUID) -> HttpResponse:
    """Authorise, change or end the credit of the payer of this order."""
    by = keeps_the_money(request)
    card = endowing.order(order_id, by=by)
    typed_until = request.POST.get("until", "").strip()
    try:
        most, until = (
            parse_euros(request.POST.get("most", "")),
            date.fromisoformat(typed_until) if typed_until else None,
        )
    except ValueError:
        return _shown(request, order_id, {"most": _("Donnez un montant en euros, et une date si ce crédit a une fin.")})
    try:
        actions.grant_credit(payer_id=card.payer_id, most_cents=most, until=until, by=by, at=request.at)
    except Refused as refused:
        if refused.reason is not Refusal.CREDIT_MALFORMED:
            raise
        return _shown(request, order_id, {"most": sentence(refused)})
    messages.success(request, _("Le crédit de %(payer)s est enregistré.") % {"payer": card.payer_name})
    return see_other(f"/agents/dotations/{order_id}")


def _shown(request: Request, order_id: UUID, errors: dict[str, str]) -> HttpResponse:
    by = keeps_the_money(request)
    card = endowing.order(order_id, by=by)
    current = page_of(request)
    return page(
        request,
        "staff/order.html",
        status=422 if errors else 200,
        **order_context(card, current=current, at_page=f"/agents/dotations/{order_id}"),
        lines=endowing.lines(order_id, by=by, first=(current - 1) * SHOWN, limit=SHOWN),
        credit=endowing.credit_line(card.payer_id, on=day_of(request.at)),
        grants=actor_of(request).has(Role.STAFF_APPROVER),
        errors=errors,
    )
