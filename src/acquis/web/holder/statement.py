"""The statement: every movement with its reason, its article and what was left; a year or a purse when one asks."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from acquis.accounts import queries as accounts
from acquis.accounts.types import Rights
from acquis.kit.clock import day_of
from acquis.ledger.queries import sealed_statement
from acquis.web.door import Audience, actor_of, page, reads
from acquis.web.granted_words import by_movement
from acquis.web.lists import page_link, page_number
from acquis.web.session import Request
from acquis.web.sheets import csv_file

from .movements import Statement, purse_words, statement_of
from .years import year_chart

PER_PAGE = 50


@reads(Audience.HOLDER)
def show(request: Request) -> HttpResponse:
    rights, found, year, purse = asked(request)
    pages = max(1, -(-len(found.lines) // PER_PAGE))
    current = min(page_number(request), pages)
    return page(
        request,
        "holder/statement.html",
        rights=rights,
        found=found,
        lines=found.lines[(current - 1) * PER_PAGE : current * PER_PAGE],
        year=year,
        purse=purse,
        years=[("", _("Toutes les années")), *((str(each), str(each)) for each in found.years)],
        purses=[
            ("", _("Tout mon compte")),
            *((str(each.id), purse_words(each.kind, each.label)) for each in rights.purses),
        ],
        chart=year_chart(found.balances),
        this_year=day_of(request.at).year,
        current=current,
        pages=pages,
        href=page_link(request),
        query=request.GET.urlencode(),
    )


@reads(Audience.HOLDER)
def as_csv(request: Request) -> HttpResponse:
    """The same lines as a file for a spreadsheet; amounts in two columns, so that none begins with a sign."""
    _rights, found, year, _purse = asked(request)
    columns = [
        _("Date"), _("Mouvement"), _("Raison"), _("Texte"), _("Origine"), _("Entrée (€)"), _("Sortie (€)"),
        _("Solde après (€)"), _("État"), _("Référence"),
    ]  # fmt: skip
    rows = [
        [
            each.line.on.strftime("%d/%m/%Y"),
            each.name,
            each.reason,
            each.article,
            each.purse,
            _figure(max(each.line.amount_cents, 0)),
            _figure(max(-each.line.amount_cents, 0)),
            _figure(each.balance_cents),
            _("réservé") if each.reserved else _("fait"),
            str(each.line.id),
        ]
        for each in found.lines
    ]
    return csv_file(f"releve-{year or 'complet'}.csv", columns, rows)


@reads(Audience.HOLDER)
def as_proof(request: Request) -> HttpResponse:
    """Every movement with its proof: anyone verifies it with the published anchors and nothing else."""
    by = actor_of(request)
    assert by.account_id is not None
    answer = JsonResponse(sealed_statement(by.account_id), json_dumps_params={"indent": 1})
    answer["Content-Disposition"] = 'attachment; filename="releve-verifiable.json"'
    return answer


def asked(request: Request) -> tuple[Rights, Statement, int | None, UUID | None]:
    """The account of the reader, and the statement kept to what the address asks; nonsense asks for everything."""
    by = actor_of(request)
    assert by.account_id is not None
    rights = accounts.rights(by.account_id, by=by, on=day_of(request.at))
    if rights is None:
        raise Http404
    text, wanted = request.GET.get("annee", ""), request.GET.get("origine", "")
    year = int(text) if text.isdecimal() and len(text) == 4 else None
    purse = next((each.id for each in rights.purses if str(each.id) == wanted), None)
    given = by_movement(accounts.grants(by.account_id, by=by))
    found = statement_of(accounts.statement(by.account_id, by=by), year=year, purse=purse, rights=given)
    return rights, found, year, purse


def _figure(cents: int) -> str:
    """« 1234,50 », as a French spreadsheet reads a number; nothing for nothing."""
    sign, amount = ("-", -cents) if cents < 0 else ("", cents)
    return f"{sign}{amount // 100},{amount % 100:02d}" if cents else ""
