"""Compose a convention: one page, every condition a field, nothing to learn and no code to write."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from acquis.funders import actions
from acquis.funders import queries as funders
from acquis.funders.types import ConventionCard, ConventionState, Funding, Unspent
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.session import Request

from . import forms


@reads(Audience.FUNDER)
def blank(request: Request) -> HttpResponse:
    by = actor_of(request)
    assert by.funder_id is not None
    card = funders.funder(by.funder_id, by=by)
    typed = {
        "funding": [Funding.CALLED.value],
        "unspent": [Unspent.REFUNDED.value],
        "answer": ["at_once"],
        "suspends": ["1"],
        "document_days": ["5"],
    }
    if card.region:
        typed["home_region"] = [card.region]
    return _form(request, None, typed, {})


@writes(Audience.FUNDER)
def draft(request: Request) -> HttpResponse:
    by = actor_of(request)
    assert by.funder_id is not None
    written = forms.read(request.POST)
    if written.errors:
        return _form(request, None, dict(request.POST.lists()), written.errors)
    convention_id = actions.draft_convention(funder_id=by.funder_id, **written.values, by=by, at=request.at)
    messages.success(request, _("Le brouillon est enregistré. Essayez-le avant de le signer."))
    return see_other(f"/financeur/conventions/{convention_id}")


@reads(Audience.FUNDER)
def edit(request: Request, convention_id: UUID) -> HttpResponse:
    card = _draft_of(request, convention_id)
    return _form(request, card, forms.shown(card), {})


@writes(Audience.FUNDER)
def change(request: Request, convention_id: UUID) -> HttpResponse:
    card = _draft_of(request, convention_id)
    written = forms.read(request.POST)
    if written.errors:
        return _form(request, card, dict(request.POST.lists()), written.errors)
    by = actor_of(request)
    actions.change_convention(convention_id=convention_id, **written.values, by=by, at=request.at)
    messages.success(request, _("Le brouillon est enregistré. Essayez-le avant de le signer."))
    return see_other(f"/financeur/conventions/{convention_id}")


def _draft_of(request: Request, convention_id: UUID) -> ConventionCard:
    card = funders.convention(convention_id, by=actor_of(request))
    if card.state is not ConventionState.DRAFT:
        raise Http404
    return card


def _form(
    request: Request, card: ConventionCard | None, typed: Mapping[str, list[str]], errors: Mapping[str, str]
) -> HttpResponse:
    def value(name: str) -> str:
        return (typed.get(name) or [""])[0]

    return page(
        request,
        "funder/compose.html",
        status=422 if errors else 200,
        card=card,
        value=value,
        chosen=lambda name: typed.get(name, []),
        options=forms.options(),
        publics=range(1, forms.PUBLICS + 1),
        errors=dict(errors),
    )
