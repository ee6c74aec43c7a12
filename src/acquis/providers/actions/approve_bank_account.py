"""A second person approves a bank account. It is used after a cooling-off, during which nothing is paid.

The cooling-off gives the body the time to see and contest a change it did not ask for: most frauds on payments
begin with one. The former account is not paid meanwhile either, for it may be the one that was given up.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.rules.calendar import add_working_days

from .. import events, lifecycle, permissions
from ..models import BankAccount
from ..types import ASKED_FOR, BankAct, BankState, PayeeMatch, Refusal

#: Working days between the approval and the first payment, by the day from which it holds. No text fixes it:
#: it is the operator's own prudence, to be moved to its dated settings when it has some.
COOLING_OFF_WORKING_DAYS = {date(2019, 1, 1): 2}


def usable_from(approved_on: date) -> date:
    """The first day on which a payment may leave to an account approved on a day."""
    since = max((day for day in COOLING_OFF_WORKING_DAYS if day <= approved_on), default=min(COOLING_OFF_WORKING_DAYS))
    day: date = add_working_days(approved_on, COOLING_OFF_WORKING_DAYS[since])
    return day


@act
def approve_bank_account(*, bank_account_id: UUID, words: str = "", by: Actor, at: datetime) -> None:
    """Approve an account that its bank says is in the name given, or near: it is then paid in the account's own name.

    When the bank cannot say, or stayed silent to the last try, `words` tell what the approver saw instead; while it is
    still being asked nothing is approved. One in another name is never approved.
    """
    account = BankAccount.objects.locked(bank_account_id)

    permissions.APPROVE_BANK_ACCOUNT.require(by, account)
    state = lifecycle.BANK_ACCOUNT.require(BankAct.APPROVE, BankState(account.state))
    if by.wrote(account.proposed_by):
        raise Refused(Refusal.SAME_PERSON)
    if account.payee == PayeeMatch.NO_MATCH:
        raise Refused(Refusal.PAYEE_DIFFERS)
    if account.payee == PayeeMatch.UNASKED and at < account.proposed_at + ASKED_FOR:
        raise Refused(Refusal.PAYEE_STILL_ASKED)
    if account.payee not in (PayeeMatch.MATCH, PayeeMatch.CLOSE) and not words.strip():
        raise Refused(Refusal.PAYEE_WORDS_MISSING)

    # After this point the approval must succeed.
    in_use = BankAccount.objects.filter(provider_id=account.provider_id, state=BankState.ACTIVE).first()
    if in_use is not None:
        in_use.state = BankState.REPLACED
        in_use.save(update_fields=["state"])
    account.state, account.approved_by, account.approved_at = state, by.key, at
    account.usable_from, account.words, account.former = usable_from(day_of(at)), words.strip(), in_use
    account.holder_name = account.payee_name or account.holder_name
    account.save(update_fields=["state", "approved_by", "approved_at", "usable_from", "words", "former", "holder_name"])

    record(
        events.BankAccountApproved(
            about=account.provider_id, bank_account_id=account.id, usable_from=account.usable_from
        ),
        by=by,
        at=at,
    )
