"""What the bank of a proposed account answered is kept: whoever approves decides upon it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import events, permissions
from ..models import BankAccount
from ..types import BankState, PayeeMatch


@act
def record_payee_check(*, bank_account_id: UUID, payee: PayeeMatch, name: str = "", by: Actor, at: datetime) -> None:
    """Keep an answer, and the account's own name when it is close; judged already, the account stays as it was."""
    account = BankAccount.objects.locked(bank_account_id)

    permissions.RECORD_PAYEE_CHECK.require(by, account)
    if account.state != BankState.PROPOSED:
        return

    # After this point the recording must succeed.
    account.payee, account.payee_asked_at = payee, at
    account.payee_name = name if payee is PayeeMatch.CLOSE else ""
    account.save(update_fields=["payee", "payee_name", "payee_asked_at"])

    record(events.PayeeChecked(about=account.provider_id, bank_account_id=account.id, payee=payee.value), by=by, at=at)
