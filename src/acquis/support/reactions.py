"""What holders are told when something happens to their purchases or their reviews, and the papers issued for it.

The year's rights are told as they are credited.
"""

from __future__ import annotations

from datetime import datetime

from acquis.attendance.events import RateDiffers, SignatureMissing
from acquis.catalogue.reviews.events import ReplyPublished, ReviewEvent, ReviewPublished, ReviewRefused
from acquis.crediting import queries as crediting
from acquis.crediting.events import SliceCredited
from acquis.enrolments import queries as enrolments
from acquis.enrolments.events import (
    Accepted,
    BilledAndPaid,
    Cancelled,
    CancelledByOperator,
    ConfirmationDue,
    Confirmed,
    Declined,
    EnrolmentEvent,
    FailureDeclared,
    Rescheduled,
    ReschedulingProposed,
    ServiceDecided,
    ServiceDeclared,
    Unanswered,
    Unconfirmed,
)
from acquis.enrolments.types import EndMotive, Party
from acquis.hearings.events import Decided, HearingOpened, Stated, StatementDue
from acquis.journal.reactions import reaction
from acquis.kit.actor import Actor
from acquis.rules.types import CancelledBy
from acquis.treasury import queries as treasury
from acquis.treasury.events import Refunded, RefundNoted, RefundRefused
from acquis.treasury.types import UNANSWERED
from acquis.watches.events import Matched

from . import aid_reactions as aid_reactions
from . import body_reactions as body_reactions
from . import identity_reactions as identity_reactions
from . import turning_reactions as turning_reactions
from .actions.issue_paper import issue_paper
from .actions.tell import tell
from .actions.tell_credited import tell_credited
from .telling import tell_fact, tell_of
from .types import Kind, Paper


@reaction(SliceCredited)
def tell_slice(event: SliceCredited, *, by: Actor, at: datetime) -> None:
    """A slice of the yearly run is done: each account of it is told what it received and what it holds."""
    given = crediting.credited(event.number, first=event.first, last=event.last)
    tell_credited(run=event.number, year=event.year, given=given, by=by, at=at)


@reaction(Accepted)
def tell_accepted(event: Accepted, *, by: Actor, at: datetime) -> None:
    """The holder must confirm before a day."""
    enrolment = enrolments.details(event.about, by=by)
    until = enrolment.due_on
    tell_fact(
        event,
        Kind.ACCEPTED,
        enrolment,
        by=by,
        at=at,
        until=until.isoformat() if until else "",
        personalised=event.personalised,
    )


@reaction(Declined)
def tell_declined(event: Declined, *, by: Actor, at: datetime) -> None:
    enrolment = enrolments.details(event.about, by=by)
    tell_fact(event, Kind.DECLINED, enrolment, by=by, at=at)


@reaction(Confirmed)
def tell_confirmed(event: Confirmed, *, by: Actor, at: datetime) -> None:
    enrolment = enrolments.details(event.about, by=by)
    until = enrolment.withdrawal_last_day
    tell_fact(event, Kind.CONFIRMED, enrolment, by=by, at=at, until=until.isoformat() if until else "")


@reaction(ConfirmationDue)
def remind_to_confirm(event: ConfirmationDue, *, by: Actor, at: datetime) -> None:
    enrolment = enrolments.details(event.about, by=by)
    tell_fact(event, Kind.CONFIRM_TODAY, enrolment, by=by, at=at)


@reaction(Unanswered)
def tell_unanswered(event: Unanswered, *, by: Actor, at: datetime) -> None:
    enrolment = enrolments.details(event.about, by=by)
    tell_fact(event, Kind.UNANSWERED, enrolment, by=by, at=at)


@reaction(Unconfirmed)
def tell_unconfirmed(event: Unconfirmed, *, by: Actor, at: datetime) -> None:
    enrolment = enrolments.details(event.about, by=by)
    tell_fact(event, Kind.UNCONFIRMED, enrolment, by=by, at=at)


@reaction(Cancelled)
def tell_cancelled(event: Cancelled, *, by: Actor, at: datetime) -> None:
    """What holders cancel themselves they know already."""
    if event.cancelled_by == CancelledBy.PROVIDER:
        enrolment = enrolments.details(event.about, by=by)
        tell_fact(event, Kind.CANCELLED_BY_BODY, enrolment, by=by, at=at)


