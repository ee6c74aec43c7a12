"""An agent of the funder refuses an aid, with a reason that the holder reads."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import asking, permissions
from ..lifecycle import AID
from ..models import AidRequest
from ..types import AidAct, AidSide, AidState, Refusal


@act
def refuse_aid(*, request_id: UUID, said: str, by: Actor, at: datetime) -> None:
    """All that was set aside goes back to the envelope."""
    request = AidRequest.objects.locked(request_id)

    permissions.DECIDE_AID.require(by, request)
    AID.require(AidAct.REFUSE, AidState(request.state))
    asking.require_in_time(request, at)
    words = asking.require_words(said, missing=Refusal.REASON_MISSING)

    # After this point the refusal must succeed.
    asking.give_back(request, request.held_cents, by=by, at=at)
    asking.decide(request, AidAct.REFUSE, words, side=AidSide.FUNDER, by=by, at=at)
