"""The door the card provider knocks at: a signed call says what became of a payment.

Calls come at least once and in any order: what is told twice changes nothing. A call that is not signed as agreed is
turned away without a word about why.
"""

from __future__ import annotations

import logging
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from acquis.enrolments.actions import record_payment
from acquis.kit import clock
from acquis.kit.actor import system
from acquis.kit.refusal import Refused
from acquis.outside import payments
from acquis.treasury.actions import OUTCOMES, hear_refund
from acquis.treasury.queries import collection, refund_of_key

logger = logging.getLogger(__name__)


@csrf_exempt
@require_POST
def hear(request: HttpRequest) -> HttpResponse:
    """204 once it is recorded, known already, or of nothing we follow; 400 when it is not the provider; 409 when it
    is none of ours; 503 when we cannot judge it today, so that it is told again."""
    try:
        told = payments.read_call(request.body, request.headers)
    except payments.Forged as forged:
        logger.warning("a call in the card provider's name was turned away: %s", forged)
        return HttpResponse(status=400)
    except payments.Unavailable as unset:
        logger.error("a call of the card provider cannot be judged: %s", unset)
        return HttpResponse(status=503)
    if isinstance(told, payments.Payment):
        return _payment(told)
    return HttpResponse(status=204) if told is None else _refund(told)


def _payment(payment: payments.Payment) -> HttpResponse:
    try:
        known = collection(UUID(payment.reference))
    except ValueError:
        known = None
    if known is None or known.amount_cents != payment.amount_cents:
        logger.error("the card provider tells about a payment that is not ours")
        return HttpResponse(status=409)
    try:
        record_payment(
            collection_id=known.id,
            outcome=OUTCOMES[payment.state],
            external_id=payment.id,
            by=system("card provider"),
            at=clock.now(),
        )
    except Refused as refused:
        logger.error("what the card provider told was refused: %s", refused.reason)
        return HttpResponse(status=409)
    return HttpResponse(status=204)


def _refund(told: payments.RefundMade) -> HttpResponse:
    """What became of a refund; of an attempt that was followed by another, nothing is to be heard any more."""
    known = refund_of_key(told.reference)
    if known is not None:
        try:
            hear_refund(refund_id=known, told=told, by=system("card provider"), at=clock.now())
        except Refused as refused:
            logger.error("what the card provider told of a refund was refused: %s", refused.reason)
            return HttpResponse(status=409)
    return HttpResponse(status=204)
