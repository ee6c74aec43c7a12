"""The other side answers a proposal of other dates: agreed, they replace those that stood, and the delays follow.

Who proposed may take it back meanwhile; left without an answer, it lapses, and the dates that stood stand.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.catalogue import actions as catalogue
from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import PROVIDER, Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused

from .. import delays, events, lifecycle, permissions, rescheduling
from ..models import Enrolment, Rescheduling
from ..types import Act, EnrolmentId, Party, Refusal, ReschedulingState, State


@act
def accept_rescheduling(*, enrolment_id: EnrolmentId, rescheduling_id: UUID, by: Actor, at: datetime) -> None:
    """Agree to the dates proposed by the other side; refused too late, or when the session proposed is full."""
    enrolment = Enrolment.objects.locked(enrolment_id)
    proposal = _found(enrolment, rescheduling_id)

    permissions.RESCHEDULE.require(by, enrolment)
    _require_open(proposal)
    _require_answerer(proposal, by)
    step = rescheduling.act_of(enrolment)
    lifecycle.require(step, State(enrolment.state))
    if rescheduling.is_over(proposal, at):
        raise Refused(Refusal.TOO_LATE_TO_ANSWER)
    dates = rescheduling.Dates(proposal.session_id, proposal.starts_on, proposal.ends_on)
    rescheduling.require(enrolment, dates, on=day_of(at))
    # The place is the last question. The former one is given back only for another session.
    if proposal.session_id != enrolment.session_id:
        catalogue.move_place(session_id=proposal.session_id, reference=enrolment.id, by=by, at=at)

    # After this point the change must succeed.
    _close(proposal, ReschedulingState.ACCEPTED, by=by, at=at)
    enrolment.session_id = proposal.session_id
    enrolment.starts_on, enrolment.ends_on = proposal.starts_on, proposal.ends_on
    due_at = (
        delays.exit_late_at(enrolment)
        if step is Act.EXTEND
        else delays.entry_late_at(enrolment, delays.law_of_order(enrolment))
    )
    enrolment.move(step, due_at=due_at, by=by, at=at)

    record(
        events.Rescheduled(
            **enrolment.told(),
            rescheduling_id=proposal.id,
            starts_on=proposal.starts_on,
            ends_on=proposal.ends_on,
            proposed_by=proposal.proposed_by,
        ),
        by=by,
        at=at,
    )


@act
def decline_rescheduling(*, enrolment_id: EnrolmentId, rescheduling_id: UUID, by: Actor, at: datetime) -> None:
    """Say no to the dates proposed by the other side, or take back one's own; the dates that stood stand."""
    enrolment = Enrolment.objects.locked(enrolment_id)
    proposal = _found(enrolment, rescheduling_id)

    permissions.RESCHEDULE.require(by, enrolment)
    _require_open(proposal)
    mine = _party(by) == proposal.proposed_by

    # After this point the answer must be written.
    state = ReschedulingState.TAKEN_BACK if mine else ReschedulingState.DECLINED
    _close(proposal, state, by=by, at=at)

    record(_closed(enrolment, proposal), by=by, at=at)


@act
def lapse_rescheduling(*, enrolment_id: EnrolmentId, rescheduling_id: UUID, by: Actor, at: datetime) -> None:
    """The time to answer is over; answered before, there is nothing to do."""
    enrolment = Enrolment.objects.locked(enrolment_id)
    proposal = _found(enrolment, rescheduling_id)

    permissions.CONDUCT.require(by, enrolment)
    _require_open(proposal)
    if at < proposal.due_at:
        raise Refused(Refusal.DELAY_NOT_OVER)

    # After this point the end must be written.
    _close(proposal, ReschedulingState.LAPSED, by=by, at=at)

    record(_closed(enrolment, proposal), by=by, at=at)


def _found(enrolment: Enrolment, rescheduling_id: UUID) -> Rescheduling:
    row = enrolment.reschedulings.filter(account_id=enrolment.account_id, pk=rescheduling_id).first()
    if row is None:
        raise Refused(Refusal.UNKNOWN_RESCHEDULING)
    return row


def _require_open(proposal: Rescheduling) -> None:
    if proposal.state != ReschedulingState.PROPOSED:
        raise Refused(Refusal.NOT_NOW)


def _party(by: Actor) -> Party:
    return Party.PROVIDER if by.has(*PROVIDER) else Party.HOLDER


def _require_answerer(proposal: Rescheduling, by: Actor) -> None:
    if _party(by) is not rescheduling.asked_of(proposal):
        raise Refused(Refusal.NOT_TO_YOU_TO_ANSWER)


def _close(proposal: Rescheduling, state: ReschedulingState, *, by: Actor, at: datetime) -> None:
    proposal.state, proposal.answered_at, proposal.answered_by = state, at, by.key
    proposal.save(update_fields=["state", "answered_at", "answered_by"])


def _closed(enrolment: Enrolment, proposal: Rescheduling) -> events.ReschedulingClosed:
    return events.ReschedulingClosed(
        **enrolment.told(), rescheduling_id=proposal.id, outcome=proposal.state, proposed_by=proposal.proposed_by
    )
