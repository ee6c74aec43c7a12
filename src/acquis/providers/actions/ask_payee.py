"""The bank of a proposed account is asked whether it is in the name given.

Not an act: nobody waits on a foreign system inside a transaction. What it hears is recorded by `record_payee_check`.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.kit.actor import Actor, system
from acquis.kit.refusal import Refused
from acquis.outside import payee_check

from .. import permissions
from ..models import BankAccount
from ..types import BankState, PayeeMatch, Refusal
from .record_payee_check import record_payee_check

#: The bank's answers, and ours.
ANSWERS = {
    payee_check.Match.MATCH: PayeeMatch.MATCH,
    payee_check.Match.CLOSE: PayeeMatch.CLOSE,
    payee_check.Match.NO_MATCH: PayeeMatch.NO_MATCH,
    payee_check.Match.NOT_POSSIBLE: PayeeMatch.NOT_POSSIBLE,
}


def ask_payee(*, bank_account_id: UUID, by: Actor, at: datetime) -> PayeeMatch:
    """Ask, and keep the answer. One that was judged is not asked about. Refuses: BANK_ACCOUNT_UNKNOWN, NOT_ALLOWED,
    PAYEE_CHECK_UNAVAILABLE."""
    account = BankAccount.objects.filter(pk=bank_account_id).first()
    if account is None:
        raise Refused(Refusal.BANK_ACCOUNT_UNKNOWN)
    permissions.READ_BANK_ACCOUNTS.require(by, account)
    if account.state != BankState.PROPOSED:
        return PayeeMatch(account.payee)
    try:
        told = payee_check.ask(name=account.holder_name, iban=account.iban, bic=account.bic, reference=str(account.id))
    except payee_check.Unavailable as error:
        raise Refused(Refusal.PAYEE_CHECK_UNAVAILABLE) from error
    record_payee_check(
        bank_account_id=account.id,
        payee=ANSWERS[told.match],
        name=told.name,
        by=system("verification of payee"),
        at=at,
    )
    return ANSWERS[told.match]
