"""The statement on paper: an accessible PDF with a code, by which whoever receives it can check that it is exact."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from acquis.accounts.types import PurseCard
from acquis.kit.clock import day_of
from acquis.people import queries as people
from acquis.support import actions
from acquis.web.design.environment import current_language
from acquis.web.design.written import day, day_short, euros, signed_euros
from acquis.web.door import Audience, actor_of, writes
from acquis.web.paper import check_of, pdf
from acquis.web.session import Request

from .movements import Told, purse_words
from .statement import asked


@writes(Audience.HOLDER)
def issue(request: Request) -> HttpResponse:
    """Keep a code for the statement and give it: a POST, because the code is written down."""
    by, today = actor_of(request), day_of(request.at)
    assert by.id is not None
    rights, found, year, purse = asked(request)
    lines = [_line(each) for each in found.lines]
    code = actions.issue_statement(
        lines=[tuple(line.values()) for line in lines],
        balance_cents=found.balance_cents,
        year=year,
        whole_account=purse is None,
        by=by,
        at=request.at,
    )
    name = people.name_of(by.id, by=by, reason=gettext_noop("relevé demandé par le titulaire"))
    card = next((each for each in rights.purses if each.id == purse), None)
    data = {
        "title": _("Relevé de mon compte de formation"),
        "lang": current_language(),
        "check": check_of(code),
        "holder": f"{name.first} {name.last}",
        "scope": _scope(year, card),
        "balance_label": _("Il restait fin %(year)s") % {"year": year}
        if year
        else _("Il reste le %(day)s") % {"day": day(today)},
        "balance": euros(found.balance_cents),
        "purses_title": _("D’où vient cet argent"),
        "purse_columns": [_("Origine"), _("Disponible le %(day)s") % {"day": day_short(today)}],
        "purses": [[purse_words(each.kind, each.label), euros(each.available_cents)] for each in rights.purses],
        "lines_title": _("Chaque mouvement et sa raison"),
        "columns": [_("Date"), _("Mouvement et raison"), _("Montant"), _("Solde après")],
        "lines": lines,
        "footer": _("Relevé du %(day)s · code %(code)s") % {"day": day(today), "code": code},
    }
    response = HttpResponse(pdf("holder/statement.typ", data), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="releve-{year or "complet"}-{code}.pdf"'
    return response


def _line(each: Told) -> dict[str, str]:
    name = f"{each.name} {each.line.why_year}" if each.line.why_year else each.name
    return {
        "day": day_short(each.line.on),
        "name": f"{name} ({_('réservé')})" if each.reserved else name,
        "reason": each.reason,
        "origin": " · ".join(filter(None, (each.purse, each.article))),
        "amount": signed_euros(each.line.amount_cents),
        "balance": euros(each.balance_cents),
    }


def _scope(year: int | None, purse: PurseCard | None) -> str:
    what = purse_words(purse.kind, purse.label) if purse else _("Tout le compte")
    return f"{what}, {year}" if year else _("%(what)s, depuis le premier mouvement") % {"what": what}
