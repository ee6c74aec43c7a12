"""Refunds on a card: on their way, or refused and what is done then; what a bank took back; what went twice."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from acquis.enrolments import queries as enrolments
from acquis.kit.actor import Role
from acquis.kit.refusal import Refused
from acquis.treasury import actions
from acquis.treasury import queries as treasury
from acquis.treasury.types import Refusal
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.labels.bank import refund_reason_words
from acquis.web.refusals import sentence
from acquis.web.session import Request
from acquis.web.staff.payouts import keeps_the_money, who

HERE = "/agents/remboursements"


@reads(Audience.STAFF)
def show(request: Request) -> HttpResponse:
    return _shown(request, {})


@writes(Audience.STAFF)
def retry(request: Request, refund_id: UUID) -> HttpResponse:
    """Ask the card provider once more."""
    actions.retry_refund(refund_id=refund_id, by=actor_of(request), at=request.at)
    messages.success(request, _("Le remboursement est demandé de nouveau. Son état change dès que la banque répond."))
    return see_other(HERE)


@writes(Audience.STAFF)
def note(request: Request, refund_id: UUID) -> HttpResponse:
    """Write what was done with a refund that the card refused."""
    name = f"words-{refund_id}"
    try:
        actions.note_refund(refund_id=refund_id, words=request.POST.get(name, ""), by=actor_of(request), at=request.at)
    except Refused as refused:
        if refused.reason != Refusal.WORDS_MISSING:
            raise
        return _shown(request, {name: sentence(refused)})
    messages.success(request, _("C’est noté. Le titulaire peut lire cette note."))
    return see_other(HERE)


@writes(Audience.STAFF)
def settle(request: Request, excess_id: UUID) -> HttpResponse:
    """Write what was decided of money that went back twice."""
    name = f"words-{excess_id}"
    try:
        actions.settle_excess(
            excess_id=excess_id, words=request.POST.get(name, ""), by=actor_of(request), at=request.at
        )
    except Refused as refused:
        if refused.reason != Refusal.WORDS_MISSING:
            raise
        return _shown(request, {name: sentence(refused)})
    messages.success(request, _("C’est noté."))
    return see_other(HERE)


def _shown(request: Request, errors: dict[str, str]) -> HttpResponse:
    by = keeps_the_money(request)
    refunds = treasury.refunds_to_mend(by=by)
    excesses, contested = treasury.excesses_to_settle(by=by), treasury.contested_collections(by=by)
    about = {each.about for each in refunds} | {each.about for each in excesses} | {row[1] for row in contested}
    return page(
        request,
        "staff/refunds.html",
        status=422 if errors else 200,
        refunds=refunds,
        refused=[each for each in refunds if each.refused_at and each.state == "refund_refused"],
        owed_cents=sum(each.amount_cents for each in refunds),
        excesses=excesses,
        contested=contested,
        numbers=enrolments.numbers_of(about),
        may_mend=by.has(Role.STAFF_FINANCE),
        reason_words=refund_reason_words,
        errors=errors,
        typed=request.POST,
        who=who,
    )
