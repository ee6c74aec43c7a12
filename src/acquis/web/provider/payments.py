"""What the training body is owed and was paid, and the bank account on which it is paid."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from acquis.kit.actor import Role
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.providers import actions
from acquis.providers import queries as providers
from acquis.providers.types import Refusal
from acquis.rules import law_on
from acquis.treasury import queries as treasury
from acquis.treasury.types import InvoiceState
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.labels.bank import reason_words
from acquis.web.refusals import sentence
from acquis.web.session import Request

#: The field of the form that each refusal is about.
FIELDS = {
    Refusal.IBAN_NOT_VALID: "iban",
    Refusal.BIC_NOT_VALID: "bic",
    Refusal.HOLDER_NAME_MISSING: "holder_name",
}


@reads(Audience.PROVIDER)
def show(request: Request) -> HttpResponse:
    return _shown(request, {})


@writes(Audience.PROVIDER)
def propose_bank_account(request: Request) -> HttpResponse:
    """Propose a bank account; somebody of the staff checks it before any payment goes there."""
    by = actor_of(request)
    assert by.provider_id is not None
    try:
        actions.propose_bank_account(
            provider_id=by.provider_id,
            iban=request.POST.get("iban", ""),
            bic=request.POST.get("bic", ""),
            holder_name=request.POST.get("holder_name", ""),
            by=by,
            at=request.at,
        )
    except Refused as refused:
        field = FIELDS.get(refused.reason)  # type: ignore[call-overload]
        if field is None:
            raise
        return _shown(request, {field: sentence(refused)})
    messages.success(request, _("Le compte bancaire est proposé. Il servira quand un agent l’aura vérifié."))
    return see_other("/organisme/paiements")


def _shown(request: Request, errors: dict[str, str]) -> HttpResponse:
    by = actor_of(request)
    assert by.provider_id is not None
    invoices = treasury.invoices_of(by.provider_id, by=by)
    waiting = [each for each in invoices if each.state is not InvoiceState.PAID]
    return page(
        request,
        "provider/payments.html",
        status=422 if errors else 200,
        invoices=invoices,
        waiting_cents=sum(each.amount_cents for each in waiting),
        paid_cents=sum(each.amount_cents for each in invoices) - sum(each.amount_cents for each in waiting),
        returned=treasury.returned_to(by.provider_id, by=by),
        reason_words=reason_words,
        accounts=providers.bank_accounts(by.provider_id, by=by),
        may_propose=by.has(Role.PROVIDER_MANAGER),
        typed=request.POST,
        errors=errors,
        delays=law_on(day_of(request.at)).delays,
    )
