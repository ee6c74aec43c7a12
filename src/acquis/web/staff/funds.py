"""The State's fund: what it needs for a month, the calls to France compétences, what was received; aged balances."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from acquis.accounting import actions
from acquis.accounting import queries as books
from acquis.accounting.types import CallState
from acquis.kit.actor import Role
from acquis.kit.clock import day_of
from acquis.providers import queries as providers
from acquis.treasury import queries as treasury
from acquis.treasury.types import BankEntryCard, BankWord
from acquis.web.design import written
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.labels import label
from acquis.web.session import Request
from acquis.web.sheets import Amount, Cell, table_file

from .payouts import keeps_the_money, who

#: Bodies told one by one; the sheet has them all.
SHOWN = 50


@reads(Audience.STAFF)
def show(request: Request) -> HttpResponse:
    by = keeps_the_money(request)
    today = day_of(request.at)
    month = today.replace(day=1)
    calls = books.calls(by=by)
    flows = books.every_flow(by=by)
    lines = books.fund_needs(flows, month=month, by=by)
    # What a month lacks is reckoned with the months before it: the next one does not lack the same.
    asked = [
        (each, sum(cents for _need, cents in books.fund_needs(flows, month=each, by=by)))
        for each in (month, books.next_month(month))
    ]
    funding = books.funding_owed(by=by)
    return page(
        request,
        "staff/funds.html",
        calls=calls,
        waiting=next((each for each in calls if each.state == CallState.PREPARED), None),
        expected=[each for each in calls if each.state == CallState.APPROVED],
        credits=[
            each
            for each in treasury.bank_entries(to_look_at=True, by=by)
            if each.word == BankWord.CREDIT and each.batch_id is None
        ],
        funding=funding,
        owing=[
            (str(each.convention_id), f"{each.number} · {each.funder} · {written.euros(each.left_cents)}")
            for each in funding
            if each.left_cents > 0
        ],
        lines=lines,
        need=sum(cents for _need, cents in lines),
        month=month,
        choices=[
            (f"{each:%Y-%m}", written.month(each) + _(" : ") + written.euros(cents))
            for each, cents in asked
            if cents > 0
        ],
        ends=[
            books.fund_at_the_end_of(flows, year=year) for year in sorted({f.month.year for f in flows}, reverse=True)
        ],
        entry_choices=_entry_choices,
        today=today,
        may_prepare=by.has(Role.STAFF_FINANCE),
        may_approve=by.has(Role.STAFF_APPROVER),
        prepared_it=lambda each: by.wrote(each.prepared_by),
        who=who,
    )


@writes(Audience.STAFF)
def prepare(request: Request) -> HttpResponse:
    keeps_the_money(request)
    try:
        month = date.fromisoformat(f"{request.POST.get('month', '')}-01")
    except ValueError:
        raise Http404 from None
    actions.prepare_call(month=month, by=actor_of(request), at=request.at)
    messages.success(request, _("L’appel de fonds est prêt : une autre personne peut l’approuver."))
    return see_other("/agents/comptabilite/fonds")


@writes(Audience.STAFF)
def approve(request: Request, call_id: UUID) -> HttpResponse:
    actions.approve_call(call_id=call_id, by=actor_of(request), at=request.at)
    messages.success(request, _("L’appel de fonds est approuvé : la somme est à recevoir."))
    return see_other("/agents/comptabilite/fonds")


@writes(Audience.STAFF)
def discard(request: Request, call_id: UUID) -> HttpResponse:
    actions.discard_call(call_id=call_id, by=actor_of(request), at=request.at)
    return see_other("/agents/comptabilite/fonds")


@writes(Audience.STAFF)
def receive(request: Request, call_id: UUID) -> HttpResponse:
    """A credit of the bank's statement is this call's money."""
    keeps_the_money(request)
    try:
        entry_id = UUID(request.POST.get(f"entry-{call_id}", ""))
    except ValueError:
        messages.error(request, _("Choisissez la ligne du relevé qui correspond à cet appel."))
        return see_other("/agents/comptabilite/fonds")
    actions.receive_call(call_id=call_id, entry_id=entry_id, by=actor_of(request), at=request.at)
    messages.success(request, _("La somme reçue est rapprochée de son appel de fonds."))
    return see_other("/agents/comptabilite/fonds")


@writes(Audience.STAFF)
def receive_funding(request: Request) -> HttpResponse:
    """A credit of the bank's statement is what a funder pays for its convention."""
    keeps_the_money(request)
    try:
        convention_id, entry_id = UUID(request.POST.get("convention", "")), UUID(request.POST.get("credit", ""))
    except ValueError:
        messages.error(request, _("Choisissez la convention, et la ligne du relevé qui lui correspond."))
        return see_other("/agents/comptabilite/fonds")
    actions.receive_funding(convention_id=convention_id, entry_id=entry_id, by=actor_of(request), at=request.at)
    messages.success(request, _("La somme reçue est rapprochée de la convention."))
    return see_other("/agents/comptabilite/fonds")


