"""One enrolment whole: its shares, its history, its line, and what its reader could do now."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Q

from acquis import rules
from acquis.catalogue.reviews import queries as reviews
from acquis.catalogue.reviews.types import ReviewCard
from acquis.kit.actor import Actor, Role
from acquis.treasury import queries as treasury
from acquis.treasury.types import InvoiceKind

from .. import lifecycle, permissions, rescheduling, settlement, words
from ..delays import law_of_order
from ..models import Enrolment, Step
from ..personalising import personal_of
from ..timeline import timeline_of
from ..types import (
    Act,
    AttendeeState,
    BillingState,
    ControlCard,
    ControlMotive,
    ControlState,
    CurrentStep,
    DeclineReason,
    Deed,
    EndMotive,
    EnrolmentDetails,
    ShareLine,
    Source,
    State,
)
from .seeing import visible, visible_by_id


def details(enrolment_id: UUID, *, by: Actor) -> EnrolmentDetails:
    """One enrolment, its shares, its history and its timeline. Refused as unknown to those who may not see it."""
    return _details(visible_by_id(by, enrolment_id), by)


def step_of(enrolment_id: UUID, *, by: Actor) -> CurrentStep:
    """Where one enrolment stands and when its step becomes late; refused like `details`."""
    enrolment = visible_by_id(by, enrolment_id)
    return CurrentStep(state=State(enrolment.state), starts_on=enrolment.starts_on, due_at=enrolment.due_at)


def details_by_number(number: str, *, by: Actor) -> EnrolmentDetails:
    """The same by the number people read out, spaces aside."""
    return _details(visible(by, Q(number="".join(c for c in number if c.isdigit()))), by)


enrolment_for_holder = enrolment_for_provider = enrolment_for_staff = details


def _details(e: Enrolment, by: Actor) -> EnrolmentDetails:
    # The training body learns that a third party pays, not which: the name of some funders tells of a handicap, a
    # dismissal or a report made to the authorities.
    sees_purses = by.provider_id is None
    shares = tuple(
        ShareLine(
            source=Source(s.source),
            purse_id=s.purse_id if sees_purses else None,
            kind=s.kind if sees_purses else "",
            label=s.label if sees_purses else "",
            amount_cents=s.amount_cents,
        )
        for s in e.shares
    )
    steps = list(e.steps.order_by("rank"))

    def sum_of(*sources: Source) -> int:
        return sum(line.amount_cents for line in shares if line.source in sources)

    free_until = rules.deadline(law_of_order(e), rules.Step.FREE_CANCELLATION_LAST_DAY, e.starts_on)
    return EnrolmentDetails(
        id=e.id,
        number=e.number,
        account_id=e.account_id,
        person_id=e.person_id,
        provider_id=e.provider_id,
        training_id=e.training_id,
        action_id=e.action_id,
        session_id=e.session_id,
        title=e.title,
        certification_code=e.certification_code,
        certification_title=e.certification_title,
        action_kind=e.action_kind,
        modality=e.modality,
        town=e.town,
        address=e.address,
        hours=e.hours,
        has_prerequisites=e.has_prerequisites,
        price_cents=e.price_cents,
        starts_on=e.starts_on,
        ends_on=e.ends_on,
        state=State(e.state),
        billing_state=BillingState(e.billing_state),
        due_at=e.due_at,
        due_on=e.due_on,
        waits_for=e.waits_for,
        requested_at=e.requested_at,
        confirmed_at=e.confirmed_at,
        message=e.message,
        decline_reason=DeclineReason(e.decline_reason) if e.decline_reason else None,
        shares=shares,
        rights_cents=sum_of(Source.RIGHTS),
        third_party_cents=sum_of(Source.PURSE, Source.COMPLEMENT),
        holder_pays_cents=sum_of(Source.HOLDER, Source.CREDIT_NOTE),
        participation_cents=e.participation_cents,
        collection_id=e.collection_id,
        entered_on=e.entered_on,
        exited_on=e.exited_on,
        exit_reason=e.exit_reason,
        done=e.done,
        total=e.total,
        rate_percent=e.rate_percent,
        deposit_cents=e.deposit_cents,
        provider_cents=e.provider_cents,
        returned_cents=e.returned_cents,
        lapsed_cents=e.lapsed_cents,
        kept_cents=e.kept_cents,
        free_cancellation_last_day=free_until,
        withdrawal_last_day=e.withdrawal_last_day,
        personal=personal_of(e),
        control_state=ControlState(e.control_state),
        controls=_controls(e),
        attendee_state=(
            AttendeeState.SERVICE_DECLARED if e.service_confirmed_at else AttendeeState.SERVICE_NOT_DECLARED
        ),
        end_motive=EndMotive(e.end_motive) if e.end_motive else None,
        end_words=words.of_end(e),
        excused=e.excused_at is not None,
        reschedulings=rescheduling.cards_of(e),
        may=_may(e, by),
        history=tuple(_deed(step) for step in steps),
        timeline=tuple(timeline_of(e, steps, payable_by=_payable_by(e))),
    )


def _deed(step: Step) -> Deed:
    return Deed(
        act=Act(step.act),
        source=State(step.source) if step.source else None,
        target=State(step.target),
        at=step.at,
        by=step.by,
        late=step.late,
    )


def _payable_by(e: Enrolment) -> date | None:
    if e.provider_cents is None:
        return None
    told = [each for each in treasury.invoices_about(e.id) if each.kind is not InvoiceKind.CREDIT_NOTE]
    return max((invoice.payable_by for invoice in told), default=None)


def _controls(e: Enrolment) -> tuple[ControlCard, ...]:
    return tuple(
        ControlCard(
            id=row.id,
            motive=ControlMotive(row.motive),
            words=words.of_control(row),
            opened_at=row.opened_at,
            released_at=row.released_at,
        )
        for row in e.controls.filter(account_id=e.account_id).order_by("opened_at", "id")
    )


_HOLDERS = (
    Act.ABANDON,
    Act.ASK_FUNDER,
    Act.STOP_WAITING,
    Act.CONFIRM,
    Act.WITHDRAW,
    Act.CANCEL_AS_HOLDER,
    Act.CONFIRM_SERVICE,
    Act.RESCHEDULE,
    Act.EXTEND,
)
_PROVIDERS = (
    Act.ACKNOWLEDGE,
    Act.ACCEPT,
    Act.DECLINE,
    Act.CANCEL_AS_PROVIDER,
    Act.DECLARE_NO_SHOW,
    Act.DECLARE_ENTRY,
    Act.DECLARE_EXIT,
    Act.DECLARE_SERVICE,
    Act.RESCHEDULE,
    Act.EXTEND,
)
_OPERATORS = (Act.CANCEL_AS_OPERATOR, Act.DECLARE_FAILURE, Act.DECIDE_SERVICE)


def _may(e: Enrolment, by: Actor) -> frozenset[Act]:
    """The acts that `by` could try now, for the buttons of a page; the act itself judges again."""
    mine = (*(_HOLDERS if by.has(Role.HOLDER) else ()), *(_PROVIDERS if by.provider_id else ()))
    recognises = by.is_staff and permissions.RECOGNISE_FORCE_MAJEURE.covers(by) is not None
    controls = by.is_staff and permissions.CONTROL.covers(by) is not None
    mine = (*mine, *((Act.CANCEL_AS_HOLDER,) if recognises else ()), *(_OPERATORS if controls else ()))
    allowed = {act for act in mine if lifecycle.allows(act, State(e.state))}
    if not e.has_prerequisites:
        allowed.discard(Act.ACKNOWLEDGE)
    if e.control_state == ControlState.IN_CONTROL:
        allowed -= {Act.CONFIRM_SERVICE, Act.DECLARE_NO_SHOW}
    if e.service_confirmed_at is not None:
        allowed.discard(Act.CONFIRM_SERVICE)
    return frozenset(allowed)


def review_of(enrolment_id: UUID, *, by: Actor) -> ReviewCard | None:
    """What its holder said of the training, as far as it got; the holder's own, nobody else is told whose it is."""
    enrolment = visible_by_id(by, enrolment_id)
    permissions.DECIDE.require(by, enrolment)
    return reviews.review_of_purchase(enrolment.id)


def cancellation_today(enrolment_id: UUID, *, by: Actor, on: date) -> rules.CancellationOutcome:
    """Where the money would go if the holder cancelled on that day: what the page says before they do."""
    enrolment = visible_by_id(by, enrolment_id)
    facts = settlement.cancellation(enrolment, cancelled_on=on, by=rules.CancelledBy.HOLDER, force_majeure=False)
    return rules.cancel_before_entry(law_of_order(enrolment), facts)


def rate_declared(enrolment_id: UUID, *, done: Decimal, total: Decimal, by: Actor) -> int:
    """The completion rate that declaring `done` of `total` would give, in whole percent."""
    enrolment = visible_by_id(by, enrolment_id)
    enrolment.done, enrolment.total = done, total
    return int(rules.settle_attendance(law_of_order(enrolment), settlement.attendance(enrolment)).rate_percent)


def withdrawal_is_open(e: EnrolmentDetails, *, on: date) -> bool:
    """Whether the right of withdrawal may still be used on that day."""
    return e.withdrawal_last_day is not None and on <= e.withdrawal_last_day and on < e.starts_on
