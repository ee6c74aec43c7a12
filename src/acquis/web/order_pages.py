"""The pages of a payer's endowments, the same for an employer and a funder: each audience says who pays, and where."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from acquis.endowing import actions
from acquis.endowing import queries as endowing
from acquis.endowing.types import FACTS, Fault, Ground, OrderCard, OrderState, Payer, Refusal
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.web import order_form as forms
from acquis.web.door import actor_of, see_other
from acquis.web.labels import label
from acquis.web.refusals import sentence
from acquis.web.session import Request
from acquis.web.sheets import Cell, csv_file, table_file

#: Lines of one page.
SHOWN = 50
#: The columns of the file, in the words that head it.
COLUMNS = ("nir", "nom", "montant", "matricule")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a payer's pages are, how they are framed, and whether the reader may send an order."""

    base: str
    payer: Payer
    frame: Callable[..., HttpResponse]
    template: str = "design/base.html"
    signs: bool


def all_of_them(request: Request, place: Place) -> HttpResponse:
    by = actor_of(request)
    rows = endowing.orders(by=by, payer_id=place.payer.id)
    return place.frame(
        request,
        "design/orders.html",
        place=place,
        rows=[each for each in rows if each.state is not OrderState.CANCELLED],
        became=endowing.became(place.payer.id, by=by),
        fewest=endowing.FEWEST,
        credit=endowing.credit_line(place.payer.id, on=day_of(request.at)),
    )


def blank(request: Request, place: Place) -> HttpResponse:
    return _form(request, place, {"ground": request.GET.get("motif", "")}, {})


def draft(request: Request, place: Place) -> HttpResponse:
    values, errors = forms.read(request.POST, place.payer.kind)
    if errors:
        return _form(request, place, request.POST.dict(), errors)
    try:
        order_id = actions.draft_order(payer=place.payer, **values, by=actor_of(request), at=request.at)
    except Refused as refused:
        field = forms.FIELDS.get(refused.reason)
        if field is None:
            raise
        return _form(request, place, request.POST.dict(), {field: sentence(refused)})
    messages.success(request, _("Dites maintenant à qui vous donnez : par un fichier, ou une personne à la fois."))
    return see_other(f"{place.base}/{order_id}")


def one(request: Request, place: Place, order_id: UUID) -> HttpResponse:
    return _shown(request, place, order_id, {}, {})


def act(request: Request, place: Place, order_id: UUID) -> HttpResponse:
    """What the pressed button says: read a file, add a person, send, give up."""
    by, at, address = actor_of(request), request.at, f"{place.base}/{order_id}"
    match request.POST.get("act", ""):
        case "file":
            return _file(request, place, order_id)
        case "line":
            return _line(request, place, order_id)
        case "submit":
            actions.submit_order(order_id=order_id, by=by, at=at)
            messages.success(request, _("La dotation est envoyée. Voici comment la payer."))
        case "cancel":
            actions.cancel_order(order_id=order_id, by=by, at=at)
            messages.success(request, _("La dotation est abandonnée : personne n’a rien reçu."))
            address = place.base
        case _pressed:
            raise Http404
    return see_other(address)


def _file(request: Request, place: Place, order_id: UUID) -> HttpResponse:
    sent = request.FILES.get("file")
    if sent is None:
        return _shown(request, place, order_id, {"file": _("Choisissez un fichier.")}, {})
    content = sent.read(actions.MOST_BYTES + 1)
    try:
        actions.give_file(order_id=order_id, content=content, name=sent.name or "", by=actor_of(request), at=request.at)
    except Refused as refused:
        if refused.reason not in (Refusal.FILE_EMPTY, Refusal.FILE_TOO_LARGE, Refusal.FILE_NOT_READABLE):
            raise
        return _shown(request, place, order_id, {"file": _what_is_wrong(refused)}, {})
    return see_other(f"{place.base}/{order_id}")


def _line(request: Request, place: Place, order_id: UUID) -> HttpResponse:
    typed = {name: request.POST.get(name, "") for name in COLUMNS}
    try:
        actions.add_line(
            order_id=order_id,
            nir=typed["nir"],
            name=typed["nom"],
            amount=typed["montant"],
            mark=typed["matricule"],
            by=actor_of(request),
            at=request.at,
        )
    except Refused as refused:
        if refused.reason is not Refusal.LINE_REFUSED:
            raise
        field = str(refused.details.get("column", "nir")) or "nir"
        errors = {field: label(Fault(str(refused.details["fault"])))}
        # The number is typed again: it is on no page.
        return _shown(request, place, order_id, errors, typed | {"nir": ""})
    messages.success(request, _("La personne est ajoutée."))
    return see_other(f"{place.base}/{order_id}")