@reaction(CancelledByOperator)
def tell_cancelled_by_operator(event: CancelledByOperator, *, by: Actor, at: datetime) -> None:
    """The family of somebody who has died is written to by people, not by us."""
    if event.motive != EndMotive.HOLDER_DIED:
        tell_fact(event, Kind.CANCELLED_BY_OPERATOR, enrolments.details(event.about, by=by), by=by, at=at)


@reaction(ReschedulingProposed)
def tell_other_dates(event: ReschedulingProposed, *, by: Actor, at: datetime) -> None:
    if event.proposed_by == Party.PROVIDER:
        tell_of(event.about, Kind.OTHER_DATES, f"{event.kind} {event.rescheduling_id}", by=by, at=at)


@reaction(HearingOpened)
def tell_hearing_opened(event: HearingOpened, *, by: Actor, at: datetime) -> None:
    """What holders open themselves they know already."""
    if event.opened_by != Party.HOLDER:
        tell_of(event.enrolment_id, Kind.HEARING_OPENED, f"{event.kind} {event.about}", by=by, at=at)


@reaction(Decided)
def tell_hearing_decided(event: Decided, *, by: Actor, at: datetime) -> None:
    tell_of(event.enrolment_id, Kind.HEARING_DECIDED, f"{event.kind} {event.about}", by=by, at=at)


@reaction(Stated)
def tell_hearing_stated(event: Stated, *, by: Actor, at: datetime) -> None:
    """The body has explained itself: the holder may read it, and answer."""
    if event.party == Party.PROVIDER:
        reference = f"{event.kind} {event.about} {event.entry_id or at.isoformat()}"
        tell_of(event.enrolment_id, Kind.HEARING_STATED, reference, by=by, at=at)


@reaction(StatementDue)
def remind_to_explain(event: StatementDue, *, by: Actor, at: datetime) -> None:
    if event.party == Party.HOLDER:
        reference, until = f"{event.kind} {event.about}", event.until.isoformat()
        tell_of(event.enrolment_id, Kind.HEARING_DUE, reference, by=by, at=at, until=until)


@reaction(FailureDeclared)
def tell_failure(event: FailureDeclared, *, by: Actor, at: datetime) -> None:
    """What happens to their money, and what they may do: until the day of validation they contest."""
    enrolment = enrolments.details(event.about, by=by)
    tell_fact(
        event,
        Kind.FAILURE_DECLARED,
        enrolment,
        by=by,
        at=at,
        rate=event.rate_percent,
        given_cents=enrolment.returned_cents or 0,
        until=enrolment.due_on.isoformat() if enrolment.due_on else "",
        continued=event.continued,
    )


@reaction(Refunded)
def tell_refunded(event: Refunded, *, by: Actor, at: datetime) -> None:
    """Money is on its way to the holder's card; in parts, perhaps, each told with its amount."""
    enrolment = enrolments.details(event.about, by=by)
    tell(
        account_id=enrolment.account_id,
        person_id=enrolment.person_id,
        kind=Kind.REFUNDED,
        values={"title": enrolment.title, "given_cents": event.amount_cents},
        about=enrolment.id,
        reference=f"{event.kind} {event.refund_id}",
        by=by,
        at=at,
    )


@reaction(RefundRefused)
def tell_refund_refused(event: RefundRefused, *, by: Actor, at: datetime) -> None:
    """It may be tried again and refused again: each is told."""
    reference = f"{event.kind} {event.refund_id} {at.isoformat()}"
    stuck = event.reason == UNANSWERED
    tell_of(event.about, Kind.REFUND_REFUSED, reference, by=by, at=at, given_cents=event.amount_cents, stuck=stuck)


@reaction(RefundNoted)
def tell_refund_noted(event: RefundNoted, *, by: Actor, at: datetime) -> None:
    found = next(each for each in treasury.refunds_about(event.about) if each.id == event.refund_id)
    reference = f"{event.kind} {event.refund_id} {at.isoformat()}"
    cents, shown = found.amount_cents, found.note_shown
    tell_of(event.about, Kind.REFUND_NOTED, reference, by=by, at=at, given_cents=cents, shown=shown)


@reaction(BilledAndPaid)
def tell_paid(event: BilledAndPaid, *, by: Actor, at: datetime) -> None:
    enrolment = enrolments.details(event.about, by=by)
    tell_fact(event, Kind.PAID, enrolment, by=by, at=at)


@reaction(ReviewPublished)
def tell_review_published(event: ReviewPublished, *, by: Actor, at: datetime) -> None:
    """Only who had to wait for a moderator is told; stars alone are there as soon as they are given."""
    if event.read:
        _tell_of_review(event, Kind.REVIEW_PUBLISHED, by=by, at=at)


