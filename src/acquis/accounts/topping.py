"""What one payment and many have in common: the row that keeps it, the purse that holds it, its movement, its fact."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.ledger.types import Code, House, Transfer, house

from . import events
from .given import TopUp
from .models import Purse
from .types import PurseKind, Refusal

#: What two payments under one reference must have in common to be the same.
COMPARED = ("account_id", "kind", "amount_cents", "label", "certifications", "expires_on")


def row(
    *,
    reference: str,
    account_id: UUID,
    kind: PurseKind,
    amount_cents: int,
    label: str,
    certifications: Sequence[str] | None,
    expires_on: date | None,
    at: datetime,
) -> TopUp:
    """A payment as it is kept, unsaved and without its purse."""
    return TopUp(
        reference=reference,
        account_id=account_id,
        kind=kind.value,
        amount_cents=amount_cents,
        label=label.strip(),
        certifications=reserved_to(certifications),
        expires_on=expires_on,
        received_at=at,
    )


def reserved_to(certifications: Sequence[str] | None) -> list[str] | None:
    """The codes that money is reserved to, as they are kept; refused when there is none to use it for."""
    codes = None if certifications is None else sorted(set(certifications))
    if codes is not None and not codes:
        raise Refused(Refusal.RESERVED_TO_NOTHING)
    return codes


def is_same(known: TopUp, asked: TopUp) -> bool:
    return all(getattr(known, name) == getattr(asked, name) for name in COMPARED)


def require_time(expires_on: date | None, at: datetime) -> None:
    """Refuse money that nobody could use any more."""
    if expires_on is not None and expires_on < day_of(at):
        raise Refused(Refusal.ALREADY_EXPIRED)


def purse_of(payment: TopUp) -> Purse:
    """The purse of its own that a funder's payment makes, unsaved."""
    return Purse(
        account_id=payment.account_id,
        kind=payment.kind,
        label=payment.label,
        certifications=payment.certifications,
        expires_on=payment.expires_on,
        opened_at=payment.received_at,
        reference=payment.reference,
    )


def movement(payment: TopUp, source: House) -> Transfer:
    """The money, from where it comes into its purse."""
    return Transfer(
        owner=payment.account_id,
        debit=house(source),
        credit=payment.purse_id,
        amount_cents=payment.amount_cents,
        code=Code.TOP_UP,
        effective_on=day_of(payment.received_at),
        reference=f"top-up {payment.reference}",
    )


def fact(payment: TopUp) -> events.ToppedUp:
    return events.ToppedUp(
        about=payment.account_id,
        account_id=payment.account_id,
        purse_id=payment.purse_id,
        purse_kind=payment.kind,
        amount_cents=payment.amount_cents,
    )
