"""The daily reconciliation: each day's movements held against the bank and the cards, and what does not agree."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from acquis.accounting import actions
from acquis.accounting import queries as books
from acquis.accounting.types import Refusal, WorkState
from acquis.kit.actor import Role
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.outside.card_reports import MOST_BYTES
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.labels import label
from acquis.web.refusals import sentence
from acquis.web.session import Request
from acquis.web.sheets import Amount, Cell, table_file

from .payouts import keeps_the_money, who

HERE = "/agents/comptabilite/rapprochement"
#: Differences told on one page; the oldest first, so that those to come follow.
SHOWN = 100
#: No sheet is longer.
MOST = 100_000
#: Days drawn.
DRAWN = 14
HEIGHT = 120


@reads(Audience.STAFF)
def show(request: Request) -> HttpResponse:
    return _shown(request, {})


def _shown(request: Request, errors: dict[str, str]) -> HttpResponse:
    by = keeps_the_money(request)
    days = books.days(by=by)
    found = books.differences(limit=SHOWN + 1, by=by)
    drawn = list(reversed(days[:DRAWN]))
    most = max([each.ours for each in drawn] + [1])
    return page(
        request,
        "staff/reconciliation.html",
        days=days,
        bars=[(each, round(each.ours * HEIGHT / most, 1), round(each.agreed * HEIGHT / most, 1)) for each in drawn],
        height=HEIGHT,
        bank=books.bank_state(by=by),
        found=found[:SHOWN],
        more=len(found) > SHOWN,
        errors=errors,
        yesterday=day_of(request.at) - timedelta(days=1),
        may_approve=by.has(Role.STAFF_APPROVER),
        proposed_it=lambda each: by.wrote(each.proposed_by),
        ours=books.piece,
        state=WorkState,
        who=who,
        status=422 if errors else 200,
    )


@reads(Audience.STAFF)
def sheet(request: Request, form: str) -> HttpResponse:
    """The differences that wait, as a file."""
    by = keeps_the_money(request)
    columns = (
        *(_("Jour"), _("Selon"), _("Écart"), _("État"), _("Chez nous"), _("Dehors")),
        *(_("Montant chez nous"), _("Montant dehors"), _("Écart en argent"), _("Suivi par"), _("Motif")),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            each.day,
            label(each.teller),
            label(each.kind),
            label(each.state),
            books.piece(each.ours),
            each.theirs,
            *map(Amount, (each.ours_cents, each.theirs_cents, each.money_cents if each.moves_money else 0)),
            who(each.owner) if each.owner else "",
            each.motive,
        )
        for each in books.differences(limit=MOST, by=by)
    ]
    return table_file(f"rapprochement-{day_of(request.at)}", columns, rows, form=form, at=request.at)


@writes(Audience.STAFF)
def take(request: Request) -> HttpResponse:
    """Read a report of the card provider."""
    keeps_the_money(request)
    sent = request.FILES.get("file")
    if sent is None:
        return _shown(request, {"file": _("Choisissez un rapport du prestataire de paiement.")})
    content = sent.read(MOST_BYTES + 1)
    try:
        actions.take_card_report(content=content, name=sent.name or "", by=actor_of(request), at=request.at)
    except Refused as refused:
        if refused.reason == Refusal.NOT_ALLOWED:
            raise
        return _shown(request, {"file": sentence(refused)})
    messages.success(request, _("Le rapport est lu. Rapprochez la journée pour voir ce qui concorde."))
    return see_other(HERE)


@writes(Audience.STAFF)
def reconcile(request: Request) -> HttpResponse:
    """Hold a day against what the bank and the card provider tell of it."""
    keeps_the_money(request)
    try:
        day = date.fromisoformat(request.POST.get("day", ""))
    except ValueError:
        return _shown(request, {"day": _("Donnez un jour, comme 2026-11-19.")})
    told = actions.reconcile_day(day=day, by=actor_of(request), at=request.at)
    if told.differences:
        said = ngettext(
            "%(num)s écart à regarder ce jour-là.", "%(num)s écarts à regarder ce jour-là.", told.differences
        )
        messages.warning(request, said % {"num": told.differences})
    else:
        messages.success(request, _("Tout concorde ce jour-là."))
    return see_other(HERE)


@writes(Audience.STAFF)
def act(request: Request, item_id: UUID, word: str) -> HttpResponse:
    """What somebody does with a difference."""
    keeps_the_money(request)
    given: dict[str, Any] = {"item_id": item_id, "by": actor_of(request), "at": request.at}
    words = request.POST.get(f"words-{item_id}", "")
    try:
        match word:
            case "prendre":
                actions.take_difference(**given)
            case "expliquer":
                actions.explain_difference(words=words, **given)
            case "proposer":
                actions.propose_write_off(words=words, **given)
            case "refuser":
                actions.decline_write_off(**given)
            case "approuver":
                actions.approve_write_off(**given)
            case _:
                raise Http404
    except Refused as refused:
        if refused.reason != Refusal.WORDS_MISSING:
            raise
        return _shown(request, {f"words-{item_id}": sentence(refused)})
    messages.success(request, _("C’est enregistré."))
    return see_other(HERE)
