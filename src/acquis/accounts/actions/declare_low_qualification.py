"""A holder declares that they have no diploma of level 3 (R6323-3-1 II): it counts from the credit of this year on."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused

from .. import events, lifecycle, permissions
from ..models import Account, LowQualification
from ..types import AccountState, Refusal


@act
def declare_low_qualification(*, account_id: UUID, by: Actor, at: datetime) -> None:
    account = Account.objects.locked(account_id)

    permissions.DECLARE.require(by, account)
    if AccountState(account.state) not in lifecycle.RECEIVING:
        raise Refused(Refusal.NOT_IN_THIS_STATE, state=account.state)
    if LowQualification.objects.filter(account=account, lost_on__isnull=True, annulled_at__isnull=True).exists():
        raise Refused(Refusal.ALREADY_DECLARED)

    # After this point the declaration must succeed.
    LowQualification.objects.create(account=account, declared_on=day_of(at))

    record(events.LowQualificationDeclared(about=account.id, account_id=account.id), by=by, at=at)
