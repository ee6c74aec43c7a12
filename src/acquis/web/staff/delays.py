"""How long training bodies wait for their money, against the thirty days that the law promises them."""

from __future__ import annotations

from itertools import pairwise

from django.http import HttpResponse
from django.utils.translation import gettext as _

from acquis.kit.clock import day_of
from acquis.rules import law_on
from acquis.treasury import queries as treasury
from acquis.treasury.types import CLASSES_FROM, DelaySum, InvoiceState, Unpaid
from acquis.web.design import written
from acquis.web.door import Audience, page, reads
from acquis.web.labels import label
from acquis.web.session import Request
from acquis.web.sheets import Amount, Cell, table_file

from .payouts import keeps_the_money


@reads(Audience.STAFF)
def show(request: Request) -> HttpResponse:
    by, today = keeps_the_money(request), day_of(request.at)
    told = treasury.delays_until(today, by=by)
    return page(
        request,
        "staff/delays.html",
        told=told,
        promise=law_on(today).delays.payment_calendar_days,
        classes=list(zip(class_names(), told.classes, _late_classes(), strict=True)),
        most=max([*told.classes, 1]),
        most_of_month=max([each.count for _month, each in told.by_month] + [1]),
        months=[(written.month(month), each) for month, each in reversed(told.by_month)],
        percent=percent,
        reasons=[(why_paid(why), each) for why, each in told.by_reason],
        late_reasons=[(why_late(why), each) for why, each in told.late_by_reason],
    )


@reads(Audience.STAFF)
def sheet(request: Request, form: str) -> HttpResponse:
    """Everything that the page tells as one table."""
    by, today = keeps_the_money(request), day_of(request.at)
    told = treasury.delays_until(today, by=by)
    columns = (
        *(_("Ce qui est compté"), _("Groupe"), _("Factures"), _("À temps"), _("À temps, pour cent")),
        *(_("Jours, médiane"), _("Jours, 9 sur 10"), _("Montant")),
    )
    rows: list[tuple[Cell, ...]] = [(_("Payées"), _("Toutes"), *_cells(told.paid))]
    rows += [(_("Payées, par mois"), f"{month:%Y-%m}", *_cells(each)) for month, each in told.by_month]
    rows += [(_("Payées, par motif"), why_paid(why), *_cells(each)) for why, each in told.by_reason]
    counted = zip(class_names(), told.classes, strict=True)
    rows += [(_("Payées, par délai"), name, count, "", "", "", "", "") for name, count in counted]
    rows += [(_("En retard aujourd’hui"), why_late(why), *_cells(each)) for why, each in told.late_by_reason]
    return table_file(f"delais-de-paiement-{today}", columns, rows, form=form, at=request.at)


def percent(each: DelaySum) -> str:
    """The share paid in time; only what is whole is told as 100."""
    if not each.count:
        return "—"
    return written.per_mille(each.in_time * 1_000 // each.count)


def class_names() -> list[str]:
    """The classes of days, in words."""
    firsts = (0, *CLASSES_FROM)
    closed = [
        _("%(first)s à %(last)s jours") % {"first": first, "last": after - 1} for first, after in pairwise(firsts)
    ]
    return [*closed, _("plus de %(last)s jours") % {"last": firsts[-1] - 1}]


def _late_classes() -> list[bool]:
    """Which classes are beyond the promise of thirty days."""
    return [first > 30 for first in (0, *CLASSES_FROM)]


def why_paid(why: Unpaid | InvoiceState | None) -> str:
    """What had held a paid invoice up."""
    match why:
        case Unpaid.WITHHELD:
            return _("Un contrôle l’a suspendue un temps")
        case Unpaid.ACCOUNT_RETURNED:
            return _("Un premier virement est revenu")
        case Unpaid.NOT_DEPOSITED:
            return _("L’organisme a déposé sa facture plus tard")
    return _("Rien ne l’a retenue")


def why_late(why: Unpaid | InvoiceState | None) -> str:
    """What holds an invoice up that is late now."""
    if why is InvoiceState.IN_BATCH:
        return _("Elle est dans un lot, que la banque n’a pas encore payé")
    return _("Rien ne la retient : elle attend un lot") if why is None else label(why)


def _cells(each: DelaySum) -> tuple[Cell, ...]:
    days = ("" if days is None else days for days in (each.median_days, each.ninth_decile_days))
    return (each.count, each.in_time, percent(each).removesuffix("%").rstrip(), *days, Amount(each.cents))
