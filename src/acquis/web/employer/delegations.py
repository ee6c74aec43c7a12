"""What the company entrusts to another one, and what it was entrusted with: given by SIREN, withdrawn at any time."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from acquis.employers import actions
from acquis.employers import queries as employers
from acquis.employers.types import CompanyCard, Refusal
from acquis.kit.actor import Flow
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.web.door import Audience, actor_of, reads, see_other, writes
from acquis.web.refusals import sentence, sentence_of
from acquis.web.session import Request

from .frame import company_of, company_page, require_manager

HERE = "/employeur/delegations"
_FIELDS = {
    Refusal.FLOWS_MISSING: "flows",
    Refusal.END_PASSED: "ends_on",
    Refusal.END_TOO_FAR: "ends_on",
    Refusal.DELEGATE_ITSELF: "siren",
    Refusal.DELEGATED_ALREADY: "siren",
}


@reads(Audience.EMPLOYER)
def show(request: Request) -> HttpResponse:
    """Both lists; with ``?siren=``, who that is, and the form to entrust them."""
    if "siren" not in request.GET:
        return _shown(request, None, {})
    digits = "".join(request.GET["siren"].split())
    found = employers.company_with_siren(digits)
    errors = {} if found else {"siren": sentence_of(Refusal.DELEGATE_UNKNOWN)}
    return _shown(request, found, errors)


@writes(Audience.EMPLOYER)
def give(request: Request) -> HttpResponse:
    by = actor_of(request)
    require_manager(by)
    delegate = employers.company_with_siren(request.POST.get("siren", ""))
    if delegate is None:
        return _shown(request, None, {"siren": sentence_of(Refusal.DELEGATE_UNKNOWN)})
    try:
        ends_on = date.fromisoformat(request.POST.get("ends_on", ""))
    except ValueError:
        return _shown(request, delegate, {"ends_on": _("Indiquez le dernier jour.")})
    flows = [Flow(each) for each in request.POST.getlist("flows") if each in set(Flow)]
    try:
        actions.delegate(
            company_id=company_of(by).id, delegate_id=delegate.id, flows=flows, ends_on=ends_on, by=by, at=request.at
        )
    except Refused as refused:
        if refused.reason not in _FIELDS:
            raise
        return _shown(request, delegate, {_FIELDS[Refusal(refused.reason)]: sentence(refused)})
    messages.success(request, _("C’est confié. Vous pouvez le retirer à tout moment."))
    return see_other(HERE)


@writes(Audience.EMPLOYER)
def withdraw(request: Request, delegation_id: UUID) -> HttpResponse:
    actions.withdraw_delegation(delegation_id=delegation_id, by=actor_of(request), at=request.at)
    messages.success(request, _("La délégation est finie, dès maintenant."))
    return see_other(HERE)


def _shown(request: Request, delegate: CompanyCard | None, errors: dict[str, str]) -> HttpResponse:
    by = actor_of(request)
    require_manager(by)
    company, today = company_of(by), day_of(request.at)
    rows = employers.delegations(company.id, by=by, on=today)
    return company_page(
        request,
        "employer/delegations.html",
        status=422 if errors else 200,
        given=[each for each in rows if each.company.id == company.id],
        received=[each for each in rows if each.delegate.id == company.id],
        delegate=delegate,
        all_flows=list(Flow),
        asked=request.POST.get("siren", request.GET.get("siren", "")),
        typed=request.POST,
        errors=errors,
    )
