"""Rights of more than one agent may write alone: what waits for a second person, and their decision."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from acquis.accounts import actions
from acquis.accounts import queries as accounts
from acquis.accounts.types import GrantProposalCard, GrantProposalState
from acquis.kit.actor import Actor, Role
from acquis.kit.clock import day_of
from acquis.people import queries as people
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.session import Request

from .grant_forms import FORMS, Input
from .granting import answer_words
from .payouts import keeps_the_money, who

ADDRESS = "/agents/droits-a-approuver"


@reads(Audience.STAFF)
def show(request: Request) -> HttpResponse:
    """What waits, oldest first, and the latest decisions; nobody is named here, for nothing is read yet."""
    by = keeps_the_money(request)
    return page(
        request,
        "staff/proposals.html",
        waiting=accounts.grant_proposals(by=by, waiting=True),
        decided=accounts.grant_proposals(by=by, waiting=False, limit=20),
        who=who,
    )


@reads(Audience.STAFF)
def one(request: Request, proposal_id: UUID) -> HttpResponse:
    """One proposal: whose account, what was typed, what the account holds, and the decision."""
    by, card = _found(request, proposal_id)
    person_id = accounts.person_of(card.account_id)
    reason = _("versement à approuver n° %s") % str(card.id)[-6:]
    rights = accounts.rights(card.account_id, on=day_of(request.at), by=by)
    waits, own = card.state is GrantProposalState.PROPOSED, by.wrote(card.proposed_by)
    return page(
        request,
        "staff/proposal.html",
        card=card,
        name=people.name_of(person_id, by=by, reason=reason) if person_id else None,
        answers=_answers(card),
        rights=rights,
        may_approve=waits and by.has(Role.STAFF_APPROVER) and not own,
        may_decline=waits and (by.has(Role.STAFF_APPROVER) or own),
        own=own,
        who=who,
    )


@writes(Audience.STAFF)
def approve(request: Request, proposal_id: UUID) -> HttpResponse:
    _found(request, proposal_id)
    actions.approve_grant(proposal_id=proposal_id, by=actor_of(request), at=request.at)
    messages.success(request, _("C’est approuvé : la somme est sur le compte."))
    return see_other(f"{ADDRESS}/{proposal_id}")


@writes(Audience.STAFF)
def decline(request: Request, proposal_id: UUID) -> HttpResponse:
    _found(request, proposal_id)
    because = request.POST.get("reason", "")[:400]
    actions.decline_grant(proposal_id=proposal_id, because=because, by=actor_of(request), at=request.at)
    messages.success(request, _("La proposition est refusée. Rien n’a été versé."))
    return see_other(f"{ADDRESS}/{proposal_id}")


def _answers(card: GrantProposalCard) -> list[tuple[str, str]]:
    """The questions of the form, with the answers that were given."""
    form = next((each for each in FORMS if each.ground is card.ground), None)
    found = []
    for each in form.asked if form else ():
        value = card.facts.get(each.name)
        if each.name == "reference":
            # As it was typed: the kind of payment stands before it.
            value = str(value).partition(" ")[2]
        if value is not None:
            told = date.fromisoformat(value) if each.input is Input.DAY else value
            found.append((_(each.label), answer_words(each.input, told)))
    return found


def _found(request: Request, proposal_id: UUID) -> tuple[Actor, GrantProposalCard]:
    by = keeps_the_money(request)
    card = accounts.grant_proposal(proposal_id, by=by)
    if card is None:
        raise Http404
    return by, card
