"""An enrolment is put under control, and released: meanwhile nothing is validated, and nothing owed about it is paid.

A file that somebody opens about it (a contest, an excuse, a question about the entry) comes with a control of its own;
an agent opens others, with a motive that the provider is told. Facts go on being declared: they are what is examined.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.journal.jobs import later
from acquis.kit.act import act
from acquis.kit.actor import Actor, system
from acquis.kit.ids import new_id
from acquis.kit.refusal import Refused
from acquis.treasury import actions as treasury

from .. import events, jobs, permissions, words
from ..models import Control, Enrolment
from ..types import (
    CONTROLLABLE,
    ENDS,
    BillingState,
    ControlMotive,
    ControlState,
    EnrolmentId,
    Refusal,
    State,
)

#: Who may open a control with each motive; the motives that are not here are the operator's.
_OPENED_BY = {
    ControlMotive.SERVICE_CONTESTED: permissions.CONTEST,
    ControlMotive.EXCUSE_ASKED: permissions.DECIDE,
    ControlMotive.ENTRY_QUESTIONED: permissions.ANSWER,
}
#: Ends after which nothing is left to pay to anybody: the operator has nothing to withhold.
_NOTHING_LEFT = (BillingState.NOT_BILLABLE, BillingState.PAID)


@act
def put_under_control(
    *, enrolment_id: EnrolmentId, motive: ControlMotive, said: str = "", by: Actor, at: datetime
) -> UUID:
    """The control's id; open already for this motive, it is the same. `said` is what both sides are told besides."""
    enrolment = Enrolment.objects.locked(enrolment_id)
    known = enrolment.controls.filter(account_id=enrolment.account_id, motive=motive, released_at__isnull=True).first()

    _OPENED_BY.get(motive, permissions.CONTROL).require(by, enrolment)
    if known is not None:
        return known.id
    if State(enrolment.state) not in CONTROLLABLE:
        raise Refused(Refusal.NOT_NOW)
    of_the_operator = motive not in _OPENED_BY
    if of_the_operator and enrolment.state in ENDS and enrolment.billing_state in _NOTHING_LEFT:
        raise Refused(Refusal.NOTHING_TO_WITHHOLD)
    words.require(said, optional=True)

    # After this point the control must be open.
    control = Control(
        id=new_id(),
        enrolment=enrolment,
        account_id=enrolment.account_id,
        motive=ControlMotive(motive),
        opened_at=at,
        opened_by=by.key,
    )
    words.seal_control(control, said)
    control.save(force_insert=True)
    enrolment.control_state = ControlState.IN_CONTROL
    enrolment.save(update_fields=["control_state"])
    treasury.withhold(
        about=enrolment.id, account_id=enrolment.account_id, provider_id=enrolment.provider_id, by=by, at=at
    )

    record(events.PutUnderControl(**enrolment.told(), control_id=control.id, motive=control.motive), by=by, at=at)
    return control.id


@act
def release_control(*, enrolment_id: EnrolmentId, control_id: UUID, by: Actor, at: datetime) -> None:
    """Release one control; with the last, what waited goes on. Released before, it changes nothing.

    An agent releases any, the others what they had opened themselves.
    """
    enrolment = Enrolment.objects.locked(enrolment_id)
    controls = enrolment.controls.filter(account_id=enrolment.account_id)
    control = controls.filter(pk=control_id).first()
    if control is None:
        raise Refused(Refusal.UNKNOWN_CONTROL)

    permissions.SEE.require(by, enrolment)
    if permissions.CONTROL.covers(by) is None and not by.wrote(control.opened_by):
        raise Refused(Refusal.NOT_YOURS)
    if control.released_at is not None:
        return

    # After this point the release must succeed.
    control.released_at, control.released_by = at, by.key
    control.save(update_fields=["released_at", "released_by"])
    if not controls.filter(released_at__isnull=True).exists():
        enrolment.control_state = ControlState.RELEASED
        enrolment.save(update_fields=["control_state"])
        treasury.release(
            about=enrolment.id, account_id=enrolment.account_id, by=system("enrolments.release_control"), at=at
        )
        if enrolment.state == State.SERVICE_DECLARED and enrolment.due_at is not None:
            # Its day may have passed meanwhile.
            later(jobs.validate_service, at=max(enrolment.due_at, at), enrolment_id=enrolment.id)

    record(events.ReleasedFromControl(**enrolment.told(), control_id=control.id, motive=control.motive), by=by, at=at)