@reaction(ReviewRefused)
def tell_review_refused(event: ReviewRefused, *, by: Actor, at: datetime) -> None:
    _tell_of_review(event, Kind.REVIEW_REFUSED, by=by, at=at)


@reaction(ReplyPublished)
def tell_review_replied(event: ReplyPublished, *, by: Actor, at: datetime) -> None:
    _tell_of_review(event, Kind.REVIEW_REPLIED, by=by, at=at)


def _tell_of_review(event: ReviewEvent, kind: Kind, *, by: Actor, at: datetime) -> None:
    enrolment = enrolments.details(event.purchase_id, by=by)
    tell(
        account_id=enrolment.account_id,
        person_id=enrolment.person_id,
        kind=kind,
        values={"title": enrolment.title},
        about=enrolment.id,
        # A review may be given again after a refusal, and be decided on again.
        reference=f"{event.kind} {event.about} {event.revision}",
        by=by,
        at=at,
    )


@reaction(SignatureMissing)
def remind_to_sign(event: SignatureMissing, *, by: Actor, at: datetime) -> None:
    """A half-day is over and its holder has not signed it."""
    enrolment = enrolments.details(event.about, by=by)
    tell(
        account_id=enrolment.account_id,
        person_id=enrolment.person_id,
        kind=Kind.SIGN_PRESENCE,
        values={"title": enrolment.title, "day": event.day.strftime("%d/%m/%Y")},
        about=event.half_day_id,
        reference=f"{event.kind} {enrolment.id} {event.half_day_id}",
        by=by,
        at=at,
    )


@reaction(RateDiffers)
def tell_rate_differs(event: RateDiffers, *, by: Actor, at: datetime) -> None:
    """What the provider declared is not what was signed: the holder hears it from us."""
    enrolment = enrolments.details(event.about, by=by)
    tell(
        account_id=enrolment.account_id,
        person_id=enrolment.person_id,
        kind=Kind.RATE_DIFFERS,
        values={
            "title": enrolment.title,
            "declared": event.declared_percent,
            "record": event.record_percent,
        },
        about=enrolment.id,
        reference=f"{event.kind} {enrolment.id} {at.isoformat()}",
        by=by,
        at=at,
    )


@reaction(Matched)
def tell_new_offers(event: Matched, *, by: Actor, at: datetime) -> None:
    """Something new answers a search that somebody keeps."""
    assert event.account_id is not None
    tell(
        account_id=event.account_id,
        person_id=event.person_id,
        kind=Kind.NEW_OFFERS,
        values={"number": event.number},
        about=event.about,
        reference=f"{event.kind} {event.about} {event.round}",
        by=by,
        at=at,
    )


@reaction(Confirmed)
def issue_order(event: Confirmed, *, by: Actor, at: datetime) -> None:
    """The order and the contract, given at commitment."""
    for paper in (Paper.ORDER, Paper.CONTRACT):
        issue_paper(enrolment_id=event.about, paper=paper, reference=event.kind, by=by, at=at)


@reaction(Rescheduled)
def issue_order_again(event: Rescheduled, *, by: Actor, at: datetime) -> None:
    """Other dates were agreed on: the papers that say them are others, with their own numbers."""
    for paper in (Paper.ORDER, Paper.CONTRACT):
        reference = f"{event.kind} {event.rescheduling_id}"
        issue_paper(enrolment_id=event.about, paper=paper, reference=reference, by=by, at=at)


@reaction(ServiceDeclared)
def issue_completion(event: ServiceDeclared, *, by: Actor, at: datetime) -> None:
    _certify(event, decided=False, by=by, at=at)


@reaction(FailureDeclared)
def issue_completion_of_failure(event: FailureDeclared, *, by: Actor, at: datetime) -> None:
    """The body stopped: what was followed until then is certified in its stead."""
    _certify(event, decided=False, by=by, at=at)


@reaction(ServiceDecided)
def issue_completion_decided(event: ServiceDecided, *, by: Actor, at: datetime) -> None:
    """A decision may change what was declared: another certificate says so."""
    _certify(event, decided=True, by=by, at=at)


def _certify(event: EnrolmentEvent, *, decided: bool, by: Actor, at: datetime) -> None:
    # Who followed nothing has no certificate.
    if enrolments.details(event.about, by=by).done:
        issue_paper(
            enrolment_id=event.about, paper=Paper.COMPLETION, reference=event.kind, decided=decided, by=by, at=at
        )
