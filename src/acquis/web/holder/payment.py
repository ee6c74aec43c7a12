"""Paying one's share: out to the card provider's page, and back.

The outcome is told by the card provider itself (its webhook); coming back here proves nothing, so this page only
looks, and asks again while the answer is under way.
"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from acquis.enrolments import actions as enrolments
from acquis.enrolments import queries as lives
from acquis.enrolments.types import State
from acquis.kit.actor import system
from acquis.treasury import actions as treasury
from acquis.treasury import queries
from acquis.treasury.types import CollectionState, Outcome
from acquis.web.door import Audience, actor_of, converses, page, reads, see_other
from acquis.web.session import Request


@reads(Audience.HOLDER)
def show(request: Request, collection_id: UUID) -> HttpResponse:
    """The last page of ours before the card; where one comes back to when the payment was left open."""
    collection = queries.collection(collection_id, by=actor_of(request))
    if collection is None:
        raise Http404
    if collection.state is not CollectionState.STARTED:
        return see_other(f"/mes-inscriptions/{collection.about}")
    step = lives.step_of(collection.about, by=actor_of(request))
    before = step.due_at if step.state is State.AWAITING_PAYMENT else None
    return page(request, "holder/payment.html", collection=collection, coming_back=False, before=before)


@converses(Audience.HOLDER, "POST")
def go(request: Request, collection_id: UUID) -> HttpResponse:
    """Open the card provider's page for this payment, the same one however often it is asked."""
    if queries.collection(collection_id, by=actor_of(request)) is None:
        raise Http404
    return see_other(treasury.open_hosted_page(collection_id=collection_id, by=actor_of(request), at=request.at))


@reads(Audience.HOLDER)
def back(request: Request, collection_id: UUID) -> HttpResponse:
    """Back from the card page: told the outcome, or asked to wait a moment."""
    collection = queries.collection(collection_id, by=actor_of(request))
    if collection is None:
        raise Http404
    if collection.state is CollectionState.STARTED:
        return page(request, "holder/payment.html", collection=collection, coming_back=True)
    if collection.state is CollectionState.PAID:
        messages.success(request, _("Votre paiement est reçu et votre inscription est confirmée."))
    elif collection.state is CollectionState.REFUSED:
        messages.warning(
            request,
            _(
                "Le paiement n’a pas été fait : vous y avez renoncé, ou votre banque l’a refusé. "
                "Rien n’a été pris, ni argent ni droits : vous pouvez recommencer."
            ),
        )
    return see_other(f"/mes-inscriptions/{collection.about}")


@converses(Audience.HOLDER, "POST")
def look_again(request: Request, collection_id: UUID) -> HttpResponse:
    """Ask the card provider itself what became of the payment."""
    if queries.collection(collection_id, by=actor_of(request)) is None:
        raise Http404
    heard = treasury.ask_outcome(collection_id=collection_id, by=actor_of(request), at=request.at)
    if heard.outcome is not Outcome.PENDING:
        enrolments.record_payment(
            collection_id=collection_id,
            outcome=heard.outcome,
            external_id=heard.external_id,
            by=system("card payments"),
            at=request.at,
        )
    return see_other(f"/paiement/retour/{collection_id}")
