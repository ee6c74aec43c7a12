"""A funder puts money on many accounts under the same conditions (L6323-4 III): one payment, one purse, for each.

One whose account cannot receive costs the others nothing: it is named, and its money stays where it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from acquis.journal.actions import record_all
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused
from acquis.kit.sql import append
from acquis.ledger.actions import post
from acquis.ledger.types import House

from .. import granting, lifecycle, permissions, purses, topping
from ..models import Account, TopUp
from ..types import FUNDED_KINDS, AccountState, Payment, PurseKind, Refusal, ToppedUpMany


@act
def top_up_many(
    *,
    payments: Sequence[Payment],
    kind: PurseKind,
    label: str,
    certifications: Sequence[str] | None = None,
    expires_on: date | None = None,
    by: Actor,
    at: datetime,
) -> ToppedUpMany:
    """{reference: purse} of those that are on their accounts now, and {reference: why} of those refused.

    The conditions are those of `top_up`; they are refused for all, what is wrong with one payment for it alone.
    """
    accounts = Account.objects.locked_together({each.account_id for each in payments})

    permissions.TOP_UP.require_any(by)
    if kind not in FUNDED_KINDS:
        raise Refused(Refusal.PURSE_NOT_FOR_TOP_UPS)
    topping.require_time(expires_on, at)
    known = {row.reference: row for row in TopUp.objects.filter(pk__in=[each.reference for each in payments])}
    given, refused, new = {}, {}, []
    for each in payments:
        row = topping.row(
            reference=each.reference,
            account_id=each.account_id,
            kind=kind,
            amount_cents=each.amount_cents,
            label=label,
            certifications=certifications,
            expires_on=expires_on,
            at=at,
        )
        if each.reference in known:
            if topping.is_same(known[each.reference], row):
                given[each.reference] = known[each.reference].purse_id
            else:
                refused[each.reference] = Refusal.REFERENCE_REUSED
        elif why := _why_not(each, accounts.get(each.account_id), by):
            refused[each.reference] = why
        else:
            new.append(row)

    # After this point the payments must succeed.
    made = [topping.purse_of(row) for row in new]
    purses.open_in_ledger(made, by=by, at=at)
    for row, purse in zip(new, made, strict=True):
        row.purse_id = purse.id
        given[row.reference] = purse.id
    append(new)
    post(transfers=[topping.movement(row, House.TOP_UPS_RECEIVED) for row in new], by=by, at=at)

    record_all([topping.fact(row) for row in new], by=by, at=at)
    return ToppedUpMany(purses=given, refused=refused)


def _why_not(payment: Payment, account: Account | None, by: Actor) -> Refusal | None:
    if account is None:
        return Refusal.ACCOUNT_UNKNOWN
    if AccountState(account.state) not in lifecycle.RECEIVING:
        return Refusal.NOT_IN_THIS_STATE
    if payment.amount_cents <= 0:
        return Refusal.AMOUNT_NOT_POSITIVE
    granting.within_reach(payment.amount_cents, by)
    return None
