"""A body that stopped: an agent finds it with its proof and sees what it gives to each; another decides."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from acquis.enrolments import queries as enrolments
from acquis.kit.actor import Actor, Role
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.people import queries as people
from acquis.providers import queries as providers
from acquis.providers.types import ProviderCard
from acquis.stops import actions
from acquis.stops import queries as stops
from acquis.stops.types import LineCard, LineState, Refusal, StopCard, StopState
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.hearings import typed_as
from acquis.web.labels import label
from acquis.web.lists import page_link, page_number
from acquis.web.refusals import sentence
from acquis.web.session import Request
from acquis.web.sheets import Amount, Cell, table_file
from acquis.web.uploads import FILE_REFUSALS, attached, proof_answer

from .payouts import who

#: Which field explains a refusal.
FIELDS = {
    Refusal.IN_THE_FUTURE: "stopped_on",
    Refusal.BEFORE_ANY_REQUEST: "stopped_on",
    Refusal.WORDS_MISSING: "words",
    Refusal.WORDS_TOO_LONG: "words",
    Refusal.EXHIBIT_REQUIRED: "proof",
}


@reads(Audience.STAFF)
def ask(request: Request, provider_id: UUID) -> HttpResponse:
    return _form(request, provider_id)


@writes(Audience.STAFF)
def prepare(request: Request, provider_id: UUID) -> HttpResponse:
    """Reckon what the stop does, and keep it for another agent to decide."""
    _agent(request)
    try:
        stopped_on = date.fromisoformat(request.POST.get("stopped_on", ""))
    except ValueError:
        return _form(request, provider_id, errors={"stopped_on": _("Indiquez le jour de l’arrêt.")})
    try:
        stop_id = actions.prepare(
            provider_id=provider_id,
            stopped_on=stopped_on,
            continued=request.POST.get("continued") == "1",
            words=request.POST.get("words", ""),
            proofs=attached(request),
            by=actor_of(request),
            at=request.at,
        )
    except Refused as refused:
        file = refused.reason.name.startswith(FILE_REFUSALS)
        field = "proof" if file else FIELDS.get(refused.reason)  # type: ignore[call-overload]
        if field is None:
            raise
        return _form(request, provider_id, errors={field: sentence(refused)})
    messages.success(request, _("L’arrêt est préparé. Rien n’a changé : une autre personne doit l’approuver."))
    return see_other(f"/agents/arrets/{stop_id}")


@reads(Audience.STAFF)
def one(request: Request, stop_id: UUID) -> HttpResponse:
    """One stop: what it does, enrolment by enrolment; a holder's name for those who may read names, and it is noted."""
    by, card, body = _found(request, stop_id)
    number = page_number(request)
    lines = stops.lines(stop_id, by=by, page=number)
    reason = _("arrêt d’un organisme n° %s") % str(stop_id)[-6:]
    waits, own = card.row.state is StopState.PREPARED, by.wrote(card.row.prepared_by)
    whole = card.whole
    return page(
        request,
        "staff/stop.html",
        card=card,
        row=card.row,
        body=body,
        whole=whole,
        entered_after=enrolments.entered_after(card.row.provider_id, card.row.stopped_on, by=by) if waits else 0,
        lines=lines,
        names=people.names_of({line.person_id for line in lines}, by=by, reason=reason),
        figure=typed_as,
        ended=card.progress.get(LineState.ENDED, 0),
        waiting=card.progress.get(LineState.WAITING, 0),
        left=card.progress.get(LineState.LEFT, 0),
        may_approve=waits and by.has(Role.STAFF_APPROVER) and not own,
        may_discard=waits and (by.has(Role.STAFF_APPROVER) or own),
        number=number,
        pages=max(1, -(-whole.count // stops.PER_PAGE)),
        href=page_link(request),
        who=who,
    )


@writes(Audience.STAFF)
def approve(request: Request, stop_id: UUID) -> HttpResponse:
    _found(request, stop_id)
    actions.approve(stop_id=stop_id, by=actor_of(request), at=request.at)
    messages.success(request, _("L’arrêt est approuvé. Les inscriptions prennent fin une par une."))
    return see_other(f"/agents/arrets/{stop_id}")


@writes(Audience.STAFF)
def discard(request: Request, stop_id: UUID) -> HttpResponse:
    _found(request, stop_id)
    actions.discard(stop_id=stop_id, by=actor_of(request), at=request.at)
    messages.success(request, _("L’arrêt est abandonné. Rien n’a changé."))
    return see_other(f"/agents/arrets/{stop_id}")


@writes(Audience.STAFF)
def resume(request: Request, stop_id: UUID) -> HttpResponse:
    """Plan the work once more; what is done stays done."""
    _found(request, stop_id)
    actions.resume(stop_id=stop_id, by=actor_of(request), at=request.at)
    messages.success(request, _("Le travail reprend là où il en était."))
    return see_other(f"/agents/arrets/{stop_id}")


@reads(Audience.STAFF)
def exhibit(request: Request, stop_id: UUID, exhibit_id: UUID) -> HttpResponse:
    by, _card, _body = _found(request, stop_id)
    found = stops.exhibit(stop_id, exhibit_id, by=by)
    if found is None:
        raise Http404
    return proof_answer(found)


@reads(Audience.STAFF)
def sheet(request: Request, stop_id: UUID, form: str) -> HttpResponse:
    """Every enrolment of the stop for a spreadsheet; nobody is named in it."""
    by, _card, _body = _found(request, stop_id)
    columns = [
        _("Dossier"), _("Formation"), _("État avant l’arrêt"), _("Ce qui se passe"), _("Où en est-on"),
        _("Compté jusqu’au"), _("Suivi"), _("Prévu"), _("Compté en"), _("Prix"), _("À l’organisme"), _("Rendu"),
        _("Perdu"),
    ]  # fmt: skip
    rows = (_cells(line) for line in stops.lines(stop_id, by=by))
    return table_file(f"arret-{str(stop_id)[-6:]}", columns, rows, form=form, at=request.at)


def _cells(line: LineCard) -> list[Cell]:
    return [
        line.number, line.title, label(line.was), label(line.way), label(line.state),
        line.until or "", typed_as(line.done) if line.done is not None else "",
        typed_as(line.total) if line.total is not None else "", label(line.unit) if line.unit else "",
        Amount(line.price_cents), Amount(line.provider_cents), Amount(line.returned_cents), Amount(line.lapsed_cents),
    ]  # fmt: skip


def _form(request: Request, provider_id: UUID, *, errors: dict[str, str] | None = None) -> HttpResponse:
    _agent(request)
    body = providers.provider(provider_id)
    if body is None:
        raise Http404
    return page(
        request,
        "staff/stop_form.html",
        status=422 if errors else 200,
        body=body,
        typed=request.POST,
        today=day_of(request.at),
        earliest=stops.earliest_day(provider_id, by=actor_of(request), at=request.at),
        errors=errors or {},
    )


def _agent(request: Request) -> None:
    if not actor_of(request).has(Role.STAFF_AGENT):
        raise Http404


def _found(request: Request, stop_id: UUID) -> tuple[Actor, StopCard, ProviderCard]:
    by = actor_of(request)
    card = stops.stop(stop_id, by=by)
    body = providers.provider(card.row.provider_id) if card else None
    if card is None or body is None:
        raise Http404
    return by, card, body
