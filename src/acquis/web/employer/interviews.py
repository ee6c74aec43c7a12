"""The interviews of employees: the company states them, and reads what is due, why, and by when."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from acquis.employers import actions
from acquis.employers import queries as employers
from acquis.employers.types import Interviews, Refusal
from acquis.kit.actor import Flow
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.people import queries as people
from acquis.web.design.written import euros
from acquis.web.door import Audience, actor_of, reads, see_other, writes
from acquis.web.refusals import sentence
from acquis.web.session import Request

from .frame import company_of, company_page, require_flow

HERE = "/employeur/entretiens"
WHY = gettext_noop("suivre les entretiens et le versement correctif de votre employeur")
_NUMBERS = ("company_staff", "years_present", "interviews_held")
_FLAGS = ("training_followed", "hired_in_period", "agreement_on_rhythm")
_FIELDS = {
    Refusal.EMPLOYEE_UNKNOWN: "nir",
    Refusal.REVIEW_TO_COME: "reviewed_on",
    Refusal.PAID_ALREADY: "reviewed_on",
    Refusal.ESTABLISHMENT_UNKNOWN: "siret",
}


@reads(Audience.EMPLOYER)
def show(request: Request) -> HttpResponse:
    return _shown(request, {})


@writes(Audience.EMPLOYER)
def state(request: Request) -> HttpResponse:
    by, typed = actor_of(request), request.POST
    errors = {name: _("Cette réponse est nécessaire.") for name in ("nir", "name") if not typed.get(name, "").strip()}
    numbers = {name: typed.get(name, "").strip() for name in _NUMBERS}
    errors |= {
        name: _("Donnez un nombre, par exemple 2.")
        for name, value in numbers.items()
        if not value.isdecimal() or len(value) > 7
    }
    try:
        reviewed_on = date.fromisoformat(typed.get("reviewed_on", ""))
    except ValueError:
        errors["reviewed_on"] = _("Indiquez le jour.")
    if errors:
        return _shown(request, errors)
    told = Interviews(
        reviewed_on=reviewed_on,
        company_staff=int(numbers["company_staff"]),
        years_present=int(numbers["years_present"]),
        interviews_held=int(numbers["interviews_held"]),
        training_followed="training_followed" in typed,
        hired_in_period="hired_in_period" in typed,
        agreement_on_rhythm="agreement_on_rhythm" in typed,
    )
    try:
        statement_id = actions.state_interviews(
            company_id=company_of(by).id,
            siret=typed.get("siret", ""),
            nir=typed["nir"],
            name=typed["name"],
            told=told,
            by=by,
            at=request.at,
        )
    except Refused as refused:
        if refused.reason not in _FIELDS:
            raise
        return _shown(request, {_FIELDS[Refusal(refused.reason)]: sentence(refused)})
    due = next(each.due_cents for each in employers.statements(by=by) if each.id == statement_id)
    messages.success(
        request,
        _("C’est noté. Vous devez %(amount)s pour cette personne.") % {"amount": euros(due)}
        if due
        else _("C’est noté. Rien n’est dû pour cette personne."),
    )
    return see_other(HERE)


def _shown(request: Request, errors: dict[str, str]) -> HttpResponse:
    by = actor_of(request)
    require_flow(by, Flow.CORRECTIVE)
    rows = employers.statements(by=by)
    return company_page(
        request,
        "employer/interviews.html",
        status=422 if errors else 200,
        owed=[each for each in rows if employers.is_owed(each)],
        others=[each for each in rows if not employers.is_owed(each)],
        names=people.names_of([each.person_id for each in rows], by=by, reason=WHY),
        places=[each for each in employers.establishments_of(company_of(by).id, by=by) if each.closed_on is None],
        today=day_of(request.at),
        typed=request.POST,
        errors=errors,
    )
