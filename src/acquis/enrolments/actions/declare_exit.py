"""The provider declares that the holder left the training, and why: the end, a dropout, force majeure, its own default.

Three working days from the actual exit are its duty; lateness is recorded, not refused.
"""

from __future__ import annotations

from datetime import date, datetime

from acquis import rules
from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.rules.types import ExitReason

from .. import delays, events, lifecycle, permissions
from ..models import Enrolment
from ..types import Act, EnrolmentId, Refusal, State


@act
def declare_exit(*, enrolment_id: EnrolmentId, exited_on: date, reason: ExitReason, by: Actor, at: datetime) -> None:
    """Declare the actual day of exit: not before entry, not in the future."""
    enrolment = Enrolment.objects.locked(enrolment_id)

    permissions.ANSWER.require(by, enrolment)
    lifecycle.require(Act.DECLARE_EXIT, State(enrolment.state))
    if exited_on > day_of(at):
        raise Refused(Refusal.IN_THE_FUTURE)
    if enrolment.entered_on is not None and exited_on < enrolment.entered_on:
        raise Refused(Refusal.EXIT_BEFORE_ENTRY)
    # It concerns two sides: the body asks, the holder agrees or the operator decides.
    if reason == ExitReason.ENTRY_DECLARED_IN_ERROR:
        raise Refused(Refusal.ENTRY_ERROR_IS_EXAMINED)

    late_at = delays.over_after(delays.law_of_order(enrolment), rules.Step.EXIT_DECLARATION, exited_on)

    # After this point the declaration must succeed.
    enrolment.move(
        Act.DECLARE_EXIT,
        due_at=late_at,
        late=at >= late_at,
        exited_on=exited_on,
        exit_reason=ExitReason(reason),
        by=by,
        at=at,
    )

    record(
        events.Exited(**enrolment.told(), exited_on=exited_on, reason=ExitReason(reason), late=at >= late_at),
        by=by,
        at=at,
    )
