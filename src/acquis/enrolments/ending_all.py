"""What ends every enrolment of somebody who has died: which act each state takes.

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
from .lifecycle import allows
from .models import Enrolment
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


def waits_for_a_card(account_id: UUID) -> datetime | None:
    """When the last of these payments by card is over, if one is under way: those are ended then."""
    rows = Enrolment.objects.filter(state=State.AWAITING_PAYMENT, account_id=account_id)
    return rows.order_by("-due_at").values_list("due_at", flat=True).first()
