"""The life of one enrolment told as a line: what is done, what comes next, who must act before when, what otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from acquis import rules

from .delays import law_of_order
from .models import Enrolment, Step
from .types import (
    ENDS,
    Act,
    ControlMotive,
    ControlState,
    Otherwise,
    Party,
    State,
    TimelineKey,
    TimelineState,
    TimelineStep,
)

#: Which step of the line an act is, and whose it was.
DONE: dict[Act, tuple[TimelineKey, Party]] = {
    Act.REQUEST: (TimelineKey.REQUEST, Party.HOLDER),
    Act.ACKNOWLEDGE: (TimelineKey.REVIEW, Party.PROVIDER),
    Act.ACCEPT: (TimelineKey.ANSWER, Party.PROVIDER),
    Act.DECLINE: (TimelineKey.ANSWER, Party.PROVIDER),
    Act.LAPSE_UNANSWERED: (TimelineKey.END, Party.OPERATOR),
    Act.ABANDON: (TimelineKey.END, Party.HOLDER),
    Act.LAPSE_UNCONFIRMED: (TimelineKey.END, Party.OPERATOR),
    Act.ASK_FUNDER: (TimelineKey.FUNDING, Party.HOLDER),
    Act.HEAR_FUNDER: (TimelineKey.FUNDING, Party.FUNDER),
    Act.STOP_WAITING: (TimelineKey.FUNDING, Party.HOLDER),
    Act.CONFIRM: (TimelineKey.CONFIRMATION, Party.HOLDER),
    Act.CONFIRM_AND_PAY: (TimelineKey.CONFIRMATION, Party.HOLDER),
    Act.RECORD_PAYMENT: (TimelineKey.PAYMENT, Party.HOLDER),
    Act.REFUSE_PAYMENT: (TimelineKey.PAYMENT, Party.HOLDER),
    Act.EXPIRE_PAYMENT: (TimelineKey.PAYMENT, Party.HOLDER),
    Act.WITHDRAW: (TimelineKey.END, Party.HOLDER),
    Act.CANCEL_AS_HOLDER: (TimelineKey.END, Party.HOLDER),
    Act.CANCEL_AS_PROVIDER: (TimelineKey.END, Party.PROVIDER),
    Act.DECLARE_NO_SHOW: (TimelineKey.END, Party.PROVIDER),
    Act.DECLARE_ENTRY: (TimelineKey.ENTRY, Party.PROVIDER),
    Act.DECLARE_EXIT: (TimelineKey.EXIT, Party.PROVIDER),
    Act.DECLARE_SERVICE: (TimelineKey.SERVICE, Party.PROVIDER),
    Act.VALIDATE_SERVICE: (TimelineKey.VALIDATION, Party.OPERATOR),
    Act.CANCEL_AS_OPERATOR: (TimelineKey.END, Party.OPERATOR),
    Act.RESCHEDULE: (TimelineKey.RESCHEDULING, Party.HOLDER),
    Act.EXTEND: (TimelineKey.RESCHEDULING, Party.HOLDER),
    Act.CONFIRM_SERVICE: (TimelineKey.SERVICE, Party.HOLDER),
    Act.DECLARE_FAILURE: (TimelineKey.SERVICE, Party.OPERATOR),
    Act.DECIDE_SERVICE: (TimelineKey.VALIDATION, Party.OPERATOR),
}

#: The step that stands open in each live state, who must make it, and what its day brings otherwise.
CURRENT: dict[State, tuple[TimelineKey, Party, Otherwise]] = {
    State.REQUESTED: (TimelineKey.ANSWER, Party.PROVIDER, Otherwise.REQUEST_LAPSES),
    State.UNDER_REVIEW: (TimelineKey.ANSWER, Party.PROVIDER, Otherwise.REQUEST_LAPSES),
    State.PROPOSED: (TimelineKey.CONFIRMATION, Party.HOLDER, Otherwise.PROPOSAL_LAPSES),
    State.AWAITING_FUNDER: (TimelineKey.FUNDING, Party.FUNDER, Otherwise.SILENCE_ANSWERS),
    State.AWAITING_PAYMENT: (TimelineKey.PAYMENT, Party.HOLDER, Otherwise.PAYMENT_LAPSES),
    State.CONFIRMED: (TimelineKey.ENTRY, Party.PROVIDER, Otherwise.RECORDED_LATE),
    State.IN_TRAINING: (TimelineKey.EXIT, Party.PROVIDER, Otherwise.RECORDED_LATE),
    State.EXITED: (TimelineKey.SERVICE, Party.PROVIDER, Otherwise.RECORDED_LATE),
    State.SERVICE_DECLARED: (TimelineKey.VALIDATION, Party.OPERATOR, Otherwise.NOTHING_TO_DO),
}

#: The whole way of a purchase that goes well.
WAY: tuple[tuple[TimelineKey, Party], ...] = (
    (TimelineKey.ANSWER, Party.PROVIDER),
    (TimelineKey.FUNDING, Party.FUNDER),
    (TimelineKey.CONFIRMATION, Party.HOLDER),
    (TimelineKey.PAYMENT, Party.HOLDER),
    (TimelineKey.ENTRY, Party.PROVIDER),
    (TimelineKey.EXIT, Party.PROVIDER),
    (TimelineKey.SERVICE, Party.PROVIDER),
    (TimelineKey.VALIDATION, Party.OPERATOR),
    (TimelineKey.PAYOUT, Party.OPERATOR),
)


def timeline_of(enrolment: Enrolment, steps: Sequence[Step], *, payable_by: date | None = None) -> list[TimelineStep]:
    """The line of one enrolment. `payable_by` is the day by which the provider is to be paid, once it is billed."""
    line = [
        TimelineStep(
            key=DONE[Act(step.act)][0],
            state=TimelineState.DONE,
            who=DONE[Act(step.act)][1],
            at=step.at,
            act=Act(step.act),
            state_after=State(step.target),
            late=step.late,
        )
        for step in steps
    ]
    # A control opens and closes beside the states; where it falls on a step's moment, the step comes first.
    line = sorted([*line, *_controls(enrolment)], key=lambda step: (step.at is None, step.at))
    under_control = enrolment.control_state == ControlState.IN_CONTROL
    state = State(enrolment.state)
    if state in ENDS:
        if state is State.SERVICE_VALIDATED and enrolment.provider_cents and enrolment.billing_state != "paid_out":
            line.append(
                TimelineStep(
                    key=TimelineKey.PAYOUT,
                    state=TimelineState.CURRENT,
                    who=Party.OPERATOR,
                    until=None if under_control else payable_by,
                    otherwise=Otherwise.WAITS_FOR_DECISION if under_control else None,
                )
            )
        return line
    key, who, otherwise = CURRENT[state]
    # What is not validated while it is examined has no day of its own.
    waits = under_control and state is State.SERVICE_DECLARED
    if waits:
        otherwise = Otherwise.WAITS_FOR_DECISION
    line.append(
        TimelineStep(
            key=key,
            state=TimelineState.CURRENT,
            who=who,
            until=None if waits else enrolment.due_on,
            before=enrolment.due_before,
            otherwise=otherwise,
        )
    )
    keys = [k for k, _ in WAY]
    for coming, party in WAY[keys.index(key) + 1 :]:
        # A payment and a funder's answer stand on the line only while they are waited for: most wait for neither.
        if coming not in (TimelineKey.PAYMENT, TimelineKey.FUNDING):
            line.append(
                TimelineStep(
                    key=coming, state=TimelineState.COMING, who=party, until=_expected(enrolment, coming, state)
                )
            )
    return line


def _controls(enrolment: Enrolment) -> list[TimelineStep]:
    found = []
    for control in enrolment.controls.filter(account_id=enrolment.account_id):
        motive = ControlMotive(control.motive)
        for at, released in ((control.opened_at, False), (control.released_at, True)):
            if at is not None:
                found.append(
                    TimelineStep(
                        key=TimelineKey.CONTROL,
                        state=TimelineState.DONE,
                        who=Party.OPERATOR,
                        at=at,
                        motive=motive,
                        released=released,
                    )
                )
    return found


def _expected(enrolment: Enrolment, key: TimelineKey, state: State) -> date | None:
    """The last day of a step to come, where the session's own days already tell it."""
    law = law_of_order(enrolment)
    if key is TimelineKey.ENTRY:
        return rules.deadline(law, rules.Step.ENTRY_DECLARATION, enrolment.starts_on)
    if key in (TimelineKey.EXIT, TimelineKey.SERVICE) and enrolment.ends_on is not None:
        from_day = enrolment.exited_on or enrolment.ends_on
        return rules.deadline(law, rules.Step.EXIT_DECLARATION, from_day)
    return None
