"""What the training body is owed and was paid, and the bank account on which it is paid."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from acquis.providers import actions
from acquis.providers import queries as providers
from acquis.treasury import queries as treasury
from acquis.treasury.types import InvoiceState
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes


@reads(Audience.PROVIDER)
def show(request: HttpRequest) -> HttpResponse:
    by = actor_of(request)
    assert by.provider_id is not None
    invoices = treasury.invoices_of(by.provider_id, by=by)
    waiting = [each for each in invoices if each.state is not InvoiceState.PAID]
    return page(
        request,
        "provider/payments.html",
        invoices=invoices,
        waiting_cents=sum(each.amount_cents for each in waiting),
        paid_cents=sum(each.amount_cents for each in invoices) - sum(each.amount_cents for each in waiting),
        accounts=providers.bank_accounts(by.provider_id, by=by),
        may_propose=by.has("provider_manager"),
        typed=request.POST,
    )


@writes(Audience.PROVIDER)
def propose_bank_account(request: HttpRequest) -> HttpResponse:
    """Propose a bank account; somebody of the staff checks it before any payment goes there."""
    by = actor_of(request)
    assert by.provider_id is not None
    actions.propose_bank_account(
        provider_id=by.provider_id,
        iban=request.POST.get("iban", ""),
        bic=request.POST.get("bic", ""),
        holder_name=request.POST.get("holder_name", ""),
        by=by,
        at=request.at,
    )
    messages.success(request, _("Le compte bancaire est proposé. Il servira quand un agent l’aura vérifié."))
    return see_other("/organisme/paiements")
