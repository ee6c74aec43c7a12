"""The conventions of funders, supervised: approve or send back, fill an envelope, suspend, end; and the funders."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from acquis.funders import actions
from acquis.funders import queries as funders
from acquis.funders.types import ConventionState, FunderKind, Funding, Refusal
from acquis.kit.actor import Role
from acquis.kit.clock import day_of
from acquis.kit.departments import regions
from acquis.kit.money import parse_euros
from acquis.kit.refusal import Refused
from acquis.people import actions as people
from acquis.people.types import AgentKind
from acquis.web.convention_acts import carry_out
from acquis.web.convention_page import convention_context
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.labels import label
from acquis.web.refusals import sentence
from acquis.web.session import Request

#: Which field of the form of a funder a refusal is about.
FIELDS = {
    Refusal.NAME_MISSING: "name",
    Refusal.SIRET_MALFORMED: "siret",
    Refusal.ALREADY_REGISTERED: "siret",
    Refusal.REGION_REQUIRED: "region",
}


@reads(Audience.STAFF)
def all_of_them(request: Request) -> HttpResponse:
    by = actor_of(request)
    rows = [each for each in funders.conventions(by=by) if each.state is not ConventionState.DISCARDED]
    waiting = [each for each in rows if each.state is ConventionState.SUBMITTED]
    stand = [each for each in rows if each.state in (ConventionState.IN_FORCE, ConventionState.SUSPENDED)]
    return page(
        request,
        "staff/conventions.html",
        waiting=waiting,
        stand=[(each, funders.budget_of(each)) for each in stand],
        over=[each for each in rows if each.state is ConventionState.ENDED],
        funders=funders.funders(by=by),
        registers=by.has(Role.STAFF_AGENT),
    )


@reads(Audience.STAFF)
def one(request: Request, convention_id: UUID) -> HttpResponse:
    return _shown(request, convention_id)


@writes(Audience.STAFF)
def decide(request: Request, convention_id: UUID) -> HttpResponse:
    """What the pressed button says."""
    pressed = request.POST.get("act", "")
    reason = request.POST.get(f"{pressed}_reason", "")
    said = carry_out(pressed, convention_id, reason=reason, by=actor_of(request), at=request.at)
    messages.success(request, said)
    return see_other(f"/agents/conventions/{convention_id}")


@writes(Audience.STAFF)
def provide(request: Request, convention_id: UUID) -> HttpResponse:
    """An advance that the bank received goes into the envelope."""
    reference = request.POST.get("reference", "").strip()
    errors = {}
    try:
        cents = parse_euros(request.POST.get("amount", ""))
    except ValueError:
        cents, errors["amount"] = 0, _("Indiquez un montant en euros, par exemple 1 500.")
    if not reference:
        errors["reference"] = _("Recopiez la référence du virement reçu.")
    if errors:
        return _shown(request, convention_id, errors)
    actions.provide_advance(
        convention_id=convention_id, amount_cents=cents, reference=reference, by=actor_of(request), at=request.at
    )
    messages.success(request, _("L’avance est dans le budget de la convention."))
    return see_other(f"/agents/conventions/{convention_id}")


@reads(Audience.STAFF)
def blank(request: Request) -> HttpResponse:
    return _form(request, {})


@writes(Audience.STAFF)
def register(request: Request) -> HttpResponse:
    """A funder and its first manager, who may then sign in and enrol others."""
    typed = {name: request.POST.get(name, "").strip() for name in ("kind", "name", "siret", "region")}
    who = {name: request.POST.get(name, "").strip() for name in ("first_name", "last_name", "email")}
    errors = {name: _("Cette réponse est nécessaire.") for name, value in who.items() if not value}
    if typed["kind"] not in set(FunderKind):
        errors["kind"] = _("Choisissez une réponse.")
    if errors:
        return _form(request, errors)
    try:
        funder_id = actions.register_funder(
            kind=FunderKind(typed["kind"]),
            name=typed["name"],
            siret=typed["siret"].replace(" ", ""),
            region=typed["region"],
            by=actor_of(request),
            at=request.at,
        )
    except Refused as refused:
        if refused.reason not in FIELDS:
            raise
        return _form(request, {FIELDS[Refusal(refused.reason)]: sentence(refused)})
    people.enrol_agent(
        kind=AgentKind.FUNDER,
        first_name=who["first_name"],
        last_name=who["last_name"],
        email=who["email"],
        siret=typed["siret"].replace(" ", ""),
        organisation_id=funder_id,
        roles=[Role.FUNDER_MANAGER],
        by=actor_of(request),
        at=request.at,
    )
    messages.success(request, _("Le financeur est inscrit. Son responsable peut se connecter avec ProConnect."))
    return see_other("/agents/conventions")


def _shown(request: Request, convention_id: UUID, errors: dict[str, str] | None = None) -> HttpResponse:
    by = actor_of(request)
    card = funders.convention(convention_id, by=by)
    return page(
        request,
        "staff/convention.html",
        status=422 if errors else 200,
        **convention_context(card, by=by, today=day_of(request.at)),
        base=f"/agents/conventions/{convention_id}",
        decides=by.has(Role.STAFF_APPROVER),
        provides=by.has(Role.STAFF_FINANCE)
        and card.funding is Funding.ADVANCE
        and card.state in (ConventionState.IN_FORCE, ConventionState.SUSPENDED),
        typed=request.POST,
        errors=errors or {},
    )


def _form(request: Request, errors: dict[str, str]) -> HttpResponse:
    if not actor_of(request).has(Role.STAFF_AGENT):
        raise Http404
    return page(
        request,
        "staff/funder_form.html",
        status=422 if errors else 200,
        kinds=[(each.value, label(each)) for each in FunderKind],
        regions=[("", _("Aucune")), *regions()],
        typed=request.POST,
        errors=errors,
    )
