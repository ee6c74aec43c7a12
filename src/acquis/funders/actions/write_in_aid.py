"""A side of a request for an aid writes to the other, with files; the document that was missing sets it going again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from acquis import rules
from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.people.types import ProofFile

from .. import asking, events, permissions
from ..models import AidRequest
from ..types import OPEN, AidAct, AidSide, AidState, Refusal
from ..written import course_of


@act
def write_in_aid(*, request_id: UUID, said: str, files: Sequence[ProofFile] = (), by: Actor, at: datetime) -> None:
    """Write while nothing is decided. A holder's file, where one was missing, lets the answer's delay go on."""
    request = AidRequest.objects.locked(request_id)

    permissions.WRITE_AID.require(by, request)
    if AidState(request.state) not in OPEN:
        raise Refused(Refusal.NOT_IN_THIS_STATE)
    words = asking.require_words(said, missing=None if files else Refusal.WORDS_MISSING)
    judged = asking.inspected([("", file) for file in files])

    # After this point writing must succeed.
    side = AidSide.FUNDER if by.funder_id is not None else AidSide.HOLDER
    if judged and side is AidSide.HOLDER and request.state == AidState.INCOMPLETE:
        due_at = request.due_at
        if request.left_days is not None:
            day = rules.add_working_days(day_of(at), request.left_days)
            due_at = asking.over_at(day, starts_on=course_of(request.course).starts_on)
        asking.move(
            request, AidAct.COMPLETE, words, side=side, files=judged, due_at=due_at, left_days=None, by=by, at=at
        )
        return
    entry_id = asking.write(request, AidAct.WRITE, words, side=side, files=judged, by=by, at=at)

    record(events.AidWritten(**request.told(), side=side.value, entry_id=entry_id), by=by, at=at)
