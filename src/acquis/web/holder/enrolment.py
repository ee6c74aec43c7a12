"""One enrolment, as its holder sees it: where it stands, what comes next and by when, and the one thing to do."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from acquis import rules
from acquis.enrolments import actions
from acquis.enrolments import queries as enrolments
from acquis.enrolments.types import Act, EnrolmentDetails, State
from acquis.kit.clock import day_of
from acquis.providers import queries as providers
from acquis.treasury import queries as treasury
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.split import lines_of
from acquis.web.timeline import shown, tone


@reads(Audience.HOLDER)
def show(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    by, today = actor_of(request), day_of(request.at)
    enrolment = enrolments.enrolment_for_holder(enrolment_id, by=by)
    quote = None
    if not enrolment.shares and enrolment.state in (State.REQUESTED, State.UNDER_REVIEW, State.PROPOSED):
        quote = enrolments.proposal_quote(enrolment_id, by=by, on=today)
    return page(
        request,
        "holder/enrolment.html",
        enrolment=enrolment,
        provider=providers.provider(enrolment.provider_id),
        lines=lines_of(quote.lines if quote else enrolment.shares),
        quote=quote,
        steps=shown(enrolment.timeline),
        tone=tone(enrolment.state),
        collection=treasury.collection(enrolment.collection_id, by=by) if enrolment.collection_id else None,
        may_withdraw=Act.WITHDRAW in enrolment.may and enrolments.withdrawal_is_open(enrolment, on=today),
        late_cost=_late_cost(enrolment, request),
    )


@writes(Audience.HOLDER)
def abandon(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """Give up a request before confirming; nothing was committed."""
    actions.abandon(enrolment_id=enrolment_id, by=actor_of(request), at=request.at)
    messages.success(request, _("Votre demande est abandonnée. Rien n’a été prélevé sur vos droits."))
    return see_other(f"/mes-inscriptions/{enrolment_id}")


@writes(Audience.HOLDER)
def withdraw(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """Use the right of withdrawal; everything comes back."""
    actions.withdraw(enrolment_id=enrolment_id, by=actor_of(request), at=request.at)
    messages.success(
        request, _("Votre rétractation est enregistrée. Vos droits sont revenus ; votre paiement sera remboursé.")
    )
    return see_other(f"/mes-inscriptions/{enrolment_id}")


@writes(Audience.HOLDER)
def cancel(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """Cancel before the training starts, free or late as the law of the order says."""
    actions.cancel(enrolment_id=enrolment_id, by=actor_of(request), at=request.at)
    messages.success(request, _("Votre inscription est annulée."))
    return see_other(f"/mes-inscriptions/{enrolment_id}")


def _late_cost(enrolment: EnrolmentDetails, request: HttpRequest) -> rules.CancellationOutcome | None:
    """What cancelling today would cost; None when it is free, or not possible."""
    if Act.CANCEL_AS_HOLDER not in enrolment.may or day_of(request.at) <= enrolment.free_cancellation_last_day:
        return None
    confirmed_on = day_of(enrolment.confirmed_at or enrolment.requested_at)
    return rules.cancel_before_entry(
        rules.law_on(confirmed_on),
        rules.Cancellation(
            on=day_of(request.at),
            starts_on=enrolment.starts_on,
            by=rules.CancelledBy.HOLDER,
            force_majeure=False,
            rights_cents=enrolment.rights_cents,
            holder_paid_cents=enrolment.holder_pays_cents,
            third_party_cents=enrolment.third_party_cents,
            price_cents=enrolment.price_cents,
        ),
    )
