"""Somebody puts money on an account: a funder, an employer, or the State for old rights (L6323-4, L6323-13, L5151-9).

Each payment of a funder makes a purse of its own, so that what it is reserved to and until when stays with it.
Rights of the holder's own (old individual right, citizen engagement) all go to the one purse of their kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused
from acquis.ledger.actions import post
from acquis.ledger.types import House

from .. import granting, lifecycle, permissions, purses, topping
from ..models import Account, TopUp
from ..types import FUNDED_KINDS, AccountState, PurseKind, Refusal

#: Rights of one's own that come otherwise than by a year of work: nobody pays them in, the State issues them.
_ISSUED = frozenset({PurseKind.DIF, PurseKind.CEC})


@act
def top_up(
    *,
    account_id: UUID,
    kind: PurseKind,
    amount_cents: int,
    label: str = "",
    certifications: Sequence[str] | None = None,
    expires_on: date | None = None,
    reference: str,
    by: Actor,
    at: datetime,
) -> UUID:
    """Put `amount_cents` on the account and return the purse.

    `label` says who paid, as the holder reads it; `certifications` are the codes the money is reserved to (None: to
    nothing); `expires_on` is its last day of use. The same `reference` is the same payment.
    """
    account = Account.objects.locked(account_id)

    permissions.TOP_UP.require(by, account)
    if AccountState(account.state) not in lifecycle.RECEIVING:
        raise Refused(Refusal.NOT_IN_THIS_STATE, state=account.state)
    if amount_cents <= 0:
        raise Refused(Refusal.AMOUNT_NOT_POSITIVE)
    granting.within_reach(amount_cents, by)
    if kind not in FUNDED_KINDS | _ISSUED:
        raise Refused(Refusal.PURSE_NOT_FOR_TOP_UPS)
    payment = topping.row(
        reference=reference,
        account_id=account.id,
        kind=kind,
        amount_cents=amount_cents,
        label=label,
        certifications=certifications,
        expires_on=expires_on,
        at=at,
    )
    if kind in _ISSUED and (payment.certifications is not None or expires_on is not None):
        raise Refused(Refusal.PURSE_NOT_FOR_TOP_UPS)
    if known := TopUp.objects.filter(pk=reference).first():
        if not topping.is_same(known, payment):
            raise Refused(Refusal.REFERENCE_REUSED)
        return known.purse_id
    topping.require_time(expires_on, at)

    # After this point the top-up must succeed.
    if kind in _ISSUED:
        payment.purse_id = purses.open_single([account.id], kind, by=by, at=at)[account.id]
    else:
        purse = topping.purse_of(payment)
        purses.open_in_ledger([purse], by=by, at=at)
        payment.purse_id = purse.id
    payment.save(force_insert=True)
    source = House.RIGHTS_ISSUED if kind in _ISSUED else House.TOP_UPS_RECEIVED
    post(transfers=[topping.movement(payment, source)], by=by, at=at)

    record(topping.fact(payment), by=by, at=at)
    return payment.purse_id
