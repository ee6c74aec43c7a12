"""What each finding does to the enrolment, and what it would give to each side, to the cent: one table for both."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from acquis.enrolments import actions as enrolments
from acquis.enrolments import queries as enrolments_of
from acquis.enrolments.types import EnrolmentDetails, EnrolmentId, Foreseen
from acquis.enrolments.types import State as EnrolmentState
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.rules.types import CancelledBy, ExitReason

from .models import Hearing
from .types import FINDINGS, Finding, HearingKind, Refusal, Service

ENTERED = (EnrolmentState.IN_TRAINING, EnrolmentState.EXITED, EnrolmentState.SERVICE_DECLARED)
ENDED_LATE = (EnrolmentState.NO_SHOW, EnrolmentState.CANCELLED_BY_HOLDER)
#: What is found of a training where nothing of it counts.
NOTHING = (Decimal(0), Decimal(1))


def service_of(hearing: Hearing, enrolment: EnrolmentDetails, finding: Finding, said: Service | None) -> Service | None:
    """How the training ends under a finding; None where the finding settles nothing of a training.

    Refuses a finding that this kind of file does not know, or that the enrolment cannot take any more.
    """
    kind = HearingKind(hearing.kind)
    if finding not in FINDINGS[kind]:
        raise Refused(Refusal.FINDING_IMPOSSIBLE)
    entered = enrolment.state in ENTERED
    match finding:
        case Finding.CHANGED | Finding.SERVICE_REFUSED if not entered:
            raise Refused(Refusal.FINDING_IMPOSSIBLE)
        case Finding.CHANGED:
            if said is None:
                raise Refused(Refusal.SERVICE_NOT_SAID)
            return said
        case Finding.SERVICE_REFUSED:
            # Nothing was given that could be paid: all returns, as when a body stops before it begins.
            return Service(reason=ExitReason.PROVIDER_DEFAULT, done=NOTHING[0], total=NOTHING[1])
        case Finding.GRANTED if kind is HearingKind.ENTRY_IN_ERROR:
            if not entered:
                raise Refused(Refusal.FINDING_IMPOSSIBLE)
            return Service(reason=ExitReason.ENTRY_DECLARED_IN_ERROR, done=NOTHING[0], total=NOTHING[1])
        case Finding.GRANTED if entered:
            if said is None:
                raise Refused(Refusal.SERVICE_NOT_SAID)
            return Service(reason=ExitReason.FORCE_MAJEURE, done=said.done, total=said.total)
        case Finding.GRANTED if enrolment.state not in (EnrolmentState.CONFIRMED, *ENDED_LATE):
            raise Refused(Refusal.FINDING_IMPOSSIBLE)
        case _:
            return None


def foresee(
    hearing: Hearing, enrolment: EnrolmentDetails, finding: Finding, service: Service | None, *, by: Actor, at: datetime
) -> Foreseen | None:
    """Who would get what; None where the finding lets everything go on as it was declared, or was."""
    if service is not None:
        return enrolments_of.foresee_service(
            enrolment.id, reason=service.reason, done=service.done, total=service.total, by=by
        )
    if finding is Finding.GRANTED and enrolment.state == EnrolmentState.CONFIRMED:
        return enrolments_of.foresee_cancellation(
            enrolment.id, on=day_of(at), on_behalf_of=CancelledBy.HOLDER, force_majeure=True, by=by
        )
    if finding is Finding.GRANTED:
        return enrolments_of.foresee_excuse(enrolment.id, by=by)
    if enrolment.state == EnrolmentState.SERVICE_DECLARED and enrolment.done is not None and enrolment.total:
        return enrolments_of.foresee_service(
            enrolment.id,
            reason=ExitReason(enrolment.exit_reason),
            done=enrolment.done,
            total=enrolment.total,
            by=by,
        )
    return None


def apply(enrolment: EnrolmentDetails, finding: Finding, service: Service | None, *, by: Actor, at: datetime) -> None:
    """Do to the enrolment what the finding says; what goes on as it was needs nothing."""
    enrolment_id = EnrolmentId(enrolment.id)
    if service is not None:
        enrolments.decide_service(
            enrolment_id=enrolment_id, reason=service.reason, done=service.done, total=service.total, by=by, at=at
        )
    elif finding is Finding.GRANTED and enrolment.state == EnrolmentState.CONFIRMED:
        enrolments.cancel(enrolment_id=enrolment_id, on_behalf_of=CancelledBy.HOLDER, force_majeure=True, by=by, at=at)
    elif finding is Finding.GRANTED:
        enrolments.excuse(enrolment_id=enrolment_id, by=by, at=at)
