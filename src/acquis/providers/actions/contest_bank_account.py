"""Somebody says that a change of account is not theirs, before it is used: the former account is used again.

Whoever holds a manager's sign-in could propose; so the former account is told, and its word stops everything.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused

from .. import events, lifecycle, permissions
from ..models import BankAccount
from ..types import BankAct, BankState, Refusal


@act
def contest_bank_account(*, bank_account_id: UUID, by: Actor, at: datetime) -> None:
    account = BankAccount.objects.locked(bank_account_id)

    permissions.CONTEST_BANK_ACCOUNT.require(by, account)
    was = BankState(account.state)
    state = lifecycle.BANK_ACCOUNT.require(BankAct.CONTEST, was)
    if account.usable_from is not None and account.usable_from <= day_of(at):
        raise Refused(Refusal.ALREADY_IN_USE)

    # After this point the contest must succeed.
    account.state, account.contested_by, account.contested_at = state, by.key, at
    account.save(update_fields=["state", "contested_by", "contested_at"])
    put_back = account.former if was is BankState.ACTIVE else None
    if put_back is not None:
        put_back.state = lifecycle.BANK_ACCOUNT.require(BankAct.PUT_BACK, BankState(put_back.state))
        put_back.save(update_fields=["state"])

    record(
        events.BankAccountContested(
            about=account.provider_id, bank_account_id=account.id, put_back=put_back.id if put_back else None
        ),
        by=by,
        at=at,
    )
