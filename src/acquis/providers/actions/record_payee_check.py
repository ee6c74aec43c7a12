"""What the bank of a proposed account answered is kept: whoever approves decides upon it.

An answer may come a moment after the approval. That the account is in another name then contests it, as long as
nothing was paid to it.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of

from .. import events, permissions
from ..models import BankAccount
from ..types import BankState, PayeeMatch
from .contest_bank_account import contest_bank_account


@act
def record_payee_check(*, bank_account_id: UUID, payee: PayeeMatch, name: str = "", by: Actor, at: datetime) -> None:
    """Keep an answer, and the account's own name when it is close; judged already, the account stays as it was, save
    one that is not used yet and proves to be in another name."""
    account = BankAccount.objects.locked(bank_account_id)

    permissions.RECORD_PAYEE_CHECK.require(by, account)
    cooling = account.usable_from is not None and day_of(at) < account.usable_from
    too_late = payee is PayeeMatch.NO_MATCH and account.state == BankState.ACTIVE and cooling
    if account.state != BankState.PROPOSED and not too_late:
        return

    # After this point the recording must succeed.
    if too_late:
        contest_bank_account(bank_account_id=account.id, by=by, at=at)
    account.payee, account.payee_asked_at = payee, at
    account.payee_name = name if payee is PayeeMatch.CLOSE else ""
    account.save(update_fields=["payee", "payee_name", "payee_asked_at"])

    record(events.PayeeChecked(about=account.provider_id, bank_account_id=account.id, payee=payee.value), by=by, at=at)
