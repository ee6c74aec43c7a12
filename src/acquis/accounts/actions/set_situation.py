"""What the law asks about a holder when they buy is set: a jobseeker's period, a licence held, a last assessment."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import events, permissions
from ..models import Account
from ..types import AccountState, Refusal, Situation


@act
def set_situation(*, account_id: UUID, situation: Situation, by: Actor, at: datetime) -> None:
    """Replace the whole situation; saying the same again changes nothing."""
    account = Account.objects.locked(account_id)

    permissions.SET_SITUATION.require(by, account)
    if account.state == AccountState.CLOSED:
        raise Refused(Refusal.NOT_IN_THIS_STATE, state=account.state)
    since, until = situation.jobseeker_since, situation.jobseeker_until
    if until is not None and (since is None or until < since):
        raise Refused(Refusal.PERIOD_REVERSED)
    values = asdict(situation)
    if all(getattr(account, name) == value for name, value in values.items()):
        return

    # After this point the change must succeed.
    for name, value in values.items():
        setattr(account, name, value)
    account.save(update_fields=list(values))

    record(events.SituationSet(about=account.id, account_id=account.id), by=by, at=at)
