"""Crediting everybody: one person prepares a run and reads what it would give, another approves it."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from acquis.accounts.types import Refusal as AccountRefusal
from acquis.crediting import actions
from acquis.crediting import queries as crediting
from acquis.crediting.types import Phase, RunCard, RunKind, TallyLine, Totals
from acquis.kit.actor import Actor, Role
from acquis.kit.clock import day_of
from acquis.people import queries as people
from acquis.rules import FIRST_DAY, Regime
from acquis.rules import Refusal as LawRefusal
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.refusals import sentences
from acquis.web.session import Request

from .amounts import amount_chart
from .payouts import keeps_the_money

ADDRESS = "/agents/alimentation"
#: Departments shown at first; the rest opens in the page.
DEPARTMENTS = 10


@reads(Audience.STAFF)
def show(request: Request) -> HttpResponse:
    """Every run, and the form that prepares one."""
    by = keeps_the_money(request)
    last = day_of(request.at).year - 1
    return page(
        request,
        "staff/crediting.html",
        runs=crediting.runs(by=by),
        years=[(year, str(year)) for year in range(last, FIRST_DAY.year - 1, -1)],
        may_prepare=by.has(Role.STAFF_FINANCE),
        who=_who,
        total_of=_total_of,
    )


@reads(Audience.STAFF)
def run(request: Request, run_id: UUID) -> HttpResponse:
    """One run: how far it is, what it gives and to whom, what it does not give and why."""
    by, card = _seen(request, run_id)
    phase = Phase.DONE if card.approved_at else Phase.FORESEEN
    bands, refused = crediting.bands(run_id, phase), crediting.refused(run_id, phase)
    return page(
        request,
        "staff/crediting_run.html",
        run=card,
        phase=phase,
        totals=_total_of(card),
        lines=crediting.tallies(run_id, phase),
        departments=_by_department(crediting.departments(run_id, phase)),
        shown=DEPARTMENTS,
        chart=amount_chart(bands, step_cents=crediting.BAND_CENTS),
        refused=[(_reason(each.reason), each.rows) for each in refused],
        corrected_since=sum(each.rows for each in refused if each.reason == AccountRefusal.CORRECTED_SINCE),
        may_prepare=by.has(Role.STAFF_FINANCE),
        may_approve=by.has(Role.STAFF_APPROVER),
        prepared_it=by.wrote(card.prepared_by),
        who=_who,
    )


@reads(Audience.STAFF)
def reconciliation(request: Request, run_id: UUID) -> HttpResponse:
    """Facts, journal, ledger and balances of a run beside each other, as the worker last read them."""
    by, card = _seen(request, run_id)
    report = crediting.reconciliation(run_id, by=by)
    return page(request, "staff/crediting_reconciled.html", run=card, report=report)


@writes(Audience.STAFF)
def prepare(request: Request) -> HttpResponse:
    """Prepare a run; the worker foresees it."""
    year, kind = request.POST.get("year", ""), request.POST.get("kind", "")
    if not year.isascii() or not year.isdigit() or len(year) > 4 or kind not in (RunKind.YEARLY, RunKind.LAW):
        raise Http404
    run_id = actions.prepare(kind=RunKind(kind), year=int(year), by=actor_of(request), at=request.at)
    messages.success(request, _("Le calcul à blanc commence. Aucun euro ne bouge avant l’approbation."))
    return see_other(f"{ADDRESS}/{run_id}")


@writes(Audience.STAFF)
def approve(request: Request, run_id: UUID) -> HttpResponse:
    actions.approve(run_id=run_id, by=actor_of(request), at=request.at)
    _by, card = _seen(request, run_id)
    takes = card.kind is RunKind.UNDO
    said = _("C’est approuvé. La reprise commence.") if takes else _("C’est approuvé. Le versement commence.")
    messages.success(request, said)
    return see_other(f"{ADDRESS}/{run_id}")


@writes(Audience.STAFF)
def discard(request: Request, run_id: UUID) -> HttpResponse:
    actions.discard(run_id=run_id, by=actor_of(request), at=request.at)
    return see_other(ADDRESS)


@writes(Audience.STAFF)
def reconcile(request: Request, run_id: UUID) -> HttpResponse:
    """Have the worker read everything again."""
    actions.ask_reconciliation(run_id=run_id, by=actor_of(request), at=request.at)
    messages.success(request, _("La lecture des quatre sources commence. Le résultat s’affichera ici."))
    return see_other(f"{ADDRESS}/{run_id}/rapprochement")


@writes(Audience.STAFF)
def undo(request: Request, run_id: UUID) -> HttpResponse:
    """Prepare the undoing of a run; it is foreseen and approved like any other."""
    _by, card = _seen(request, run_id)
    undoing = actions.prepare(kind=RunKind.UNDO, year=card.year, undoes=run_id, by=actor_of(request), at=request.at)
    return see_other(f"{ADDRESS}/{undoing}")


def _seen(request: Request, run_id: UUID) -> tuple[Actor, RunCard]:
    by = keeps_the_money(request)
    card = crediting.run(run_id, by=by)
    if card is None:
        raise Http404
    return by, card


def _total_of(card: RunCard) -> Totals:
    return card.executed if card.approved_at else card.foreseen


def _by_department(lines: list[TallyLine]) -> list[tuple[str, int, int, int]]:
    """(department, years that move something, given, taken back) in euros, where most moves first; unknown last."""
    sums: dict[str, tuple[int, int, int]] = defaultdict(lambda: (0, 0, 0))
    for line in lines:
        if line.regime is Regime.PUBLIC_AGENT:
            continue
        years, given, taken = sums[line.department]
        totals = line.totals
        sums[line.department] = (years + totals.moving, given + totals.given_cents, taken + totals.taken_cents)
    found = [(department, *figures) for department, figures in sums.items()]
    return sorted(found, key=lambda row: (row[0] == "", -row[2] - row[3], row[0]))


def _reason(word: str) -> str:
    """The sentence of a reason; the word itself for one that has none."""
    told = sentences()
    return next((told[kind, word] for kind in (AccountRefusal, LawRefusal) if (kind, word) in told), word)


def _who(key: str) -> str:
    """The name behind an actor's key; staff may know their colleagues."""
    role, _colon, identifier = key.partition(":")
    try:
        name = people.agent_name(UUID(identifier))
    except ValueError:
        name = ""
    return name or (_("le système") if role == Role.SYSTEM else _("un agent"))
