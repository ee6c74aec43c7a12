"""The time to answer is over: the convention says what silence means. A document that never came refuses the aid."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import asking, permissions
from ..lifecycle import AID
from ..models import AidRequest
from ..types import AidAct, AidSide, AidState, Refusal, Silence
from ..written import terms_of


@act
def lapse_aid(*, request_id: UUID, by: Actor, at: datetime) -> None:
    """Do what silence means once the delay is over; refused before."""
    request = AidRequest.objects.locked(request_id)

    permissions.CONDUCT_AID.require(by, request)
    AID.require(AidAct.REFUSE_BY_SILENCE, AidState(request.state))
    if request.due_at is None or at < request.due_at:
        raise Refused(Refusal.ANSWER_DELAY_RUNS)

    # After this point the silence must be heard.
    instruction = terms_of(request.convention.terms).instruction
    assert instruction is not None
    waited_in_vain = request.left_days is not None
    if instruction.silence is Silence.ACCEPTS and not waited_in_vain:
        asked = request.asked_cents
        asking.decide(request, AidAct.GRANT_BY_SILENCE, "", side=AidSide.NOBODY, granted_cents=asked, by=by, at=at)
        return
    asking.give_back(request, request.held_cents, by=by, at=at)
    asking.decide(request, AidAct.REFUSE_BY_SILENCE, "", side=AidSide.NOBODY, by=by, at=at)
