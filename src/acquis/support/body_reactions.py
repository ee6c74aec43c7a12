"""What training bodies are told: what waits for their answer, what is decided about them, what they are paid.

What they do themselves they know already. Of a file they are told that it is, never what was written in it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from acquis.enrolments.events import AnswerDue, FailureDeclared, Requested
from acquis.enrolments.types import Party
from acquis.hearings.events import Decided, HearingOpened, Stated, StatementDue
from acquis.hearings.types import HearingKind
from acquis.journal.reactions import reaction
from acquis.journal.types import Event
from acquis.kit.actor import Actor
from acquis.providers import queries as providers
from acquis.providers.events import (
    BankAccountApproved,
    BankAccountContested,
    BankAccountDeclined,
    BankAccountProposed,
)
from acquis.stops.events import StopApproved, StopLeft
from acquis.treasury import queries as treasury
from acquis.treasury.events import CreditNoteIssued, Invoiced, Paid, PayoutReturned
from acquis.treasury.types import InvoiceOrigin

from .actions.tell import tell
from .telling import tell_of
from .types import Kind

BODY = Party.PROVIDER


@reaction(Requested)
def tell_body_requested(event: Requested, *, by: Actor, at: datetime) -> None:
    tell_of(event.about, Kind.BODY_REQUESTED, f"{event.kind} {event.about}", to=BODY, by=by, at=at)


@reaction(AnswerDue)
def remind_body_to_answer(event: AnswerDue, *, by: Actor, at: datetime) -> None:
    reference, until = f"{event.kind} {event.about} {event.until}", event.until.isoformat()
    tell_of(event.about, Kind.BODY_ANSWER_TODAY, reference, to=BODY, by=by, at=at, until=until)


@reaction(HearingOpened)
def tell_body_hearing_opened(event: HearingOpened, *, by: Actor, at: datetime) -> None:
    if event.opened_by != BODY:
        reference = f"{event.kind} {event.about}"
        tell_of(event.enrolment_id, Kind.BODY_HEARING_OPENED, reference, to=BODY, by=by, at=at)


@reaction(Stated)
def tell_body_hearing_stated(event: Stated, *, by: Actor, at: datetime) -> None:
    """What holders say of a force majeure, agents alone read."""
    if event.party == Party.HOLDER and event.hearing_kind != HearingKind.FORCE_MAJEURE:
        reference = f"{event.kind} {event.about} {event.entry_id or at.isoformat()}"
        tell_of(event.enrolment_id, Kind.BODY_HEARING_STATED, reference, to=BODY, by=by, at=at)


@reaction(StatementDue)
def remind_body_to_explain(event: StatementDue, *, by: Actor, at: datetime) -> None:
    if event.party == BODY:
        reference, until = f"{event.kind} {event.about}", event.until.isoformat()
        tell_of(event.enrolment_id, Kind.BODY_HEARING_DUE, reference, to=BODY, by=by, at=at, until=until)


@reaction(Decided)
def tell_body_hearing_decided(event: Decided, *, by: Actor, at: datetime) -> None:
    reference = f"{event.kind} {event.about}"
    tell_of(event.enrolment_id, Kind.BODY_HEARING_DECIDED, reference, to=BODY, by=by, at=at)


@reaction(FailureDeclared)
def tell_body_failure(event: FailureDeclared, *, by: Actor, at: datetime) -> None:
    """What was declared in its stead, which it may contest as long as it is not validated."""
    reference, day = f"{event.kind} {event.about}", event.stopped_on.strftime("%d/%m/%Y")
    rate = event.rate_percent
    tell_of(event.about, Kind.BODY_FAILURE, reference, to=BODY, by=by, at=at, day=day, rate=rate)


def _makes_it(invoice_id: UUID) -> bool:
    """Whether the body makes it itself: it has then to deposit it."""
    card = treasury.invoice(invoice_id)
    return card is not None and card.origin == InvoiceOrigin.DEPOSITED


@reaction(Invoiced)
def tell_body_invoiced(event: Invoiced, *, by: Actor, at: datetime) -> None:
    tell_of(
        event.about,
        Kind.BODY_INVOICED,
        f"{event.kind} {event.invoice_id}",
        to=BODY,
        by=by,
        at=at,
        given_cents=event.amount_cents,
        until=event.payable_by.isoformat(),
        own=_makes_it(event.invoice_id),
    )


@reaction(CreditNoteIssued)
def tell_body_credited(event: CreditNoteIssued, *, by: Actor, at: datetime) -> None:
    reference, cents = f"{event.kind} {event.credit_note_id}", event.amount_cents
    tell_of(
        event.about,
        Kind.BODY_CREDITED,
        reference,
        to=BODY,
        by=by,
        at=at,
        given_cents=cents,
        own=_makes_it(event.credit_note_id),
    )


@reaction(Paid, once_for=("provider_id", "batch_id"))
def tell_body_paid(event: Paid, *, by: Actor, at: datetime) -> None:
    """One transfer pays many invoices: it is told once."""
    tell(
        account_id=event.provider_id,
        person_id=None,
        kind=Kind.BODY_PAID,
        values={"day": event.paid_on.strftime("%d/%m/%Y")},
        reference=f"{event.kind} {event.batch_id}",
        by=by,
        at=at,
    )


@reaction(PayoutReturned)
def tell_body_returned(event: PayoutReturned, *, by: Actor, at: datetime) -> None:
    tell(
        account_id=event.provider_id,
        person_id=None,
        kind=Kind.BODY_RETURNED,
        values={},
        reference=f"{event.kind} {event.batch_id}",
        by=by,
        at=at,
    )


@reaction(BankAccountProposed)
def tell_body_account_proposed(event: BankAccountProposed, *, by: Actor, at: datetime) -> None:
    _tell_account(event, event.bank_account_id, Kind.BODY_ACCOUNT_PROPOSED, by=by, at=at)


@reaction(BankAccountApproved)
def tell_body_account_approved(event: BankAccountApproved, *, by: Actor, at: datetime) -> None:
    """From now until the day it is used, whoever it surprises may stop it."""
    until = event.usable_from.isoformat()
    _tell_account(event, event.bank_account_id, Kind.BODY_ACCOUNT_APPROVED, by=by, at=at, until=until)


@reaction(BankAccountDeclined)
def tell_body_account_declined(event: BankAccountDeclined, *, by: Actor, at: datetime) -> None:
    _tell_account(event, event.bank_account_id, Kind.BODY_ACCOUNT_DECLINED, by=by, at=at)


@reaction(BankAccountContested)
def tell_body_account_contested(event: BankAccountContested, *, by: Actor, at: datetime) -> None:
    kind, back = Kind.BODY_ACCOUNT_CONTESTED, event.put_back is not None
    _tell_account(event, event.bank_account_id, kind, by=by, at=at, put_back=back)


def _tell_account(event: Event, account_id: UUID, kind: Kind, *, by: Actor, at: datetime, **values: Any) -> None:
    """The account is told by its last four signs, which say nothing to a stranger."""
    cards = {each.id: each for each in providers.bank_accounts(event.about, by=by)}
    tell(
        account_id=event.about,
        person_id=None,
        kind=kind,
        values={"account": cards[account_id].iban_masked[-4:], **values},
        reference=f"{event.kind} {account_id}",
        by=by,
        at=at,
    )


@reaction(StopApproved)
def tell_body_stopped(event: StopApproved, *, by: Actor, at: datetime) -> None:
    tell(
        account_id=event.provider_id,
        person_id=None,
        kind=Kind.BODY_STOPPED,
        values={"day": event.stopped_on.strftime("%d/%m/%Y")},
        reference=f"{event.kind} {event.about}",
        by=by,
        at=at,
    )


@reaction(StopLeft)
def remind_body_of_what_is_left(event: StopLeft, *, by: Actor, at: datetime) -> None:
    """Who left before the body stopped left for their own reason: the body still has to say what they followed."""
    tell(
        account_id=event.provider_id,
        person_id=None,
        kind=Kind.BODY_LEFT_TO_SAY,
        values={"left": event.left},
        reference=f"{event.kind} {event.about} {event.nth}",
        by=by,
        at=at,
    )
