"""What every page of a company shows: for which company one acts, and the way to another one."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from acquis.employers import queries as employers
from acquis.employers.types import CompanyCard, Refusal
from acquis.kit.actor import Actor, Flow, Role
from acquis.kit.refusal import Refused
from acquis.web.door import actor_of, page


def company_of(by: Actor) -> CompanyCard:
    """The company for which `by` acts now."""
    found = employers.company(by.employer_id) if by.employer_id else None
    if found is None:
        raise Refused(Refusal.COMPANY_UNKNOWN)
    return found


def require_manager(by: Actor) -> None:
    """These pages are for who manages the company itself: for nobody else are they there."""
    if not by.has(Role.EMPLOYER_MANAGER):
        raise Http404


def require_flow(by: Actor, flow: Flow) -> None:
    """Told in words to who acts for another company: it may have entrusted other things."""
    if flow not in by.flows:
        raise Refused(Refusal.NOT_ENTRUSTED)


def company_page(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    by = actor_of(request)
    home = request.home_company  # type: ignore[attr-defined]
    return page(
        request,
        template,
        status=status,
        company=company_of(by),
        elsewhere=by.employer_id != home,
        manages=by.has(Role.EMPLOYER_MANAGER),
        **context,
    )