def model(request: Request, place: Place) -> HttpResponse:
    """A file to fill in: the heading, and nobody."""
    return csv_file("dotation-modele.csv", COLUMNS, [])


def faults(request: Request, place: Place, order_id: UUID, form: str) -> HttpResponse:
    """The lines that were not taken, as a file: where, and why."""
    rows: list[tuple[Cell, ...]] = [
        (each.place, each.column, label(each.fault)) for each in endowing.faults(order_id, by=actor_of(request))
    ]
    columns = (_("Ligne"), _("Colonne"), _("Ce qui ne va pas"))
    return table_file(f"lignes-refusees-{order_id}", columns, rows, form=form, at=request.at)


def receipt(request: Request, place: Place, order_id: UUID, form: str) -> HttpResponse:
    """Every line that was taken and what became of it, under the payer's own marks."""
    by = actor_of(request)
    card = endowing.order(order_id, by=by)
    rows: list[tuple[Cell, ...]] = [
        (each.place, each.mark, written_cents(each.amount_cents), label(each.state))
        for each in endowing.lines(order_id, by=by, limit=card.lines)
    ]
    columns = (_("Ligne"), _("Matricule"), _("Montant en euros"), _("État"))
    return table_file(f"dotation-{card.label or card.id}", columns, rows, form=form, at=request.at)


def written_cents(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02d}"


def _shown(
    request: Request, place: Place, order_id: UUID, errors: Mapping[str, str], typed: Mapping[str, str]
) -> HttpResponse:
    by = actor_of(request)
    card = endowing.order(order_id, by=by)
    if card.payer_id != place.payer.id:
        raise Http404
    current = page_of(request)
    return place.frame(
        request,
        "design/order.html",
        status=422 if errors else 200,
        place=place,
        **order_context(card, current=current, at_page=f"{place.base}/{card.id}"),
        lines=endowing.lines(order_id, by=by, first=(current - 1) * SHOWN, limit=SHOWN),
        faults=endowing.faults(order_id, by=by, limit=SHOWN),
        credit=endowing.credit_line(place.payer.id, on=day_of(request.at)),
        errors=dict(errors),
        typed=typed,
        columns=COLUMNS,
    )


def order_context(card: OrderCard, *, current: int, at_page: str) -> dict[str, object]:
    """What the page of an order shows to its payer and to the operator."""
    return {
        "card": card,
        "percent": 100 * card.read_upto // card.rows if card.rows else 0,
        "paid_percent": 100 * (card.credited + card.not_credited) // card.lines if card.lines else 0,
        "current": current,
        "last": max(1, -(-card.lines // SHOWN)),
        "at": lambda number: f"{at_page}?page={number}",
        "iban": settings.ACQUIS.debtor_iban,
        "iban_name": settings.ACQUIS.debtor_name,
    }


def page_of(request: Request) -> int:
    typed = request.GET.get("page", "1")
    return max(1, int(typed)) if typed.isascii() and typed.isdecimal() and len(typed) < 7 else 1


def _what_is_wrong(refused: Refused) -> str:
    fault = refused.details.get("fault")
    if fault is None:
        return sentence(refused)
    columns = str(refused.details.get("columns") or "")
    told = label(Fault(str(fault)))
    return told + (_(" Colonnes attendues : %(columns)s.") % {"columns": columns} if columns else "")


def _form(request: Request, place: Place, typed: Mapping[str, str], errors: Mapping[str, str]) -> HttpResponse:
    offered = forms.grounds(place.payer.kind)
    chosen = typed.get("ground") or Ground.VOLUNTARY.value
    ground = next((each for each in offered if each.value == chosen), Ground.VOLUNTARY)
    return place.frame(
        request,
        "design/order_form.html",
        status=422 if errors else 200,
        place=place,
        ground=ground,
        grounds=offered,
        facts=FACTS[ground],
        fact_labels=forms.fact_labels(),
        value=lambda name: typed.get(name, ""),
        errors=dict(errors),
    )
