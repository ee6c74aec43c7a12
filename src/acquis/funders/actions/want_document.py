"""An agent of the funder says which document is missing; the answer waits for it, where the convention says so."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis import rules
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of

from .. import asking, permissions
from ..lifecycle import AID
from ..models import AidRequest
from ..types import AidAct, AidSide, AidState
from ..written import course_of, terms_of


@act
def want_document(*, request_id: UUID, said: str, by: Actor, at: datetime) -> None:
    """`said` is what the holder reads: which document, and why."""
    request = AidRequest.objects.locked(request_id)

    permissions.DECIDE_AID.require(by, request)
    AID.require(AidAct.WANT, AidState(request.state))
    asking.require_in_time(request, at)
    words = asking.require_words(said)

    # After this point asking for it must succeed.
    instruction = terms_of(request.convention.terms).instruction
    assert instruction is not None
    assert request.due_on is not None
    due_at, left, today = request.due_at, None, day_of(at)
    if instruction.suspends:
        left = asking.working_days_left(today, request.due_on)
        day = rules.add_working_days(today, instruction.document_days)
        due_at = asking.over_at(day, starts_on=course_of(request.course).starts_on)
    asking.move(request, AidAct.WANT, words, side=AidSide.FUNDER, due_at=due_at, left_days=left, by=by, at=at)
