"""What the training body is owed and was paid, the account on which it is paid, and what it owes of value added tax."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from acquis.kit.actor import Role
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.providers import actions
from acquis.providers import queries as providers
from acquis.providers.types import VAT_RATES_PERMILLE, BankAccountCard, BankState, Refusal, VatRegime
from acquis.rules import law_on
from acquis.treasury import queries as treasury
from acquis.treasury.types import SETTLED, InvoiceOrigin, InvoiceState
from acquis.web import invoice_paper
from acquis.web.design.written import per_mille
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.labels.bank import reason_words
from acquis.web.refusals import sentence
from acquis.web.session import Request

#: The field of the form that each refusal is about.
FIELDS = {
    Refusal.IBAN_NOT_VALID: "iban",
    Refusal.BIC_NOT_VALID: "bic",
    Refusal.HOLDER_NAME_MISSING: "holder_name",
    Refusal.VAT_RATE_MISSING: "rate",
    Refusal.VAT_RATE_NOT_KNOWN: "rate",
    Refusal.VAT_DAY_PAST: "from_day",
    Refusal.VAT_UNCHANGED: "regime",
    Refusal.BILLING_UNCHANGED: "billing",
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


@writes(Audience.PROVIDER)
def contest_bank_account(request: Request, bank_account_id: UUID) -> HttpResponse:
    """Say that a change of account is not of the body: the former one is used again."""
    actions.contest_bank_account(bank_account_id=bank_account_id, by=actor_of(request), at=request.at)
    messages.success(request, _("C’est arrêté : ce compte ne servira pas. Changez vos accès, et écrivez-nous."))
    return see_other("/organisme/paiements")


@reads(Audience.PROVIDER)
def invoice(request: Request, invoice_id: UUID) -> HttpResponse:
    """One of the body's invoices as its electronic file."""
    return invoice_paper.answer(invoice_id, by=actor_of(request))


@writes(Audience.PROVIDER)
def choose_billing(request: Request) -> HttpResponse:
    """Say who makes the body's invoices from now on."""
    by, chosen = actor_of(request), request.POST.get("billing", "")
    assert by.provider_id is not None
    if chosen not in set(InvoiceOrigin):
        return _shown(request, {"billing": _("Choisissez qui établit vos factures.")})
    itself = chosen == InvoiceOrigin.DEPOSITED
    try:
        actions.choose_billing(provider_id=by.provider_id, bills_itself=itself, by=by, at=request.at)
    except Refused as refused:
        field = FIELDS.get(refused.reason)  # type: ignore[call-overload]
        if field is None:
            raise
        return _shown(request, {field: sentence(refused)})
    messages.success(request, _("C’est enregistré. Ce choix vaut pour ce qui vous sera dû à partir de maintenant."))
    return see_other("/organisme/paiements")


@writes(Audience.PROVIDER)
def declare_vat(request: Request) -> HttpResponse:
    """Say what the body owes of value added tax, from a day on."""
    by, typed = actor_of(request), request.POST
    assert by.provider_id is not None
    errors: dict[str, str] = {}
    if typed.get("regime") not in set(VatRegime):
        errors["regime"] = _("Choisissez votre régime de TVA.")
    try:
        from_day = date.fromisoformat(typed.get("from_day", "").strip())
    except ValueError:
        errors["from_day"] = _("Indiquez un jour, par exemple 12/01/2027.")
    if errors:
        return _shown(request, errors)
    rate = typed.get("rate", "")
    try:
        actions.declare_vat(
            provider_id=by.provider_id,
            regime=VatRegime(typed["regime"]),
            rate_permille=int(rate) if rate.isdecimal() and typed["regime"] == VatRegime.TAXED else None,
            from_day=from_day,
            by=by,
            at=request.at,
        )
    except Refused as refused:
        field = FIELDS.get(refused.reason)  # type: ignore[call-overload]
        if field is None:
            raise
        return _shown(request, {field: sentence(refused)})
    messages.success(request, _("C’est enregistré. Vos factures de ce jour et d’après suivront ce régime."))
    return see_other("/organisme/paiements")


def is_changing(account: BankAccountCard, on: date) -> bool:
    """Whether an account is proposed, or approved and not used yet: the time to say that it is not one's own."""
    return account.state is BankState.PROPOSED or (
        account.state is BankState.ACTIVE and account.usable_from is not None and account.usable_from > on
    )


def _shown(request: Request, errors: dict[str, str]) -> HttpResponse:
    by, today = actor_of(request), day_of(request.at)
    assert by.provider_id is not None
    own = providers.provider(by.provider_id)
    accounts = providers.bank_accounts(by.provider_id, by=by)
    invoices = treasury.invoices_of(by.provider_id, by=by)
    waiting = [each for each in invoices if each.state not in SETTLED]
    return page(
        request,
        "provider/payments.html",
        status=422 if errors else 200,
        invoices=invoices,
        waits=treasury.delays_of(by.provider_id, on=today, by=by),
        waiting_cents=sum(each.amount_cents - each.deducted_cents for each in waiting),
        paid_cents=sum(each.amount_cents - each.deducted_cents for each in invoices if each.state is InvoiceState.PAID),
        returned=treasury.returned_to(by.provider_id, by=by),
        reason_words=reason_words,
        accounts=accounts,
        changing=[each for each in accounts if each.former_masked and is_changing(each, today)],
        may_read=providers.may_read_bank_accounts(by=by),
        bills_itself=own is not None and own.bills_itself,
        may_propose=by.has(Role.PROVIDER_MANAGER),
        vat=providers.vat_on(by.provider_id, day_of(request.at)),
        vat_declared=providers.vat_declarations(by.provider_id),
        regimes=list(VatRegime),
        rates=[(str(each), per_mille(each)) for each in VAT_RATES_PERMILLE],
        today=day_of(request.at),
        typed=request.POST,
        errors=errors,
        delays=law_on(day_of(request.at)).delays,
    )
