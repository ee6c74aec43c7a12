"""Holders' requests for the operator's agents: the queue, one request, and what an agent may do about it.

Every reading of a request is noted, and its holder sees it.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from acquis.declarations import queries as declarations
from acquis.employers.queries import company_with_siren
from acquis.kit.actor import Role
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.people import queries as people
from acquis.support import actions
from acquis.support import queries as support
from acquis.support.types import DECLARED, Outcome, State
from acquis.web.declared import declared
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.labels import label
from acquis.web.lists import page_link, page_number
from acquis.web.refusals import sentence
from acquis.web.session import Request
from acquis.web.uploads import proof_answer

#: What waits for the operator, then what waits for others, then what is over.
GROUPS: dict[str, tuple[State, ...]] = {
    "a-traiter": (State.OPEN, State.TAKEN),
    "en-attente": (State.RELAYED, State.ASKED),
    "repondues": (State.ANSWERED, State.CLOSED),
}


@reads(Audience.STAFF)
def show(request: Request) -> HttpResponse:
    by = actor_of(request)
    if not by.has(Role.STAFF_AGENT):
        raise Http404
    group = request.GET.get("quoi", "a-traiter")
    states = GROUPS.get(group, GROUPS["a-traiter"])
    number = request.GET.get("numero", "")[:20]
    found = support.inquiries(by=by, states=states, number=number, page=page_number(request))
    names = {
        "a-traiter": _("À traiter"), "en-attente": _("En attente d’un autre"), "repondues": _("Répondues et closes"),
    }  # fmt: skip
    return page(
        request,
        "staff/requests.html",
        found=found,
        group=group if group in GROUPS else "a-traiter",
        groups=[(key, names[key], sum(found.counts.get(s, 0) for s in GROUPS[key])) for key in GROUPS],
        number=number,
        today=day_of(request.at),
        pages=max(1, -(-found.total // found.per_page)),
        href=page_link(request),
        who=_who,
    )


@reads(Audience.STAFF)
def one(request: Request, inquiry_id: UUID) -> HttpResponse:
    return _shown(request, inquiry_id)


@reads(Audience.STAFF)
def proof(request: Request, inquiry_id: UUID, proof_id: UUID) -> HttpResponse:
    return proof_answer(support.proof(inquiry_id, proof_id, by=actor_of(request)))


@writes(Audience.STAFF)
def take(request: Request, inquiry_id: UUID) -> HttpResponse:
    actions.take(inquiry_id=inquiry_id, by=actor_of(request), at=request.at)
    return see_other(f"/agents/demandes/{inquiry_id}")


@writes(Audience.STAFF)
def relay(request: Request, inquiry_id: UUID) -> HttpResponse:
    """Pass it on to the employer: on its pages when its SIREN is given, else as the agent usually does."""
    siren = "".join(request.POST.get("siren", "").split())
    card = company_with_siren(siren) if siren else None
    if siren and card is None:
        said = request.POST.get("said-relay", "")
        wrong = {"said-relay": _("Aucune entreprise n’est inscrite ici sous ce SIREN.")}
        return _shown(request, inquiry_id, form="relay", said=said, errors=wrong)
    done = (
        _("La demande est transmise : l’entreprise la lit dans son espace.")
        if card
        else _("La demande est notée comme transmise.")
    )
    return _written(request, inquiry_id, "relay", actions.relay, done, company_id=card.id if card else None)


@writes(Audience.STAFF)
def ask(request: Request, inquiry_id: UUID) -> HttpResponse:
    """Ask the holder something; they are told."""
    return _written(request, inquiry_id, "ask", actions.ask, _("La question est posée ; le titulaire est prévenu."))


@writes(Audience.STAFF)
def answer(request: Request, inquiry_id: UUID) -> HttpResponse:
    """Answer; the holder is told."""
    chosen = request.POST.get("outcome", "")
    if chosen not in set(Outcome):
        said = request.POST.get("said-answer", "")
        return _shown(request, inquiry_id, form="answer", said=said, errors={"outcome": _("Choisissez un résultat.")})
    done = _("La réponse est envoyée ; le titulaire est prévenu.")
    return _written(request, inquiry_id, "answer", actions.answer, done, outcome=Outcome(chosen))


@writes(Audience.STAFF)
def close(request: Request, inquiry_id: UUID) -> HttpResponse:
    actions.close(inquiry_id=inquiry_id, by=actor_of(request), at=request.at)
    messages.success(request, _("La demande est close."))
    return see_other("/agents/demandes")


def _written(
    request: Request, inquiry_id: UUID, form: str, act: Callable[..., None], done: str, **more: object
) -> HttpResponse:
    said = request.POST.get(f"said-{form}", "")
    try:
        act(inquiry_id=inquiry_id, said=said, **more, by=actor_of(request), at=request.at)
    except Refused as refused:
        if not refused.reason.name.startswith("WORDS"):
            raise
        return _shown(request, inquiry_id, form=form, said=said, errors={f"said-{form}": sentence(refused)})
    messages.success(request, done)
    return see_other(f"/agents/demandes/{inquiry_id}")


def _shown(
    request: Request, inquiry_id: UUID, *, form: str = "", said: str = "", errors: dict[str, str] | None = None
) -> HttpResponse:
    by = actor_of(request)
    if not by.has(Role.STAFF_AGENT):
        raise Http404
    found = support.inquiry(inquiry_id, by=by)
    year = found.row.year or 0
    # What the holder says is wrong, as it was declared: without it an agent would answer by guess.
    about_declared = bool(year) and found.row.topic in DECLARED
    reason = _("traitement de la demande %(number)s") % {"number": found.row.number}
    return page(
        request,
        "staff/request.html",
        status=422 if errors else 200,
        inquiry=found,
        row=found.row,
        may=found.may,
        name=people.name_of(found.row.person_id, by=by, reason=reason),
        about_declared=about_declared,
        declared=declared(declarations.declared_years(found.row.account_id, year, by=by)) if about_declared else (),
        today=day_of(request.at),
        outcomes=[(str(each), label(each)) for each in Outcome],
        chosen=request.POST.get("outcome", ""),
        form=form,
        said=said,
        errors=errors or {},
        who=_who,
    )


def _who(key: str) -> str:
    """The name behind an agent's key; staff may know their colleagues."""
    role, _colon, identifier = key.partition(":")
    if role == Role.HOLDER:
        return _("le titulaire")
    try:
        name = people.agent_name(UUID(identifier))
    except ValueError:
        name = ""
    return name or _("un agent")
