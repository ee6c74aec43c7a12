"""The ways of following a drafted training, and their sessions: added, changed, taken out."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from acquis.catalogue.queries import drafts
from acquis.catalogue.types import (
    CertificationFee,
    DraftRow,
    Entry,
    Modality,
    OfferAction,
    OfferSession,
    OfferTraining,
    Rhythm,
    SessionState,
)
from acquis.web.door import Audience, actor_of, page, reads, writes
from acquis.web.labels import label
from acquis.web.session import Request

from . import draft_forms as forms
from .drafts import address, found, seen_of, written


@reads(Audience.PROVIDER)
def action(request: Request, draft_id: UUID) -> HttpResponse:
    """One way of following it, by the `action` of the address; without it, a new one."""
    row, content = found(request, draft_id)
    number = request.GET.get("action", "")
    one = _action(content, number) if number else OfferAction("")
    errors = _errors(request, row, f"actions/{number}") if number else {}
    typed = forms.typed_action(one)
    return _action_page(request, row, number, typed, [str(each) for each in one.rhythms], errors, 200)


@writes(Audience.PROVIDER)
def write_action(request: Request, draft_id: UUID) -> HttpResponse:
    row, content = found(request, draft_id)
    number, typed = request.POST.get("action", ""), request.POST.dict()
    rhythms = request.POST.getlist("rhythm")
    was = _action(content, number) if number else OfferAction(_free("A", [a.number for a in content.actions]))
    one, errors = forms.action_from(typed, rhythms, was)
    if errors:
        return _action_page(request, row, number, typed, rhythms, errors, 422)
    others = [a for a in content.actions if a.number != one.number]
    rank = next((n for n, a in enumerate(content.actions) if a.number == one.number), len(others))
    offer = replace(content, actions=[*others[:rank], one, *others[rank:]])
    return written(request, row, offer, seen_of(request, row))


@writes(Audience.PROVIDER)
def remove_action(request: Request, draft_id: UUID) -> HttpResponse:
    row, content = found(request, draft_id)
    one = _action(content, request.POST.get("action", ""))
    offer = replace(content, actions=[a for a in content.actions if a.number != one.number])
    return written(request, row, offer, seen_of(request, row))


@reads(Audience.PROVIDER)
def session(request: Request, draft_id: UUID) -> HttpResponse:
    """One session of the `action` of the address, by its `session`; without it, a new one."""
    row, content = found(request, draft_id)
    one = _action(content, request.GET.get("action", ""))
    number = request.GET.get("session", "")
    dates = _session(one, number) if number else OfferSession("")
    errors = _errors(request, row, f"actions/{one.number}/sessions/{number}") if number else {}
    return _session_page(request, row, one, number, forms.typed_session(dates), errors, 200)


@writes(Audience.PROVIDER)
def write_session(request: Request, draft_id: UUID) -> HttpResponse:
    row, content = found(request, draft_id)
    one = _action(content, request.POST.get("action", ""))
    number, typed = request.POST.get("session", ""), request.POST.dict()
    was = _session(one, number) if number else OfferSession(_free("S", [s.number for s in one.sessions]))
    dates, errors = forms.session_from(typed, was)
    if errors:
        return _session_page(request, row, one, number, typed, errors, 422)
    sessions = [s for s in one.sessions if s.number != dates.number]
    rank = next((n for n, s in enumerate(one.sessions) if s.number == dates.number), len(sessions))
    offer = _with(content, one, [*sessions[:rank], dates, *sessions[rank:]])
    return written(request, row, offer, seen_of(request, row))


@writes(Audience.PROVIDER)
def remove_session(request: Request, draft_id: UUID) -> HttpResponse:
    row, content = found(request, draft_id)
    one = _action(content, request.POST.get("action", ""))
    gone = _session(one, request.POST.get("session", ""))
    kept = [s for s in one.sessions if s.number != gone.number]
    return written(request, row, _with(content, one, kept), seen_of(request, row))


def _with(content: OfferTraining, one: OfferAction, sessions: list[OfferSession]) -> OfferTraining:
    changed = replace(one, sessions=sessions)
    return replace(content, actions=[changed if a.number == one.number else a for a in content.actions])


def _action(content: OfferTraining, number: str) -> OfferAction:
    one = next((a for a in content.actions if a.number == number), None)
    if one is None:
        raise Http404
    return one


def _session(one: OfferAction, number: str) -> OfferSession:
    dates = next((s for s in one.sessions if s.number == number), None)
    if dates is None:
        raise Http404
    return dates


def _free(letter: str, taken: list[str]) -> str:
    """The first number of our own that is free: A1, A2…"""
    return next(name for rank in range(1, len(taken) + 2) if (name := f"{letter}{rank}") not in taken)


def _errors(request: Request, row: DraftRow, part: str) -> dict[str, str]:
    return forms.errors_of(drafts.draft_findings(row.id, by=actor_of(request)), part)


def _action_page(
    request: Request, row: DraftRow, number: str, typed: dict[str, str], rhythms: list[str], errors: dict[str, str],
    status: int,
) -> HttpResponse:  # fmt: skip
    # A rate that a file gave and no law knows stays what it is until somebody chooses another.
    rates = dict.fromkeys((*forms.VAT_RATES, typed.get("vat_rate") or "0"))
    return page(
        request,
        "provider/draft_action.html",
        status=status,
        row=row,
        number=number,
        typed=typed,
        rhythms=rhythms,
        errors=errors,
        address=address(row.id),
        modalities=[(str(each), label(each)) for each in Modality],
        entries=[(str(each), label(each)) for each in Entry],
        fees=[(str(each), label(each)) for each in (CertificationFee.IN_PRICE, CertificationFee.BESIDE)],
        all_rhythms=[(str(each), label(each)) for each in Rhythm],
        vat_rates=[("", _("Non précisé")), ("0", _("0 (exonérée)")), *((each, each) for each in rates if each != "0")],
    )


def _session_page(
    request: Request, row: DraftRow, one: OfferAction, number: str, typed: dict[str, str], errors: dict[str, str],
    status: int,
) -> HttpResponse:  # fmt: skip
    return page(
        request,
        "provider/draft_session.html",
        status=status,
        row=row,
        action=one,
        number=number,
        typed=typed,
        errors=errors,
        address=address(row.id),
        states=[(str(each), label(each)) for each in SessionState],
    )
