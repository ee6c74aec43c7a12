"""The operator decides, on a file where both sides were heard, how the training ended and how much was followed.

It is settled at once: whoever decides has looked, and nothing is left to wait for.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.rules.types import ExitReason

from .. import events, lifecycle, permissions, served, settlement
from ..models import Enrolment
from ..types import Act, EnrolmentId, Refusal, State


@act
def decide_service(
    *,
    enrolment_id: EnrolmentId,
    reason: ExitReason,
    done: Decimal | int,
    total: Decimal | int,
    exited_on: date | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Settle a training that was entered. `exited_on` None: the day declared, else today.

    `foresee_service` tells beforehand who gets what. An entry declared in error may be settled by the holder, who
    agrees: everything returns.
    """
    enrolment = Enrolment.objects.locked(enrolment_id)
    done, total, reason = Decimal(done), Decimal(total), ExitReason(reason)

    undone = reason is ExitReason.ENTRY_DECLARED_IN_ERROR
    (permissions.UNDO_ENTRY if undone else permissions.CONTROL).require(by, enrolment)
    lifecycle.require(Act.DECIDE_SERVICE, State(enrolment.state))
    served.require(reason, done, total)
    left_on = exited_on or enrolment.exited_on or day_of(at)
    if left_on > day_of(at):
        raise Refused(Refusal.IN_THE_FUTURE)
    if enrolment.entered_on is not None and left_on < enrolment.entered_on:
        raise Refused(Refusal.EXIT_BEFORE_ENTRY)

    outcome = served.settled(enrolment, reason=reason, done=done, total=total)

    # After this point the decision must succeed. What is billed says what was decided, not what had been declared.
    enrolment.exited_on, enrolment.rate_percent = left_on, int(outcome.rate_percent)
    ending = settlement.settle_attendance(enrolment, outcome, by=by, at=at)
    enrolment.move(
        Act.DECIDE_SERVICE,
        **settlement.written(enrolment, ending),
        exit_reason=reason,
        done=done,
        total=total,
        by=by,
        at=at,
    )

    record(
        events.ServiceDecided(
            **enrolment.told(),
            reason=reason,
            rate_percent=int(outcome.rate_percent),
            provider_cents=ending.provider_cents,
            returned_cents=ending.returned_cents,
            lapsed_cents=ending.lapsed_cents,
        ),
        by=by,
        at=at,
    )
