"""The rights of an account end: a full-rate pension, or the age of the law (L6323-3, L5421-4). Nothing is taken away.

Yearly rights stay written and can no longer be used; the volunteers' counter still pays training towards volunteering.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.rules import EndGround

from .. import events, lifecycle, permissions
from ..models import Account
from ..types import AccountState, Act, Refusal


@act
def end_rights(*, account_id: UUID, ground: EndGround, ended_on: date, by: Actor, at: datetime) -> None:
    """`ended_on` is the first day without rights: that of the pension, or the birthday."""
    account = Account.objects.locked(account_id)

    permissions.END.require(by, account)
    if ground is EndGround.DEATH:
        raise Refused(Refusal.GROUND_NOT_MET)
    state = lifecycle.ACCOUNT.require(Act.RETIRE, AccountState(account.state))
    if ended_on > day_of(at):
        raise Refused(Refusal.DAY_TO_COME)

    # After this point the end must succeed.
    account.frozen_at_end = account.state == AccountState.FROZEN
    account.state, account.end_ground, account.ended_on = state, ground.value, ended_on
    account.save(update_fields=["state", "end_ground", "ended_on", "frozen_at_end"])

    record(events.RightsEnded(about=account.id, account_id=account.id, ground=ground.value), by=by, at=at)
