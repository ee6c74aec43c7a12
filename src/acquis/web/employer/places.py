"""The company itself: its name, and its establishments."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from acquis.employers import actions
from acquis.employers import queries as employers
from acquis.employers.types import Refusal
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.web.door import Audience, actor_of, reads, see_other, writes
from acquis.web.refusals import sentence
from acquis.web.session import Request

from .frame import company_of, company_page, require_manager

HERE = "/employeur/etablissements"
_ADDING = {
    Refusal.SIRET_MALFORMED: "siret",
    Refusal.SIRET_OF_ANOTHER: "siret",
    Refusal.ESTABLISHMENT_KNOWN: "siret",
    Refusal.POSTAL_CODE_MALFORMED: "postal_code",
    Refusal.NAME_TOO_LONG: "place",
}
_NAMING = {Refusal.NAME_MISSING: "name", Refusal.NAME_TOO_LONG: "name"}


@reads(Audience.EMPLOYER)
def show(request: Request) -> HttpResponse:
    return _shown(request, {})


@writes(Audience.EMPLOYER)
def name(request: Request) -> HttpResponse:
    by = actor_of(request)
    try:
        actions.name_company(company_id=company_of(by).id, name=request.POST.get("name", ""), by=by, at=request.at)
    except Refused as refused:
        return _refused(request, refused, _NAMING)
    messages.success(request, _("Le nom est enregistré."))
    return see_other(HERE)


@writes(Audience.EMPLOYER)
def add(request: Request) -> HttpResponse:
    by = actor_of(request)
    try:
        actions.add_establishment(
            company_id=company_of(by).id,
            siret=request.POST.get("siret", ""),
            name=request.POST.get("place", ""),
            postal_code=request.POST.get("postal_code", ""),
            by=by,
            at=request.at,
        )
    except Refused as refused:
        return _refused(request, refused, _ADDING)
    messages.success(request, _("L’établissement est ajouté."))
    return see_other(HERE)


@writes(Audience.EMPLOYER)
def close(request: Request, establishment_id: UUID) -> HttpResponse:
    try:
        day = date.fromisoformat(request.POST.get("closed_on", ""))
    except ValueError:
        return _shown(request, {f"closed-{establishment_id}": _("Indiquez le jour de la fermeture.")})
    try:
        actions.close_establishment(
            establishment_id=establishment_id, closed_on=day, by=actor_of(request), at=request.at
        )
    except Refused as refused:
        return _refused(request, refused, {Refusal.CLOSED_IN_FUTURE: f"closed-{establishment_id}"})
    messages.success(request, _("L’établissement est noté fermé. Ce qui a été fait pour lui reste."))
    return see_other(HERE)


def _refused(request: Request, refused: Refused, fields: dict[Refusal, str]) -> HttpResponse:
    if refused.reason not in fields:
        raise refused
    return _shown(request, {fields[Refusal(refused.reason)]: sentence(refused)})


def _shown(request: Request, errors: dict[str, str]) -> HttpResponse:
    by = actor_of(request)
    require_manager(by)
    if by.employer_id is None:
        raise Http404
    return company_page(
        request,
        "employer/places.html",
        status=422 if errors else 200,
        places=employers.establishments_of(by.employer_id, by=by),
        typed=request.POST,
        today=day_of(request.at),
        errors=errors,
    )
