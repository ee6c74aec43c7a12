"""Who may open which file, and when: the table that the act asks, and the pages for their buttons."""

from __future__ import annotations

from datetime import date, datetime

from acquis import rules
from acquis.enrolments.types import MOTIVES_OF_STAFF, ControlMotive, ControlState, EnrolmentDetails, Party
from acquis.enrolments.types import Act as EnrolmentAct
from acquis.enrolments.types import State as EnrolmentState
from acquis.kit.actor import PROVIDER, Actor, Role
from acquis.kit.clock import day_of

from .deciding import ENDED_LATE, ENTERED
from .types import HearingKind, Refusal

MOTIVE = {
    HearingKind.CONTEST: ControlMotive.SERVICE_CONTESTED,
    HearingKind.FORCE_MAJEURE: ControlMotive.EXCUSE_ASKED,
    HearingKind.ENTRY_IN_ERROR: ControlMotive.ENTRY_QUESTIONED,
}
_OPENER = {
    HearingKind.CONTEST: Party.HOLDER,
    HearingKind.FORCE_MAJEURE: Party.HOLDER,
    HearingKind.ENTRY_IN_ERROR: Party.PROVIDER,
    HearingKind.CONTROL: Party.OPERATOR,
}
#: Why the operator puts an enrolment under control: an agent's motives, and what is seen by itself after a death.
OF_CONTROLS = (*MOTIVES_OF_STAFF, ControlMotive.ACTED_AFTER_DEATH)


def party_of(by: Actor) -> Party:
    """On whose side somebody speaks."""
    if by.has(*PROVIDER):
        return Party.PROVIDER
    return Party.OPERATOR if by.is_staff or by.has(Role.SYSTEM) else Party.HOLDER


def is_theirs(kind: HearingKind, party: Party, enrolment: EnrolmentDetails) -> bool:
    """Whether such a file is for this side to open: a body contests only what the operator declared in its stead."""
    if kind is HearingKind.CONTEST and party is Party.PROVIDER:
        return any(deed.act is EnrolmentAct.DECLARE_FAILURE for deed in enrolment.history)
    return _OPENER[kind] is party


def law_of(enrolment: EnrolmentDetails) -> rules.Law:
    """The law of the order, which its files keep."""
    return rules.law_on(day_of(enrolment.confirmed_at or enrolment.requested_at))


def refusal_of(kind: HearingKind, enrolment: EnrolmentDetails, *, at: datetime) -> Refusal | None:
    """Why such a file cannot be opened now, whoever asks; None when it can."""
    match kind:
        case HearingKind.CONTEST:
            return _of_contest(enrolment, at)
        case HearingKind.FORCE_MAJEURE:
            return _of_excuse(enrolment, day_of(at))
        case HearingKind.ENTRY_IN_ERROR:
            entered = enrolment.state in (EnrolmentState.IN_TRAINING, EnrolmentState.EXITED)
            return None if entered else Refusal.NOT_NOW
        case HearingKind.CONTROL:
            return None if enrolment.state in (*ENTERED, EnrolmentState.CONFIRMED) else Refusal.NOT_NOW


def _of_contest(enrolment: EnrolmentDetails, at: datetime) -> Refusal | None:
    if enrolment.state != EnrolmentState.SERVICE_DECLARED:
        return Refusal.NOT_NOW
    if enrolment.due_at is not None and at >= enrolment.due_at and enrolment.control_state != ControlState.IN_CONTROL:
        return Refusal.CONTEST_OVER
    return None


def _of_excuse(enrolment: EnrolmentDetails, today: date) -> Refusal | None:
    if enrolment.state == EnrolmentState.CONFIRMED:
        return Refusal.FREE_TO_CANCEL if today <= enrolment.free_cancellation_last_day else None
    if enrolment.state in ENTERED:
        return None
    if enrolment.state not in ENDED_LATE or enrolment.excused:
        return Refusal.NOT_NOW
    if not any((enrolment.provider_cents, enrolment.kept_cents, enrolment.lapsed_cents)):
        return Refusal.NOT_NOW
    ended_on = day_of(enrolment.history[-1].at)
    last = rules.deadline(law_of(enrolment), rules.Step.EXCUSE_REQUEST, ended_on)
    return Refusal.EXCUSE_TOO_LATE if today > last else None
