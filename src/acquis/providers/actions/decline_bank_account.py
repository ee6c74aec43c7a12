"""A proposed bank account is turned down; the one in use stays."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import events, lifecycle, permissions
from ..models import BankAccount
from ..types import BankAct, BankState


@act
def decline_bank_account(*, bank_account_id: UUID, by: Actor, at: datetime) -> None:
    account = BankAccount.objects.locked(bank_account_id)

    permissions.APPROVE_BANK_ACCOUNT.require(by, account)
    state = lifecycle.BANK_ACCOUNT.require(BankAct.DECLINE, BankState(account.state))

    # After this point the refusal must succeed.
    account.state = state
    account.save(update_fields=["state"])

    record(events.BankAccountDeclined(about=account.provider_id, bank_account_id=account.id), by=by, at=at)
