"""The first page of a company: what there is to do, and where everything is."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from acquis.employers import queries as employers
from acquis.employers.types import Refusal
from acquis.kit.actor import Flow
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.support import queries as support
from acquis.support.types import State
from acquis.web import session
from acquis.web.door import Audience, actor_of, reads, see_other, writes
from acquis.web.session import Request

from .frame import company_of, company_page


@reads(Audience.EMPLOYER)
def home(request: Request) -> HttpResponse:
    by = actor_of(request)
    company = company_of(by)
    return company_page(
        request,
        "employer/home.html",
        places=[each for each in employers.establishments_of(company.id, by=by) if each.closed_on is None],
        flows=[flow for flow in Flow if flow in by.flows],
        owed=[each for each in employers.statements(by=by) if employers.is_owed(each)],
        asked=[row for row in support.inquiries_of_company(by=by) if row.state is State.RELAYED],
    )


@reads(Audience.EMPLOYER)
def companies(request: Request) -> HttpResponse:
    """For which company to act: one's own, or one that entrusted it."""
    home_id = request.home_company
    assert home_id is not None
    return company_page(
        request,
        "employer/companies.html",
        own=employers.company(home_id),
        entrusted=employers.entrusted_to(home_id, on=day_of(request.at)),
        over="fini" in request.GET,
    )


@writes(Audience.EMPLOYER)
def choose(request: Request) -> HttpResponse:
    home_id = request.home_company
    assert home_id is not None
    try:
        chosen = UUID(request.POST.get("company", ""))
    except ValueError:
        raise Refused(Refusal.COMPANY_UNKNOWN) from None
    if chosen != home_id and not employers.flows_entrusted(chosen, home_id, on=day_of(request.at)):
        raise Refused(Refusal.COMPANY_UNKNOWN)
    session.choose_company(request, None if chosen == home_id else chosen)
    card = employers.company(chosen)
    messages.success(request, _("Vous agissez pour %(company)s.") % {"company": card.called if card else ""})
    return see_other("/employeur")
