"""A funder's conventions: the list with each budget, and one of them with its life, its money and whom it helped."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from acquis.funders import actions
from acquis.funders import queries as funders
from acquis.funders.types import ConventionState
from acquis.kit.actor import Role
from acquis.kit.clock import day_of
from acquis.web.convention_page import convention_context
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.session import Request

#: What is read first: what waits for somebody, then what stands, then what is over.
_ORDER = {
    ConventionState.DRAFT: 0,
    ConventionState.SUBMITTED: 0,
    ConventionState.IN_FORCE: 1,
    ConventionState.SUSPENDED: 1,
}


@reads(Audience.FUNDER)
def all_of_them(request: Request) -> HttpResponse:
    by = actor_of(request)
    assert by.funder_id is not None
    shown = [each for each in funders.conventions(by=by) if each.state is not ConventionState.REPLACED]
    shown.sort(key=lambda each: _ORDER.get(each.state, 2))
    return page(
        request,
        "funder/conventions.html",
        funder=funders.funder(by.funder_id, by=by),
        rows=[(each, funders.budget_of(each)) for each in shown],
    )


@reads(Audience.FUNDER)
def one(request: Request, convention_id: UUID) -> HttpResponse:
    by = actor_of(request)
    card = funders.convention(convention_id, by=by)
    return page(
        request,
        "funder/convention.html",
        **convention_context(card, by=by, today=day_of(request.at)),
        signs=by.has(Role.FUNDER_MANAGER),
        base=f"/financeur/conventions/{convention_id}",
    )


@writes(Audience.FUNDER)
def submit(request: Request, convention_id: UUID) -> HttpResponse:
    actions.submit_convention(convention_id=convention_id, by=actor_of(request), at=request.at)
    return _done(request, convention_id, _("La convention est signée et envoyée. L’opérateur doit l’approuver."))


@writes(Audience.FUNDER)
def take_back(request: Request, convention_id: UUID) -> HttpResponse:
    actions.take_back_convention(convention_id=convention_id, by=actor_of(request), at=request.at)
    return _done(request, convention_id, _("La convention est de nouveau un brouillon."))


@writes(Audience.FUNDER)
def amend(request: Request, convention_id: UUID) -> HttpResponse:
    draft = actions.amend_convention(convention_id=convention_id, by=actor_of(request), at=request.at)
    messages.success(request, _("Voici le brouillon de la nouvelle version. L’actuelle vaut jusqu’à son approbation."))
    return see_other(f"/financeur/conventions/{draft}/modifier")


@writes(Audience.FUNDER)
def suspend(request: Request, convention_id: UUID) -> HttpResponse:
    reason = request.POST.get("reason", "")
    actions.suspend_convention(convention_id=convention_id, reason=reason, by=actor_of(request), at=request.at)
    return _done(request, convention_id, _("La convention est suspendue. Ce qui est promis reste promis."))


@writes(Audience.FUNDER)
def resume(request: Request, convention_id: UUID) -> HttpResponse:
    actions.resume_convention(convention_id=convention_id, by=actor_of(request), at=request.at)
    return _done(request, convention_id, _("La convention est de nouveau en vigueur."))


@writes(Audience.FUNDER)
def end(request: Request, convention_id: UUID) -> HttpResponse:
    reason = request.POST.get("end_reason", "")
    actions.end_convention(convention_id=convention_id, reason=reason, by=actor_of(request), at=request.at)
    return _done(request, convention_id, _("La convention est terminée. Ce qui est promis reste promis."))


@writes(Audience.FUNDER)
def discard(request: Request, convention_id: UUID) -> HttpResponse:
    actions.discard_convention(convention_id=convention_id, by=actor_of(request), at=request.at)
    messages.success(request, _("Le brouillon est abandonné."))
    return see_other("/financeur")


def _done(request: Request, convention_id: UUID, said: str) -> HttpResponse:
    messages.success(request, said)
    return see_other(f"/financeur/conventions/{convention_id}")
