"""One enrolment of a stop ends, in one transaction with its line: cut anywhere, it is done once or not at all."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from acquis.enrolments import actions as enrolments
from acquis.enrolments.types import EndMotive, EnrolmentId
from acquis.enrolments.types import Refusal as EnrolmentRefusal
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import permissions
from ..models import Line
from ..types import LineState, Way


@act
def end_line(*, line_id: UUID, by: Actor, at: datetime) -> None:
    """An enrolment that moved before its turn came is left to an agent. The enrolment's own act tells what happened."""
    line = Line.objects.select_for_update().select_related("stop").get(pk=line_id)

    permissions.CARRY_OUT.require_any(by)
    if line.state != LineState.WAITING:
        return

    # After this point the enrolment must have ended, or be left.
    try:
        with transaction.atomic():
            _end(line, by=by, at=at)
        line.state, line.done_at = LineState.ENDED, at
    except Refused as refused:
        if refused.reason not in (EnrolmentRefusal.NOT_NOW, EnrolmentRefusal.EXIT_BEFORE_ENTRY):
            raise
        line.state = LineState.LEFT
    line.save(update_fields=["state", "done_at"])


def _end(line: Line, *, by: Actor, at: datetime) -> None:
    enrolment_id = EnrolmentId(line.enrolment_id)
    if line.way == Way.RETURNED:
        enrolments.cancel_as_operator(enrolment_id=enrolment_id, motive=EndMotive.PROVIDER_FAILED, by=by, at=at)
        return
    if line.until is None or line.done is None or line.total is None:
        raise AssertionError("a line that is counted says how much was followed, until which day")
    enrolments.declare_failure(
        enrolment_id=enrolment_id,
        stopped_on=line.until,
        continued=line.stop.continued,
        done=line.done,
        total=line.total,
        by=by,
        at=at,
    )
