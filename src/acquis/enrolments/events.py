"""The facts enrolments announce. Each is one act; money details are in the ledger, names nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from acquis.journal.types import Event


@dataclass(frozen=True, kw_only=True)
class EnrolmentEvent(Event):
    """What all facts about an enrolment carry. `about` is the enrolment."""

    provider_id: UUID
    state: str


@dataclass(frozen=True, kw_only=True)
class Requested(EnrolmentEvent):
    kind: ClassVar[str] = "enrolments.requested"
    session_id: UUID
    price_cents: int
    starts_on: date


@dataclass(frozen=True, kw_only=True)
class Acknowledged(EnrolmentEvent):
    kind: ClassVar[str] = "enrolments.acknowledged"


@dataclass(frozen=True, kw_only=True)
class AnswerDue(EnrolmentEvent):
    """The last day on which the provider may answer has begun."""

    kind: ClassVar[str] = "enrolments.answer_due"
    until: date


@dataclass(frozen=True, kw_only=True)
class Accepted(EnrolmentEvent):
    kind: ClassVar[str] = "enrolments.accepted"
    starts_on: date
    #: Whether what is proposed is adapted to this holder; facts of before say nothing of it.
    personalised: bool = False


@dataclass(frozen=True, kw_only=True)
class Declined(EnrolmentEvent):
    kind: ClassVar[str] = "enrolments.declined"
    reason: str


@dataclass(frozen=True, kw_only=True)
class Unanswered(EnrolmentEvent):
    kind: ClassVar[str] = "enrolments.unanswered"


@dataclass(frozen=True, kw_only=True)
class ConfirmationDue(EnrolmentEvent):
    """The last day on which the holder may confirm has begun."""

    kind: ClassVar[str] = "enrolments.confirmation_due"


@dataclass(frozen=True, kw_only=True)
class Unconfirmed(EnrolmentEvent):
    kind: ClassVar[str] = "enrolments.unconfirmed"


@dataclass(frozen=True, kw_only=True)
class Abandoned(EnrolmentEvent):
    kind: ClassVar[str] = "enrolments.abandoned"


@dataclass(frozen=True, kw_only=True)
class FunderAsked(EnrolmentEvent):
    """The holder asked an agent of a funder for an aid; the enrolment waits for the answer."""

    kind: ClassVar[str] = "enrolments.funder_asked"
    convention_id: UUID
    amount_cents: int


@dataclass(frozen=True, kw_only=True)
class FunderHeard(EnrolmentEvent):
    """The funder has answered: the proposal stands again, to be confirmed until a day."""

    kind: ClassVar[str] = "enrolments.funder_heard"


@dataclass(frozen=True, kw_only=True)
class WaitingStopped(EnrolmentEvent):
    """The holder waits for the funder no longer: the proposal stands again."""

    kind: ClassVar[str] = "enrolments.waiting_stopped"


@dataclass(frozen=True, kw_only=True)
class PaymentBegun(EnrolmentEvent):
    kind: ClassVar[str] = "enrolments.payment_begun"
    amount_cents: int
    attempt: int


@dataclass(frozen=True, kw_only=True)
class PaymentFailed(EnrolmentEvent):
    kind: ClassVar[str] = "enrolments.payment_failed"
    outcome: str
    attempt: int


@dataclass(frozen=True, kw_only=True)
class PaymentReturned(EnrolmentEvent):
    """A card payment came after the enrolment had moved on, and goes back."""

    kind: ClassVar[str] = "enrolments.payment_returned"
    amount_cents: int


@dataclass(frozen=True, kw_only=True)
class Confirmed(EnrolmentEvent):
    kind: ClassVar[str] = "enrolments.confirmed"
    price_cents: int
    rights_cents: int
    third_party_cents: int
    holder_pays_cents: int


@dataclass(frozen=True, kw_only=True)
class Withdrawn(EnrolmentEvent):
    kind: ClassVar[str] = "enrolments.withdrawn"


@dataclass(frozen=True, kw_only=True)
class Cancelled(EnrolmentEvent):
    """Cancelled before entry; `cancelled_by` is holder or provider, the amounts say what became of the price."""

    kind: ClassVar[str] = "enrolments.cancelled"
    cancelled_by: str
    force_majeure: bool
    provider_cents: int
    returned_cents: int
    lapsed_cents: int


@dataclass(frozen=True, kw_only=True)
class NoShow(EnrolmentEvent):
    kind: ClassVar[str] = "enrolments.no_show"
    provider_cents: int
    returned_cents: int
    lapsed_cents: int


@dataclass(frozen=True, kw_only=True)
class Entered(EnrolmentEvent):
    kind: ClassVar[str] = "enrolments.entered"
    entered_on: date
    deposit_cents: int
    late: bool


@dataclass(frozen=True, kw_only=True)
class Exited(EnrolmentEvent):
    kind: ClassVar[str] = "enrolments.exited"
    exited_on: date
    reason: str
    late: bool


@dataclass(frozen=True, kw_only=True)
class ServiceDeclared(EnrolmentEvent):
    kind: ClassVar[str] = "enrolments.service_declared"
    rate_percent: int
    late: bool


@dataclass(frozen=True, kw_only=True)
class ServiceValidated(EnrolmentEvent):
    kind: ClassVar[str] = "enrolments.service_validated"
    rate_percent: int
    provider_cents: int
    returned_cents: int
    lapsed_cents: int


@dataclass(frozen=True, kw_only=True)
class BilledAndPaid(EnrolmentEvent):
    """Everything owed to the provider for this enrolment has left the bank."""

    kind: ClassVar[str] = "enrolments.paid_out"


@dataclass(frozen=True, kw_only=True)
class BillingReopened(EnrolmentEvent):
    """A transfer to the provider came back: what was noted as paid waits again."""

    kind: ClassVar[str] = "enrolments.billing_reopened"


@dataclass(frozen=True, kw_only=True)
class PutUnderControl(EnrolmentEvent):
    """Nothing is validated or paid until `control_id` is released; `motive` is a `ControlMotive`."""

    kind: ClassVar[str] = "enrolments.put_under_control"
    control_id: UUID
    motive: str


@dataclass(frozen=True, kw_only=True)
class ReleasedFromControl(EnrolmentEvent):
    kind: ClassVar[str] = "enrolments.released_from_control"
    control_id: UUID
    motive: str


@dataclass(frozen=True, kw_only=True)
class ServiceConfirmed(EnrolmentEvent):
    """The holder said that the service declared was given."""

    kind: ClassVar[str] = "enrolments.service_confirmed"


@dataclass(frozen=True, kw_only=True)
class ServiceDecided(EnrolmentEvent):
    """The operator decided, both sides heard; settled at once."""

    kind: ClassVar[str] = "enrolments.service_decided"
    reason: str
    rate_percent: int
    provider_cents: int
    returned_cents: int
    lapsed_cents: int


@dataclass(frozen=True, kw_only=True)
class FailureDeclared(EnrolmentEvent):
    """The provider stopped in mid-course; the operator declared it in its stead."""

    kind: ClassVar[str] = "enrolments.failure_declared"
    stopped_on: date
    continued: bool
    rate_percent: int


@dataclass(frozen=True, kw_only=True)
class CancelledByOperator(EnrolmentEvent):
    kind: ClassVar[str] = "enrolments.cancelled_by_operator"
    motive: str
    returned_cents: int


@dataclass(frozen=True, kw_only=True)
class Excused(EnrolmentEvent):
    """Force majeure recognised after the end: what it had cost came back."""

    kind: ClassVar[str] = "enrolments.excused"
    returned_cents: int


@dataclass(frozen=True, kw_only=True)
class ReschedulingProposed(EnrolmentEvent):
    kind: ClassVar[str] = "enrolments.rescheduling_proposed"
    rescheduling_id: UUID
    proposed_by: str
    starts_on: date


@dataclass(frozen=True, kw_only=True)
class Rescheduled(EnrolmentEvent):
    """Both agreed on other dates; `ends_on` None: at the holder's rhythm."""

    kind: ClassVar[str] = "enrolments.rescheduled"
    rescheduling_id: UUID
    proposed_by: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, kw_only=True)
class ReschedulingClosed(EnrolmentEvent):
    """Other dates were declined, taken back, or left without an answer (`outcome`); those that stood stand."""

    kind: ClassVar[str] = "enrolments.rescheduling_closed"
    rescheduling_id: UUID
    outcome: str
    proposed_by: str
