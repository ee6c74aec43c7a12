"""What ends every enrolment of somebody who has died, or of a body that has stopped: which act each state takes.

Each is done in its own transaction, by acts that refuse what is done already: a run that was cut is run again.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from acquis.accounts import actions as accounts
from acquis.accounts import queries as accounts_of
from acquis.kit.actor import Actor
from acquis.rules.types import EndGround, ExitReason

from .actions.cancel_as_operator import cancel_as_operator
from .actions.control import put_under_control
from .actions.declare_exit import declare_exit
from .actions.declare_failure import declare_failure
from .lifecycle import allows
from .models import Enrolment
from .queries.foreseeing import days_followed
from .types import LIVE, Act, ControlMotive, EndMotive, EnrolmentId, State


def died_on(account_id: UUID) -> date | None:
    """The day of the death that ended an account; None where none did."""
    ended = accounts_of.end_of_rights(account_id)
    return ended.ended_on if ended is not None and ended.ground is EndGround.DEATH else None


def of_the_dead(account_id: UUID, *, by: Actor, at: datetime) -> None:
    """Before entry everything returns; in training it ends on the day of death, as force majeure does.

    What was done in their name after that day is put under control, for an agent to look at.
    """
    day = died_on(account_id)
    if day is None:
        return
    for enrolment in Enrolment.objects.filter(account_id=account_id, state__in=LIVE).order_by("pk"):
        enrolment_id = EnrolmentId(enrolment.id)
        left = enrolment.exited_on
        if allows(Act.CANCEL_AS_OPERATOR, State(enrolment.state)):
            cancel_as_operator(enrolment_id=enrolment_id, motive=EndMotive.HOLDER_DIED, by=by, at=at)
        elif enrolment.state == State.IN_TRAINING and enrolment.entered_on and enrolment.entered_on <= day:
            declare_exit(enrolment_id=enrolment_id, exited_on=day, reason=ExitReason.FORCE_MAJEURE, by=by, at=at)
        elif enrolment.state == State.IN_TRAINING or (left is not None and left > day):
            put_under_control(enrolment_id=enrolment_id, motive=ControlMotive.ACTED_AFTER_DEATH, by=by, at=at)
    accounts.cancel_returned(account_id=account_id, under=f"enrolments {at.isoformat()}", by=by, at=at)


def of_the_body(provider_id: UUID, *, stopped_on: date, continued: bool, by: Actor, at: datetime) -> int:
    """Before entry everything returns; in training, what was followed until then is counted in days. How many ended.

    Who left before it stopped left for their own reason, which stands. A training without a last day is left to an
    agent, who says what was followed.
    """
    count = 0
    for enrolment in Enrolment.objects.filter(provider_id=provider_id, state__in=LIVE).order_by("pk"):
        enrolment_id = EnrolmentId(enrolment.id)
        if allows(Act.CANCEL_AS_OPERATOR, State(enrolment.state)):
            cancel_as_operator(enrolment_id=enrolment_id, motive=EndMotive.PROVIDER_FAILED, by=by, at=at)
        elif allows(Act.DECLARE_FAILURE, State(enrolment.state)) and not _left_before(enrolment, stopped_on):
            stopped = max(stopped_on, enrolment.entered_on or stopped_on)
            until = min(stopped, enrolment.exited_on or stopped)
            followed = days_followed(enrolment, until)
            if followed is None:
                continue
            done, total = followed
            declare_failure(
                enrolment_id=enrolment_id,
                stopped_on=until,
                continued=continued,
                done=done,
                total=total,
                by=by,
                at=at,
            )
        else:
            continue
        count += 1
    return count


def _left_before(enrolment: Enrolment, stopped_on: date) -> bool:
    """Whether somebody left before their body stopped, and for another reason than that."""
    if enrolment.exited_on is None or enrolment.exited_on >= stopped_on:
        return False
    return enrolment.exit_reason not in (ExitReason.PROVIDER_DEFAULT, ExitReason.PROVIDER_DEFAULT_CONTINUED)


def waits_for_a_card(*, account_id: UUID | None = None, provider_id: UUID | None = None) -> datetime | None:
    """When the last of these payments by card is over, if one is under way: those are ended then."""
    rows = Enrolment.objects.filter(state=State.AWAITING_PAYMENT)
    if account_id is not None:
        rows = rows.filter(account_id=account_id)
    if provider_id is not None:
        rows = rows.filter(provider_id=provider_id)
    return rows.order_by("-due_at").values_list("due_at", flat=True).first()
