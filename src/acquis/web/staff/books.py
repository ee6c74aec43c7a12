"""The accountant's books: a month's trial balance and journals, an account's entries, and the closing of months."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from acquis.accounting import actions
from acquis.accounting import queries as books
from acquis.accounting.types import BalanceLine, ClosingCard, ClosingState, Span
from acquis.kit.actor import Actor, Role
from acquis.kit.clock import day_of
from acquis.web.design import written
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.session import Request
from acquis.web.sheets import Amount, Cell, table_file

from .books_chart import months_chart
from .payouts import keeps_the_money, who

#: More entries than a person reads on one page; the sheet has them all.
SHOWN = 200
#: No sheet is longer: beyond, `acquis books fec` writes the file.
MOST = 100_000


@reads(Audience.STAFF)
def show(request: Request) -> HttpResponse:
    by = keeps_the_money(request)
    flows = books.every_flow(by=by)
    months = books.months(flows)
    month = _month(request, months)
    lines = books.balance(flows, first=month, last=month)
    first_open = books.first_open()
    return page(
        request,
        "staff/books.html",
        month=month,
        named=named,
        side=side,
        months=_choices(months),
        closed=first_open is not None and month < first_open,
        result=sum(line.credits_cents - line.debits_cents for line in lines if line.number[0] in "67"),
        classes=_by_class(lines),
        entries_of=_closed_month(month, by) if first_open is not None and month < first_open else None,
        journals=books.journals(flows, first=month, last=month),
        chart=months_chart(flows, [each for each in months if each <= day_of(request.at)]),
        to_confirm=sum(line.confidence != "H" for line in lines),
    )


@reads(Audience.STAFF)
def sheet(request: Request, form: str) -> HttpResponse:
    """The trial balance as a file."""
    by = keeps_the_money(request)
    flows = books.every_flow(by=by)
    month = _month(request, books.months(flows))
    columns = (_("Compte"), _("Intitulé"), _("Solde avant"), _("Débits"), _("Crédits"), _("Solde après"))
    rows: list[tuple[Cell, ...]] = [
        (
            line.number,
            line.label,
            *map(Amount, (line.before_cents, line.debits_cents, line.credits_cents, line.after_cents)),
        )
        for line in books.balance(flows, first=month, last=month)
    ]
    return table_file(f"balance-{month:%Y-%m}", columns, rows, form=form, at=request.at)


@reads(Audience.STAFF)
def account(request: Request, number: str) -> HttpResponse:
    """The general ledger: the entries of an account in a month."""
    found = books.chart().accounts.get(number)
    by = keeps_the_money(request)
    if found is None:
        raise Http404
    flows = books.every_flow(by=by)
    months = books.months(flows)
    month = _month(request, months)
    lines = {line.number: line for line in books.balance(flows, first=month, last=month)}
    after = books.number_before(flows, month=month)
    entries = list(books.entries(month, after=after, account=number, limit=SHOWN + 1, by=by))
    return page(
        request,
        "staff/book_account.html",
        account=found,
        month=month,
        named=named,
        side=side,
        months=_choices(months),
        line=lines.get(number),
        entries=[(entry, *_sides(entry.lines, entry.amount_cents, number)) for entry in entries[:SHOWN]],
        more=len(entries) > SHOWN,
        chart=books.chart(),
        piece=books.piece,
    )


@reads(Audience.STAFF)
def account_sheet(request: Request, number: str, form: str) -> HttpResponse:
    """The entries of an account in a month as a file."""
    by = keeps_the_money(request)
    if number not in books.chart().accounts:
        raise Http404
    flows = books.every_flow(by=by)
    month = _month(request, books.months(flows))
    columns = (_("Écriture"), _("Journal"), _("Jour comptable"), _("Jour du fait"), _("Libellé"), _("Pièce"))
    after = books.number_before(flows, month=month)
    rows: list[tuple[Cell, ...]] = []
    for entry in books.entries(month, after=after, account=number, limit=MOST, by=by):
        debit, credit = _sides(entry.lines, entry.amount_cents, number)
        told = books.chart().codes.get(entry.code, entry.code)
        days = (entry.on, entry.effective_on)
        rows.append(
            (str(entry.number), entry.journal, *days, told, books.piece(entry.reference), Amount(debit), Amount(credit))
        )
    name = f"compte-{number}-{month:%Y-%m}"
    return table_file(name, (*columns, _("Débit"), _("Crédit")), rows, form=form, at=request.at)


@reads(Audience.STAFF)
def closings(request: Request) -> HttpResponse:
    by = keeps_the_money(request)
    found = books.closings(by=by)
    flows = books.every_flow(by=by)
    months = [each for each in books.months(flows) if books.next_month(each) <= day_of(request.at)]
    first_open = books.first_open()
    ready = [each for each in months if first_open is None or each >= first_open]
    years = {each.month.year for each in found if each.span is Span.YEAR and each.state != ClosingState.DISCARDED}
    ended = sorted({each.month.year for each in found if _closes_a_year(each)} - years)
    return page(
        request,
        "staff/closings.html",
        closings=found,
        waiting=next((each for each in found if each.state == ClosingState.PREPARED), None),
        choices=_choices(ready[:1] if first_open else ready),
        year=ended[0] if ended else None,
        may_prepare=by.has(Role.STAFF_FINANCE),
        may_approve=by.has(Role.STAFF_APPROVER),
        prepared_it=lambda each: by.wrote(each.prepared_by),
        who=who,
        named=named,
        span_name=span_name,
    )


@writes(Audience.STAFF)
def prepare(request: Request) -> HttpResponse:
    keeps_the_money(request)
    said = request.POST.get("month", "")
    span = Span.YEAR if request.POST.get("year") else Span.MONTH
    try:
        month = date(int(request.POST["year"]), 12, 1) if span is Span.YEAR else date.fromisoformat(f"{said}-01")
    except ValueError:
        raise Http404 from None
    actions.prepare_closing(span=span, month=month, by=actor_of(request), at=request.at)
    messages.success(request, _("La clôture est prête : une autre personne peut l’approuver."))
    return see_other("/agents/comptabilite/clotures")


@writes(Audience.STAFF)
def approve(request: Request, closing_id: UUID) -> HttpResponse:
    actions.approve_closing(closing_id=closing_id, by=actor_of(request), at=request.at)
    messages.success(request, _("C’est clos. Ce qui arrivera en retard ira au mois suivant."))
    return see_other("/agents/comptabilite/clotures")


@writes(Audience.STAFF)
def discard(request: Request, closing_id: UUID) -> HttpResponse:
    actions.discard_closing(closing_id=closing_id, by=actor_of(request), at=request.at)
    return see_other("/agents/comptabilite/clotures")


def _closed_month(month: date, by: Actor) -> ClosingCard | None:
    """The closing of a month, whose entries may be taken as a file."""
    found = (each for each in books.closings(by=by) if each.span is Span.MONTH and each.month == month)
    return next((each for each in found if each.state == ClosingState.CLOSED), None)


def _closes_a_year(each: ClosingCard) -> bool:
    """Whether this is a December that is closed: its year may be, however many months have closed since."""
    return each.span is Span.MONTH and each.state == ClosingState.CLOSED and each.month.month == 12


def named(choices: list[tuple[str, date]]) -> list[tuple[str, str]]:
    """The months of a list of choices, in words."""
    return [(value, written.month(month)) for value, month in choices]


def side(cents: int) -> str:
    """A balance as accountants tell it: its amount, and on which side it is."""
    return written.euros(abs(cents)) + (" D" if cents > 0 else " C" if cents < 0 else "")


def span_name(each: ClosingCard) -> str:
    """A month, or a year, in words."""
    return _("Année %(year)s") % {"year": each.month.year} if each.span is Span.YEAR else written.month(each.month)


def _month(request: Request, months: list[date]) -> date:
    """The month asked for; else the last one that has begun."""
    said = request.GET.get("mois", "")
    wanted = [each for each in months if f"{each:%Y-%m}" == said]
    begun = [each for each in months if each <= day_of(request.at)]
    return (wanted or begun[-1:] or [day_of(request.at).replace(day=1)])[0]


def _choices(months: list[date]) -> list[tuple[str, date]]:
    return [(f"{each:%Y-%m}", each) for each in reversed(months)]


def _by_class(lines: list[BalanceLine]) -> list[tuple[str, list[BalanceLine]]]:
    """The lines of the balance in the accountant's three parts: what one has and owes, the year, the commitments."""
    parts: list[tuple[str, list[BalanceLine]]] = [
        (_("Ce que l’on a et ce que l’on doit"), [line for line in lines if line.number[0] in "12345"]),
        (_("Charges et produits de l’année"), [line for line in lines if line.number[0] in "67"]),
        (_("Engagements hors bilan"), [line for line in lines if line.number[0] == "8"]),
    ]
    return [(title, held) for title, held in parts if held]


def _sides(lines: tuple[tuple[str, str], ...], cents: int, number: str) -> tuple[int, int]:
    """What an entry debits and credits of an account."""
    return sum(cents for debit, _c in lines if debit == number), sum(cents for _d, credit in lines if credit == number)
