"""Who acts for the company: its manager invites and withdraws, for all of it or for some establishments."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from acquis.employers import actions
from acquis.employers import queries as employers
from acquis.employers.types import Refusal
from acquis.kit.actor import Role
from acquis.kit.refusal import Refused
from acquis.people import actions as people
from acquis.people.queries import agents_of
from acquis.people.types import Refusal as PeopleRefusal
from acquis.web.door import Audience, actor_of, reads, see_other, writes
from acquis.web.refusals import sentence
from acquis.web.session import Request

from .frame import company_of, company_page, require_manager

HERE = "/employeur/agents"
_FIELDS = {
    Refusal.EMAIL_MALFORMED: "email",
    Refusal.MANAGER_LIMITED: "role",
    Refusal.ESTABLISHMENT_UNKNOWN: "siret",
    PeopleRefusal.AGENT_ALREADY_ENROLLED: "email",
}


@reads(Audience.EMPLOYER)
def show(request: Request) -> HttpResponse:
    return _shown(request, {})


@writes(Audience.EMPLOYER)
def invite(request: Request) -> HttpResponse:
    by = actor_of(request)
    said = {name: request.POST.get(name, "").strip() for name in ("first_name", "last_name", "email", "siret")}
    errors = {name: _("Cette réponse est nécessaire.") for name, value in said.items() if not value}
    role = request.POST.get("role", "")
    if role not in (Role.EMPLOYER_AGENT, Role.EMPLOYER_MANAGER):
        errors["role"] = _("Choisissez une réponse.")
    if errors:
        return _shown(request, errors)
    company_id = company_of(by).id
    known = {str(each.id): each.id for each in employers.establishments_of(company_id, by=by)}
    chosen = [known[each] for each in request.POST.getlist("only") if each in known]
    try:
        actions.invite_agent(
            company_id=company_id, **said, role=Role(role), establishments=chosen, by=by, at=request.at
        )
    except Refused as refused:
        if refused.reason not in _FIELDS:
            raise
        return _shown(request, {_FIELDS[refused.reason]: sentence(refused)})
    messages.success(
        request,
        _("C’est fait. Cette personne peut se connecter avec ProConnect, avec l’adresse que vous avez donnée."),
    )
    return see_other(HERE)


@writes(Audience.EMPLOYER)
def withdraw(request: Request, agent_id: UUID) -> HttpResponse:
    people.withdraw_agent(agent_id=agent_id, by=actor_of(request), at=request.at)
    messages.success(request, _("Cette personne ne peut plus agir pour l’entreprise. Ce qu’elle a fait reste."))
    return see_other(HERE)


def _shown(request: Request, errors: dict[str, str]) -> HttpResponse:
    by = actor_of(request)
    require_manager(by)
    company_id = company_of(by).id
    rows = agents_of(company_id, by=by)
    return company_page(
        request,
        "employer/agents.html",
        status=422 if errors else 200,
        agents=rows,
        limits=employers.limits_of(each.id for each in rows),
        places=[each for each in employers.establishments_of(company_id, by=by) if each.closed_on is None],
        oneself=by.id,
        typed=request.POST,
        errors=errors,
    )
