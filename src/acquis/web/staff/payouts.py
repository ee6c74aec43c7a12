"""Paying the training bodies: one person prepares a batch, another approves it, the file goes to the bank."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from acquis.kit.actor import Actor, Role
from acquis.kit.clock import day_of
from acquis.people import queries as people
from acquis.providers import actions as bodies
from acquis.providers import queries as providers
from acquis.treasury import actions
from acquis.treasury import queries as treasury
from acquis.treasury.types import BatchCard, BatchState
from acquis.web.door import Audience, actor_of, converses, page, reads, see_other, writes
from acquis.web.labels import label
from acquis.web.labels.bank import reason_words
from acquis.web.lists import page_link, page_number
from acquis.web.session import Request
from acquis.web.sheets import Amount, table_file

#: A batch takes what falls due within the coming week, so that nothing is paid after its day.
HORIZON = timedelta(days=7)
#: Batches on one page of the list.
PER_PAGE = 20


@reads(Audience.STAFF)
def show(request: Request) -> HttpResponse:
    by, today = keeps_the_money(request), day_of(request.at)
    accounts = providers.bank_accounts_to_approve(by=by)
    everything = treasury.payable(today + timedelta(days=60), on=today, by=by)
    changing = providers.bank_accounts_changing(on=today, by=by)
    concerned = {each.provider_id for each in (*accounts, *changing)}
    concerned |= {each.provider_id for each in everything.waiting}
    number = page_number(request)
    return page(
        request,
        "staff/payouts.html",
        due=treasury.payable(today + HORIZON, on=today, by=by),
        everything=everything,
        until=today + HORIZON,
        batches=treasury.batches(limit=PER_PAGE, page=number, by=by),
        number=number,
        pages=max(1, -(-treasury.count_batches(by=by) // PER_PAGE)),
        href=page_link(request),
        accounts=accounts,
        at=request.at,
        changing=changing,
        bodies=providers.providers(concerned),
        to_look_at=treasury.entries_to_look_at(by=by),
        refunds_refused=treasury.refused_refunds(by=by) + len(treasury.excesses_to_settle(by=by)),
        may_prepare=by.has(Role.STAFF_FINANCE),
        may_approve=by.has(Role.STAFF_APPROVER),
        who=who,
        state_words=state_words,
    )


@reads(Audience.STAFF)
def batch(request: Request, batch_id: UUID) -> HttpResponse:
    by = keeps_the_money(request)
    number = page_number(request)
    found = treasury.batch(batch_id, page=number, by=by)
    if found is None:
        raise Http404
    aside, aside_count = treasury.left_aside(batch_id, by=by)
    return page(
        request,
        "staff/batch.html",
        batch=found,
        aside=aside,
        aside_count=aside_count,
        bodies=providers.providers({each.provider_id for each in aside}),
        number=number,
        href=page_link(request),
        may_approve=by.has(Role.STAFF_APPROVER),
        prepared_it=by.wrote(found.prepared_by),
        told_it=lambda line: any(by.wrote(each) for each in line.told_by),
        may_mark_paid=by.has(Role.STAFF_FINANCE, Role.STAFF_APPROVER),
        reason_words=reason_words,
        demo=settings.ACQUIS.demo,
        who=who,
        state_words=state_words,
    )


@writes(Audience.STAFF)
def prepare(request: Request) -> HttpResponse:
    """Gather what is due into a batch that somebody else will approve."""
    days = 60 if request.POST.get("everything") else HORIZON.days
    until = day_of(request.at) + timedelta(days=days)
    batch_id = actions.prepare_payouts(until=until, by=actor_of(request), at=request.at)
    return see_other(f"/agents/paiements/{batch_id}")


@writes(Audience.STAFF)
def approve(request: Request, batch_id: UUID) -> HttpResponse:
    actions.approve_payouts(batch_id=batch_id, by=actor_of(request), at=request.at)
    messages.success(request, _("Le lot est approuvé. Le fichier pour la banque est prêt."))
    return see_other(f"/agents/paiements/{batch_id}")


@writes(Audience.STAFF)
def discard(request: Request, batch_id: UUID) -> HttpResponse:
    actions.discard_payouts(batch_id=batch_id, by=actor_of(request), at=request.at)
    return see_other("/agents/paiements")


@writes(Audience.STAFF)
def mark_paid(request: Request, batch_id: UUID) -> HttpResponse:
    """Tell that the bank has executed the file."""
    actions.mark_paid(batch_id=batch_id, by=actor_of(request), at=request.at)
    messages.success(request, _("Le lot est payé : les organismes voient leurs factures réglées."))
    return see_other(f"/agents/paiements/{batch_id}")


@reads(Audience.STAFF)
def sheet(request: Request, batch_id: UUID, form: str) -> HttpResponse:
    """Every invoice that a batch pays, and every transfer that came back, as a file."""
    by = keeps_the_money(request)
    found = treasury.batch(batch_id, by=by)
    if found is None:
        raise Http404
    columns = (_("Organisme"), _("Compte"), _("Référence"), _("Facture"), _("Montant"), _("État du virement"))
    rows = (
        (payee, account, reference, invoice, Amount(cents), label(state))
        for payee, account, reference, invoice, cents, state in treasury.batch_rows(batch_id, by=by)
    )
    return table_file(f"lot-{found.number}", columns, rows, form=form, at=request.at)


@reads(Audience.STAFF)
def file(request: Request, batch_id: UUID) -> HttpResponse:
    """The payment order for the bank, exactly as approved."""
    by = keeps_the_money(request)
    found, content = treasury.batch(batch_id, by=by), treasury.payout_file(batch_id, by=by)
    if found is None or content is None:
        raise Http404
    response = HttpResponse(content, content_type="application/xml")
    response["Content-Disposition"] = f'attachment; filename="virements-{found.number}.xml"'
    return response


@writes(Audience.STAFF)
def approve_account(request: Request, bank_account_id: UUID) -> HttpResponse:
    words = request.POST.get(f"words-{bank_account_id}", "")[:1_000]
    bodies.approve_bank_account(bank_account_id=bank_account_id, words=words, by=actor_of(request), at=request.at)
    messages.success(request, _("Le compte bancaire est approuvé."))
    return see_other("/agents/paiements")


@writes(Audience.STAFF)
def decline_account(request: Request, bank_account_id: UUID) -> HttpResponse:
    bodies.decline_bank_account(bank_account_id=bank_account_id, by=actor_of(request), at=request.at)
    return see_other("/agents/paiements")


@converses(Audience.STAFF, "POST")
def ask_payee(request: Request, bank_account_id: UUID) -> HttpResponse:
    """Ask the bank of a proposed account again whether it is in the name given."""
    keeps_the_money(request)
    bodies.ask_payee(bank_account_id=bank_account_id, by=actor_of(request), at=request.at)
    return see_other("/agents/paiements")


@writes(Audience.STAFF)
def contest_account(request: Request, bank_account_id: UUID) -> HttpResponse:
    """Stop a change of account that the body says is not its own."""
    bodies.contest_bank_account(bank_account_id=bank_account_id, by=actor_of(request), at=request.at)
    messages.success(request, _("Le changement est arrêté. L’ancien compte est utilisé de nouveau."))
    return see_other("/agents/paiements")


def keeps_the_money(request: Request) -> Actor:
    """Who asks, when they keep or approve the payments; for the other agents these pages are not there."""
    by = actor_of(request)
    if not by.has(Role.STAFF_FINANCE, Role.STAFF_APPROVER):
        raise Http404
    return by


def state_words(batch: BatchCard) -> str:
    """Where a batch stands; what the bank has accepted is no longer to send."""
    if batch.state is BatchState.APPROVED and batch.accepted_at:
        return _("Accepté par la banque, pas encore exécuté")
    return label(batch.state)


def who(key: str) -> str:
    """The name behind an actor's key; staff may know their colleagues."""
    role, _colon, identifier = key.partition(":")
    try:
        name = people.agent_name(UUID(identifier))
    except ValueError:
        name = ""
    return name or (_("le système") if role == Role.SYSTEM else _("un agent"))
