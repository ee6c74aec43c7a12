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
from acquis.web.convention_acts import carry_out
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
def decide(request: Request, convention_id: UUID) -> HttpResponse:
    """Sign, take back, suspend, end…: what the pressed button says."""
    pressed = request.POST.get("act", "")
    reason = request.POST.get(f"{pressed}_reason", "")
    said = carry_out(pressed, convention_id, reason=reason, by=actor_of(request), at=request.at)
    messages.success(request, said)
    return see_other(f"/financeur/conventions/{convention_id}")


@writes(Audience.FUNDER)
def amend(request: Request, convention_id: UUID) -> HttpResponse:
    """Prepare the next version, and go and write it."""
    draft = actions.amend_convention(convention_id=convention_id, by=actor_of(request), at=request.at)
    messages.success(request, _("Voici le brouillon de la nouvelle version. L’actuelle vaut jusqu’à son approbation."))
    return see_other(f"/financeur/conventions/{draft}/modifier")
