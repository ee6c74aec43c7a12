"""Confirm and pay: the exact split, a fresh proof of identity for this very basket, then the card.

The proof is asked at the identity provider each time (SECURITY: single use, five minutes, bound to the basket);
the page that comes back shows the same figures and the last button.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from acquis.enrolments import actions
from acquis.enrolments import queries as enrolments
from acquis.enrolments.types import Act, EnrolmentId
from acquis.kit.clock import day_of
from acquis.people import queries as people
from acquis.providers import queries as providers
from acquis.rules import law_on, withdrawal_last_day
from acquis.web.door import Audience, actor_of, converses, page, reads, see_other, writes
from acquis.web.funding_words import answers_of, askable_lines
from acquis.web.public.signin import start_proof
from acquis.web.session import Request, latest_proof, proof_for, session_reference
from acquis.web.split import lines_of


@reads(Audience.HOLDER)
def show(request: Request, enrolment_id: EnrolmentId) -> HttpResponse:
    by, today = actor_of(request), day_of(request.at)
    enrolment = enrolments.enrolment_for_holder(enrolment_id, by=by)
    if Act.CONFIRM not in enrolment.may:
        return see_other(f"/mes-inscriptions/{enrolment_id}")
    quote = enrolments.proposal_quote(enrolment_id, by=by, on=today)
    given, not_given = answers_of(quote.answers)
    # One that was spent on a payment that failed, or is five minutes old, would only be refused: another is asked for.
    proof = proof_for(request, enrolments.basket_of(enrolment_id, on=today))
    return page(
        request,
        "holder/confirm.html",
        enrolment=enrolment,
        provider=providers.provider(enrolment.provider_id),
        quote=quote,
        lines=lines_of(quote.lines),
        given=given,
        not_given=not_given,
        askable=askable_lines(quote.askable, today),
        withdrawal_last_day=withdrawal_last_day(law_on(today), today),
        proved=proof is not None and people.proof_serves(proof, at=request.at),
    )


@converses(Audience.HOLDER, "POST")
def prove(request: Request, enrolment_id: EnrolmentId) -> HttpResponse:
    """Go to the identity provider and come back to this page with a proof for this basket."""
    by = actor_of(request)
    enrolments.enrolment_for_holder(enrolment_id, by=by)
    basket = enrolments.basket_of(enrolment_id, on=day_of(request.at))
    return start_proof(request, basket, f"/mes-inscriptions/{enrolment_id}/confirmer")


@writes(Audience.HOLDER)
def confirm(request: Request, enrolment_id: EnrolmentId) -> HttpResponse:
    """Hold the rights, and go and pay what is left."""
    collection_id = actions.confirm(
        enrolment_id=enrolment_id,
        proof_id=latest_proof(request),
        session=session_reference(request),
        return_path="/paiement/retour/{collection_id}",
        by=actor_of(request),
        at=request.at,
    )
    if collection_id is None:
        messages.success(request, _("Votre inscription est confirmée. Vous n’avez rien à payer."))
        return see_other(f"/mes-inscriptions/{enrolment_id}")
    return see_other(f"/paiement/{collection_id}")
