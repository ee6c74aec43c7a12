"""One enrolment, as its holder sees it: where it stands, what comes next and by when, and the one thing to do."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from acquis import rules
from acquis.attendance import queries as attendance
from acquis.enrolments import actions
from acquis.enrolments import queries as enrolments
from acquis.enrolments.types import ENDS, LIVE, Act, EnrolmentDetails, EnrolmentId, Party, State
from acquis.funders import queries as funders
from acquis.kit.clock import day_of
from acquis.providers import queries as providers
from acquis.providers.types import ProviderState
from acquis.support import queries as support
from acquis.treasury import queries as treasury
from acquis.web import enrolment_papers, hearings
from acquis.web.attendance_words import completion_words
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.funding_words import askable_lines
from acquis.web.labels.bank import refund_reason_words
from acquis.web.session import Request
from acquis.web.split import lines_of
from acquis.web.timeline import shown, tone

#: Until then, the holder's own part is still to pay.
UNPAID = (State.REQUESTED, State.UNDER_REVIEW, State.PROPOSED, State.AWAITING_FUNDER, State.AWAITING_PAYMENT)
#: Until then, nothing is held: what is shown is what would be paid today.
_UNSHARED = (State.REQUESTED, State.UNDER_REVIEW, State.PROPOSED, State.AWAITING_FUNDER)


@reads(Audience.HOLDER)
def show(request: Request, enrolment_id: EnrolmentId) -> HttpResponse:
    return shown_with(request, enrolment_id, {})


def shown_with(request: Request, enrolment_id: EnrolmentId, errors: dict[str, str]) -> HttpResponse:
    by, today = actor_of(request), day_of(request.at)
    enrolment = enrolments.enrolment_for_holder(enrolment_id, by=by)
    provider = providers.provider(enrolment.provider_id)
    quote = None
    if not enrolment.shares and enrolment.state in _UNSHARED:
        quote = enrolments.proposal_quote(enrolment_id, by=by, on=today)
    return page(
        request,
        "holder/enrolment.html",
        status=422 if errors else 200,
        errors=errors,
        base=f"/mes-inscriptions/{enrolment_id}",
        with_calendar=LIVE,
        reader=Party.HOLDER,
        suspended=provider is not None and provider.state == ProviderState.SUSPENDED,
        costs=_costs(enrolment, request),
        **hearings.about(enrolment_id, by=by, at=request.at),
        enrolment=enrolment,
        provider=provider,
        lines=lines_of(quote.lines) if quote else lines_of(enrolment.shares, pay=_paid(enrolment)),
        price_title=_price_title(enrolment),
        over=enrolment.state in ENDS,
        quote=quote,
        aids=funders.aids_of(enrolment_id, by=by),
        askable=askable_lines(quote.askable, today) if quote and Act.ASK_FUNDER in enrolment.may else [],
        steps=shown(enrolment),
        tone=tone(enrolment.state),
        collection=treasury.collection(enrolment.collection_id, by=by) if enrolment.collection_id else None,
        refunds=treasury.refunds_about(enrolment_id, by=by),
        refund_reason_words=refund_reason_words,
        may_withdraw=Act.WITHDRAW in enrolment.may and enrolments.withdrawal_is_open(enrolment, on=today),
        cancelling=_cancelling(enrolment, request),
        record=attendance.record_of(enrolment_id, by=by, at=request.at),
        working=completion_words,
        papers=support.papers_about(enrolment_id, by=by),
        compared=attendance.compared_with_declared(enrolment_id, by=by),
        review=enrolments.review_of(enrolment_id, by=by) if enrolment.state is State.SERVICE_VALIDATED else None,
    )


@reads(Audience.HOLDER)
def paper(request: Request, enrolment_id: EnrolmentId, paper_id: UUID) -> HttpResponse:
    """One of the papers of the enrolment."""
    return enrolment_papers.answer(enrolment_id, paper_id, by=actor_of(request))


@writes(Audience.HOLDER)
def abandon(request: Request, enrolment_id: EnrolmentId) -> HttpResponse:
    """Give up a request before confirming; nothing was committed."""
    actions.abandon(enrolment_id=enrolment_id, by=actor_of(request), at=request.at)
    messages.success(request, _("Votre demande est abandonnée. Rien n’a été prélevé sur vos droits."))
    return see_other(f"/mes-inscriptions/{enrolment_id}")


@writes(Audience.HOLDER)
def withdraw(request: Request, enrolment_id: EnrolmentId) -> HttpResponse:
    """Use the right of withdrawal; everything comes back."""
    actions.withdraw(enrolment_id=enrolment_id, by=actor_of(request), at=request.at)
    messages.success(
        request, _("Votre rétractation est enregistrée. Vos droits sont revenus ; votre paiement sera remboursé.")
    )
    return see_other(f"/mes-inscriptions/{enrolment_id}")


@writes(Audience.HOLDER)
def cancel(request: Request, enrolment_id: EnrolmentId) -> HttpResponse:
    """Cancel before the training starts, free or late as the law of the order says.

    A page that stayed open past the last free day said that nothing would be lost: what it costs is shown first.
    """
    today = enrolments.cancellation_today(enrolment_id, by=actor_of(request), on=day_of(request.at))
    if today.is_late and request.POST.get("late") != "yes":
        messages.warning(request, _("L’annulation n’est plus gratuite. Voyez ce qu’elle coûte avant de confirmer."))
        return see_other(f"/mes-inscriptions/{enrolment_id}")
    actions.cancel(
        enrolment_id=enrolment_id, on_behalf_of=rules.CancelledBy.HOLDER, by=actor_of(request), at=request.at
    )
    messages.success(request, _("Votre inscription est annulée."))
    return see_other(f"/mes-inscriptions/{enrolment_id}")


def _paid(enrolment: EnrolmentDetails) -> str:
    """What the holder's own part is called: to pay, then paid."""
    return "" if enrolment.state in UNPAID else _("Ce que vous avez payé")


def _price_title(enrolment: EnrolmentDetails) -> str:
    if enrolment.state in ENDS and enrolment.state is not State.SERVICE_VALIDATED:
        return _("Qui avait payé quoi") if enrolment.shares else _("Le prix")
    if enrolment.state is State.AWAITING_FUNDER:
        return _("Qui paierait quoi sans l’aide demandée")
    return _("Qui paie quoi") if enrolment.shares else _("Qui paierait quoi")


def _cancelling(enrolment: EnrolmentDetails, request: Request) -> rules.CancellationOutcome | None:
    """Where the money would go if the holder cancelled today; None when they cannot."""
    today = day_of(request.at)
    if Act.CANCEL_AS_HOLDER not in enrolment.may or today >= enrolment.starts_on:
        return None
    return enrolments.cancellation_today(enrolment.id, by=request.actor, on=today)


def _costs(enrolment: EnrolmentDetails, request: Request) -> dict[str, Any] | None:
    """Who would get what if the holder withdrew, or cancelled today, line by line; None when they can do neither."""
    by, today = actor_of(request), day_of(request.at)
    if Act.WITHDRAW in enrolment.may and enrolments.withdrawal_is_open(enrolment, on=today):
        foreseen = enrolments.foresee_withdrawal(enrolment.id, by=by)
    elif Act.CANCEL_AS_HOLDER in enrolment.may and today < enrolment.starts_on:
        foreseen = enrolments.foresee_cancellation(enrolment.id, on=today, on_behalf_of=rules.CancelledBy.HOLDER, by=by)
    else:
        return None
    return hearings.foreseen_of(foreseen, reader=Party.HOLDER)
