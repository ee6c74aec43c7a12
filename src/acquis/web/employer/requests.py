"""What employees say is wrong in what the company declared: the list, one request, and the answer.

Of the employee the company sees who they are and what they wrote to it, nothing of their rights. Each reading is
noted, and the employee sees it.
"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from acquis.kit.actor import Flow
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.people import queries as people
from acquis.support import actions
from acquis.support import queries as support
from acquis.support.types import Outcome, State
from acquis.web.door import Audience, actor_of, reads, see_other, writes
from acquis.web.refusals import sentence
from acquis.web.session import Request
from acquis.web.uploads import proof_answer

from .frame import company_page, require_flow

HERE = "/employeur/demandes"
#: Kept with each reading of a name, and shown to the person.
WHY = gettext_noop("répondre à votre demande de correction")


@reads(Audience.EMPLOYER)
def show(request: Request) -> HttpResponse:
    by = actor_of(request)
    require_flow(by, Flow.DECLARATIONS)
    rows = support.inquiries_of_company(by=by)
    names = people.names_of([row.person_id for row in rows], by=by, reason=WHY)
    return company_page(
        request,
        "employer/requests.html",
        waiting=[row for row in rows if row.state is State.RELAYED],
        others=[row for row in rows if row.state is not State.RELAYED],
        names=names,
        today=day_of(request.at),
    )


@reads(Audience.EMPLOYER)
def one(request: Request, inquiry_id: UUID) -> HttpResponse:
    return _shown(request, inquiry_id)


@reads(Audience.EMPLOYER)
def proof(request: Request, inquiry_id: UUID, proof_id: UUID) -> HttpResponse:
    return proof_answer(support.proof(inquiry_id, proof_id, by=actor_of(request)))


@writes(Audience.EMPLOYER)
def answer(request: Request, inquiry_id: UUID) -> HttpResponse:
    said, chosen = request.POST.get("said", ""), request.POST.get("outcome", "")
    if chosen not in set(Outcome):
        return _shown(request, inquiry_id, said=said, errors={"outcome": _("Choisissez un résultat.")})
    try:
        actions.answer(inquiry_id=inquiry_id, outcome=Outcome(chosen), said=said, by=actor_of(request), at=request.at)
    except Refused as refused:
        if not refused.reason.name.startswith("WORDS"):
            raise
        return _shown(request, inquiry_id, said=said, errors={"said": sentence(refused)})
    messages.success(request, _("Votre réponse est envoyée. La personne est prévenue."))
    return see_other(f"{HERE}/{inquiry_id}")


def _shown(request: Request, inquiry_id: UUID, *, said: str = "", errors: dict[str, str] | None = None) -> HttpResponse:
    by = actor_of(request)
    found = support.inquiry(inquiry_id, by=by)
    return company_page(
        request,
        "employer/request.html",
        status=422 if errors else 200,
        inquiry=found,
        row=found.row,
        name=people.name_of(found.row.person_id, by=by, reason=WHY),
        answers=found.row.state is State.RELAYED,
        outcomes=list(_outcomes().items()),
        chosen=request.POST.get("outcome", ""),
        said=said,
        today=day_of(request.at),
        errors=errors or {},
    )


def _outcomes() -> dict[Outcome, str]:
    return {
        Outcome.CORRECTED: _("Il y avait une erreur. Notre prochaine déclaration (DSN) la corrige."),
        Outcome.EXPLAINED: _("La déclaration est juste. J’explique pourquoi."),
        Outcome.REFUSED: _("Nous ne pouvons pas corriger. J’explique pourquoi."),
    }
