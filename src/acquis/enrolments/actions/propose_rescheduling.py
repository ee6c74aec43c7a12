"""One side proposes other dates to the other: another session of the same training, or other days. Money stays."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from acquis import rules
from acquis.journal.actions import record
from acquis.journal.jobs import later
from acquis.kit.act import act
from acquis.kit.actor import PROVIDER, Actor
from acquis.kit.clock import day_of
from acquis.kit.ids import new_id
from acquis.kit.refusal import Refused

from .. import delays, events, jobs, lifecycle, permissions, rescheduling, words
from ..models import Enrolment, Rescheduling
from ..types import EnrolmentId, Party, Refusal, ReschedulingState, State


@act
def propose_rescheduling(
    *,
    enrolment_id: EnrolmentId,
    starts_on: date | None = None,
    ends_on: date | None = None,
    session_id: UUID | None = None,
    said: str = "",
    by: Actor,
    at: datetime,
) -> UUID:
    """The proposal's id. With `session_id`, its dates are the session's; in training, only the end may move.

    The other side answers within the law's delay, and before the training starts on the dates that stand.
    """
    enrolment = Enrolment.objects.locked(enrolment_id)
    today = day_of(at)

    permissions.RESCHEDULE.require(by, enrolment)
    lifecycle.require(rescheduling.act_of(enrolment), State(enrolment.state))
    known = enrolment.reschedulings.filter(account_id=enrolment.account_id)
    if known.filter(state=ReschedulingState.PROPOSED).exists():
        raise Refused(Refusal.RESCHEDULING_UNDER_WAY)
    words.require(said, optional=True)
    dates = rescheduling.dates_of(enrolment, starts_on=starts_on, ends_on=ends_on, session_id=session_id)
    rescheduling.require(enrolment, dates, on=today)

    due_at = delays.over_after(delays.law_of_order(enrolment), rules.Step.RESCHEDULING_REPLY, today)
    if enrolment.state == State.CONFIRMED:
        due_at = min(due_at, rescheduling.too_late_at(enrolment))

    # After this point the proposal must be written.
    proposal = Rescheduling(
        id=new_id(),
        enrolment=enrolment,
        account_id=enrolment.account_id,
        proposed_by=Party.PROVIDER if by.has(*PROVIDER) else Party.HOLDER,
        from_session_id=enrolment.session_id,
        from_starts_on=enrolment.starts_on,
        from_ends_on=enrolment.ends_on,
        session_id=dates.session_id,
        starts_on=dates.starts_on,
        ends_on=dates.ends_on,
        proposed_at=at,
        by=by.key,
        due_at=due_at,
    )
    words.seal_rescheduling(proposal, said)
    proposal.save(force_insert=True)
    later(jobs.lapse_rescheduling, at=due_at, enrolment_id=enrolment.id, rescheduling_id=proposal.id)

    record(
        events.ReschedulingProposed(
            **enrolment.told(),
            rescheduling_id=proposal.id,
            proposed_by=proposal.proposed_by,
            starts_on=dates.starts_on,
        ),
        by=by,
        at=at,
    )
    return proposal.id
