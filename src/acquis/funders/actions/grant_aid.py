"""An agent of the funder grants an aid, whole or a smaller sum; the holder still has to confirm the purchase."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import asking, permissions
from ..lifecycle import AID
from ..models import AidRequest
from ..types import AidAct, AidSide, AidState, Refusal


@act
def grant_aid(*, request_id: UUID, amount_cents: int, said: str = "", by: Actor, at: datetime) -> None:
    """What is not granted goes back to the envelope; a smaller sum is explained to the holder."""
    request = AidRequest.objects.locked(request_id)

    permissions.DECIDE_AID.require(by, request)
    AID.require(AidAct.GRANT, AidState(request.state))
    asking.require_in_time(request, at)
    if amount_cents <= 0:
        raise Refused(Refusal.AMOUNT_NOT_POSITIVE)
    if amount_cents > request.asked_cents:
        raise Refused(Refusal.MORE_THAN_ASKED, most=request.asked_cents)
    words = asking.require_words(said, missing=Refusal.REASON_MISSING if amount_cents < request.asked_cents else None)

    # After this point the grant must succeed.
    asking.give_back(request, request.asked_cents - amount_cents, by=by, at=at)
    asking.decide(request, AidAct.GRANT, words, side=AidSide.FUNDER, granted_cents=amount_cents, by=by, at=at)
