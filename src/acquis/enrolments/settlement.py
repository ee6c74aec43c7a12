"""Where each euro of an enrolment goes at its end: paid, returned, kept or lost. The acts decide; here it is written.

At the end nothing of the enrolment is left on COMMITMENTS (`checks.py` proves it).

Every ending writes in one order, which is that of the locks: the account, its purses, then the provider's series of
invoices and what is owed to it. Two acts on two enrolments never wait for each other in a circle.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from acquis import rules
from acquis.accounts import actions as accounts
from acquis.accounts import queries as accounts_of
from acquis.accounts.types import PurseKind
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.ledger import actions as ledger
from acquis.ledger.types import Code
from acquis.rules.types import CancelledBy, ExitReason
from acquis.treasury.queries import invoices_about
from acquis.treasury.types import SETTLED, InvoiceKind, RefundWhy

from . import moving
from .models import Enrolment
from .types import BillingState, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """Where the price went, in cents: to the provider, back to its sources, kept for the holder, lost.

    The four add up to the price, unless the State's operator had to bear what was owed to the provider and nobody
    had lost (`borne_cents`, which they then exceed the price by).
    """

    provider_cents: int = 0
    returned_cents: int = 0
    kept_cents: int = 0
    lapsed_cents: int = 0
    borne_cents: int = 0


def return_all_before_entry(enrolment: Enrolment, *, by: Actor, at: datetime) -> Ending:
    """Nobody entered and nothing is owed: what was held is freed, the card is paid back."""
    shares = enrolment.shares
    moving.free(shares, by=by, at=at)
    card = sum(share.amount_cents for share in shares if share.source == Source.HOLDER)
    if card:
        moving.refund(enrolment, card, "before entry", RefundWhy.BEFORE_ENTRY, by=by, at=at)
    return Ending(returned_cents=sum(share.amount_cents for share in shares))


def settle_cancellation(enrolment: Enrolment, outcome: rules.CancellationOutcome, *, by: Actor, at: datetime) -> Ending:
    """Share out a cancellation before entry as the law says, a no-show included.

    What the provider is owed comes first from what is lost, then from what the holder paid; when neither is enough
    (third parties paid all and take all back), the operator bears it out of lapsed rights.

    """
    if not outcome.is_late:
        return return_all_before_entry(enrolment, by=by, at=at)
    parts = late_parts(outcome)
    note: UUID | None = None
    if parts.kept_cents:
        note = accounts.open_purse(account_id=enrolment.account_id, kind=PurseKind.CREDIT_NOTE, by=by, at=at)

    shares = enrolment.shares
    theirs = [share for share in shares if share.source in (Source.PURSE, Source.COMPLEMENT)]
    rights = [share for share in shares if share.source == Source.RIGHTS]
    paid = [share for share in shares if share.source in (Source.HOLDER, Source.CREDIT_NOTE)]

    returned = int(outcome.third_party_returned_cents)
    if returned:
        moving.free(theirs, by=by, at=at)
        moving.debit([*rights, *paid], by=by, at=at)
    else:
        moving.debit(shares, by=by, at=at)
    if refund := int(outcome.holder_refund_cents):
        moving.give_back(enrolment, paid, refund, refund_why=RefundWhy.LATE_CANCELLATION, by=by, at=at)

    if borne := parts.borne_cents:
        ledger.post(
            transfers=[
                moving.transfer(
                    enrolment, moving.LAPSED, moving.COMMITMENTS, borne, Code.LATE_CANCELLATION, "borne", at
                )
            ],
            by=by,
            at=at,
        )
    if note is not None:
        moving.keep(enrolment, note, parts.kept_cents, by=by, at=at)
    if parts.lapsed_cents:
        moving.lapse(enrolment, parts.lapsed_cents, by=by, at=at)
    if parts.provider_cents:
        moving.invoice(enrolment, InvoiceKind.LATE_CANCELLATION, parts.provider_cents, by=by, at=at)
    return replace(parts, returned_cents=returned + refund)


def late_parts(outcome: rules.CancellationOutcome) -> Ending:
    """What a late cancellation gives to the provider, keeps for the holder, loses, and costs the operator; what goes
    back is said by the outcome itself."""
    owed = int(outcome.provider_cents)
    lost = int(outcome.rights_lost_cents) + int(outcome.third_party_lost_cents)
    kept = int(outcome.credit_note_cents)
    from_lost = min(owed, lost)
    from_kept = min(owed - from_lost, kept)
    return Ending(
        provider_cents=owed,
        kept_cents=kept - from_kept,
        lapsed_cents=lost - from_lost,
        borne_cents=owed - from_lost - from_kept,
    )


def excuse(enrolment: Enrolment, *, by: Actor, at: datetime) -> Ending:
    """Undo what a late cancellation or an absence cost: all comes back to where it came from.

    What the holder has spent meanwhile of the credit note they were left is theirs already, and stays kept. What the
    provider was billed is taken back on its account, as a deposit that was too much is.
    """
    spent = spent_of_note(enrolment)
    kept = (enrolment.kept_cents or 0) - spent
    back = []
    if kept:
        note = accounts.open_purse(account_id=enrolment.account_id, kind=PurseKind.CREDIT_NOTE, by=by, at=at)
        back.append(moving.transfer(enrolment, note, moving.COMMITMENTS, kept, Code.CORRECTION, "excused:kept", at))
    if lapsed := enrolment.lapsed_cents or 0:
        back.append(
            moving.transfer(enrolment, moving.LAPSED, moving.COMMITMENTS, lapsed, Code.CORRECTION, "excused:lapsed", at)
        )
    if back:
        ledger.post(transfers=back, by=by, at=at)
    if borne := enrolment.borne_cents:
        undone = moving.transfer(
            enrolment, moving.COMMITMENTS, moving.LAPSED, borne, Code.CORRECTION, "excused:borne", at
        )
        ledger.post(transfers=[undone], by=by, at=at)

    own = [share for share in enrolment.shares if share.source in (Source.HOLDER, Source.CREDIT_NOTE)]
    rights = [share for share in enrolment.shares if share.source == Source.RIGHTS]
    theirs = [share for share in enrolment.shares if share.source in (Source.PURSE, Source.COMPLEMENT)]
    returned_before = enrolment.returned_cents or 0
    for shares, amount in (
        (rights, moving.sum_of(rights)),
        (theirs, moving.sum_of(theirs) - min(returned_before, moving.sum_of(theirs))),
        (own, moving.sum_of(own) - max(0, returned_before - moving.sum_of(theirs)) - spent),
    ):
        if amount:
            moving.give_back(enrolment, shares, amount, why="excused", refund_why=RefundWhy.EXCUSED, by=by, at=at)
    if owed := enrolment.provider_cents or 0:
        moving.take_back(enrolment, InvoiceKind.LATE_CANCELLATION, owed, by=by, at=at)
    return Ending(returned_cents=enrolment.price_cents - spent, kept_cents=spent)


def spent_of_note(enrolment: Enrolment) -> int:
    """How much of the credit note that the end of this enrolment left is no longer there, in cents."""
    if not enrolment.kept_cents:
        return 0
    held = accounts_of.rights(enrolment.account_id, on=day_of(enrolment.requested_at))
    free = held.credit_note_cents if held else 0
    return max(0, enrolment.kept_cents - free)


# From entry on --------------------------------------------------------------------------------------------------


def pay_deposit(enrolment: Enrolment, deposit_cents: int, *, by: Actor, at: datetime) -> None:
    """Bill the deposit of a long session, paid at entry."""
    if deposit_cents:
        moving.invoice(enrolment, InvoiceKind.DEPOSIT, deposit_cents, by=by, at=at)


def settle_attendance(enrolment: Enrolment, outcome: rules.Settlement, *, by: Actor, at: datetime) -> Ending:
    """Bill what the provider is still owed, give back or let lapse the rest, as the law says."""
    owed = int(outcome.provider_cents)
    returned, lost = int(outcome.returned_cents), int(outcome.lost_cents)
    still_owed = owed - enrolment.deposit_cents
    if returned:
        moving.give_back(enrolment, enrolment.shares, returned, by=by, at=at)
    if lost:
        moving.lapse(enrolment, lost, by=by, at=at)
    if still_owed < 0:
        # The deposit was more than what was followed is worth: the provider owes the difference back.
        moving.take_back(enrolment, InvoiceKind.DEPOSIT, -still_owed, by=by, at=at)
    elif still_owed > 0:
        moving.invoice(enrolment, InvoiceKind.BALANCE, still_owed, by=by, at=at)
    return Ending(provider_cents=owed, returned_cents=returned, lapsed_cents=lost)


# Facts for the law, and what is kept of its answer --------------------------------------------------------------


def cancellation(
    enrolment: Enrolment, *, cancelled_on: date, by: CancelledBy, force_majeure: bool
) -> rules.Cancellation:
    """The facts of a cancellation before entry, as the law asks for them."""
    shares = enrolment.shares

    def sum_of(*sources: Source) -> int:
        return sum(share.amount_cents for share in shares if share.source in sources)

    return rules.Cancellation(
        cancelled_on=cancelled_on,
        starts_on=enrolment.starts_on,
        by=by,
        force_majeure=force_majeure,
        rights_cents=sum_of(Source.RIGHTS),
        holder_paid_cents=sum_of(Source.HOLDER, Source.CREDIT_NOTE),
        third_party_cents=sum_of(Source.PURSE, Source.COMPLEMENT),
    )


def attendance(enrolment: Enrolment) -> rules.Attendance:
    """The facts of a training whose service is declared, as the law asks for them."""
    if enrolment.done is None or enrolment.total is None:
        raise AssertionError("the service is not declared")
    reason = ExitReason(enrolment.exit_reason)
    return followed(enrolment, reason=reason, done=enrolment.done, total=enrolment.total)


def followed(enrolment: Enrolment, *, reason: ExitReason, done: Decimal, total: Decimal) -> rules.Attendance:
    """The same facts where they are only supposed; hundredths, so that they are exact."""
    return rules.Attendance(
        price_cents=enrolment.price_cents, done=int(done * 100), total=int(total * 100), reason=reason
    )


def written(enrolment: Enrolment, ending: Ending) -> dict[str, Any]:
    """What the enrolment keeps of its ending: the amounts, and where its billing stands."""
    invoices = invoices_about(enrolment.id)
    if not invoices:
        billing = BillingState.NOT_BILLABLE
    elif all(invoice.state in SETTLED for invoice in invoices):
        billing = BillingState.PAID
    else:
        billing = BillingState.BILLED
    return {
        "provider_cents": ending.provider_cents,
        "returned_cents": ending.returned_cents,
        "lapsed_cents": ending.lapsed_cents,
        "kept_cents": ending.kept_cents,
        "borne_cents": ending.borne_cents,
        "billing_state": billing,
    }
