"""A holder has died: the account, personal, is closed for ever and its own rights are cancelled (L6323-3, L6333-6).

There is no money behind rights nobody has used, so nothing is handed on. What others had paid in stays, until the law
says to whom it goes; what the holder had paid and keeps as a credit note is owed to their estate.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.people import queries as people
from acquis.rules import EndGround

from .. import cancelling, events, lifecycle, permissions
from ..law import law_of
from ..models import Account
from ..types import AccountState, Act, Refusal


@act
def record_death(*, account_id: UUID, died_on: date, by: Actor, at: datetime) -> None:
    """`died_on` is what the identity register answered. Known already, it changes nothing."""
    account = Account.objects.locked(account_id)

    permissions.END.require(by, account)
    if account.state == AccountState.CLOSED and account.end_ground == EndGround.DEATH:
        return
    state = lifecycle.ACCOUNT.require(Act.CLOSE, AccountState(account.state))
    if died_on > day_of(at):
        raise Refused(Refusal.DAY_TO_COME)
    if any(died_on < born_on for _person, born_on in people.births_of([account.person_id])):
        raise Refused(Refusal.BEFORE_BIRTH)

    cancels = law_of(day_of(at)).account.unused_yearly_rights_cancelled

    # After this point the closing must succeed.
    account.state, account.closed_at = state, at
    account.end_ground, account.ended_on = EndGround.DEATH.value, died_on
    account.save(update_fields=["state", "closed_at", "end_ground", "ended_on"])
    if cancels:
        cancelling.cancel(account, by=by, at=at)

    record(events.RightsEnded(about=account.id, account_id=account.id, ground=EndGround.DEATH.value), by=by, at=at)