@reads(Audience.STAFF)
def ages(request: Request) -> HttpResponse:
    """Aged balances: what is owed to bodies and what is to be received, by how late it is."""
    by, today = keeps_the_money(request), day_of(request.at)
    owed = treasury.aged_payables(today)
    sums = [sum(each.classes_cents[place] for each in owed) for place in range(5)]
    late = sum(sums[1:])
    return page(
        request,
        "staff/aged.html",
        owed=owed[:SHOWN],
        bodies=providers.providers({each.provider_id for each in owed[:SHOWN]}),
        count=len(owed),
        sums=sums,
        late=late,
        total=sum(sums),
        most=max([*sums, 1]),
        receivable=[
            (each, (today - day_of(each.decided_at)).days if each.decided_at else 0)
            for each in books.calls(by=by)
            if each.state == CallState.APPROVED
        ],
        labels=_classes(),
    )


@reads(Audience.STAFF)
def ages_sheet(request: Request, form: str) -> HttpResponse:
    """The aged balance of bodies as a file."""
    keeps_the_money(request)
    today = day_of(request.at)
    owed = treasury.aged_payables(today)
    known = providers.providers({each.provider_id for each in owed})
    columns = (_("SIRET"), _("Organisme"), _("Factures"), _("Dû"), *_classes())
    rows: list[tuple[Cell, ...]] = [
        (
            known[each.provider_id].siret,
            known[each.provider_id].name,
            each.count,
            *map(Amount, (each.cents, *each.classes_cents)),
        )
        for each in owed
    ]
    return table_file(f"balance-agee-{today}", columns, rows, form=form, at=request.at)


def _classes() -> tuple[str, ...]:
    """How late, in words: a spreadsheet reads « 1-30 » as a day."""
    return (_("Pas encore dû"), _("1 à 30 jours"), _("31 à 60 jours"), _("61 à 90 jours"), _("Plus de 90 jours"))


@reads(Audience.STAFF)
def calls_sheet(request: Request, form: str) -> HttpResponse:
    """The calls for funds as a file."""
    by = keeps_the_money(request)
    columns = (
        *(_("Appel"), _("Mois"), _("État"), _("Demandé"), _("Reçu"), _("À recevoir")),
        *(_("Préparé le"), _("Approuvé le"), _("Reçu le")),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            each.number,
            each.month,
            label(each.state),
            *map(Amount, (each.amount_cents, each.received_cents, each.left_cents)),
            day_of(each.prepared_at),
            day_of(each.decided_at) if each.decided_at and each.state != CallState.DISCARDED else "",
            each.received_on or "",
        )
        for each in books.calls(by=by)
    ]
    return table_file(f"appels-de-fonds-{day_of(request.at)}", columns, rows, form=form, at=request.at)


def _entry_choices(entries: list[BankEntryCard]) -> list[tuple[str, str]]:
    told = [(each, written.day_short(each.booked_on) if each.booked_on else "") for each in entries]
    return [
        (str(each.id), " · ".join(filter(None, (written.euros(each.amount_cents or 0), day, each.words[:60]))))
        for each, day in told
    ]
