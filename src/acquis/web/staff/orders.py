"""The endowments of employers and funders, supervised: what is awaited, what was credited, and whose credit."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from acquis.endowing import actions
from acquis.endowing import queries as endowing
from acquis.endowing.types import OrderState, Refusal
from acquis.kit.actor import Role
from acquis.kit.clock import day_of
from acquis.kit.money import parse_euros
from acquis.kit.refusal import Refused
from acquis.outside import bank_standin
from acquis.outside.bank_standin import Booked
from acquis.treasury import actions as bank
from acquis.treasury import queries as treasury
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


@writes(Audience.STAFF)
def play(request: Request, order_id: UUID) -> HttpResponse:
    """In the demonstration, the statement that a bank would send once the payer has paid, taken as any other."""
    by = keeps_the_money(request)
    card = endowing.order(order_id, by=by)
    if not settings.ACQUIS.demo or not card.label or card.received_on is not None:
        raise Http404
    before = treasury.statements()
    content = bank_standin.statement(
        iban=settings.ACQUIS.debtor_iban.replace(" ", ""),
        number=f"RELEVE-{card.label}",
        on=day_of(request.at),
        made_at=request.at,
        opening_cents=before[-1].closing_cents if before else 0,
        booked=[
            Booked(
                credit=True,
                amount_cents=card.total_cents,
                reference=f"{card.label}-C",
                words=f"VIR SEPA RECU {card.label} {card.payer_name}".upper(),
            )
        ],
    )
    file_id = bank.take_bank_file(content=content, name=_("banque de papier"), by=by, at=request.at)
    return see_other(f"/agents/banque/{file_id}")


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
        demo=settings.ACQUIS.demo,
        errors=errors,
    )
