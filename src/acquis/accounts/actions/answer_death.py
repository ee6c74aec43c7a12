"""A death that waited is answered: it was this person's, whose account closes; or that of nobody we know."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import events, permissions
from ..models import Account, DeathNotice
from ..types import AccountState
from .record_death import record_death
from .unfreeze import unfreeze


@act
def answer_death(*, doubt_id: UUID, person_id: UUID | None, by: Actor, at: datetime) -> bool:
    """Whether a death waited under this case. `person_id` is whose it was, None for nobody of ours."""
    notice = DeathNotice.objects.select_for_update().filter(pk=doubt_id).first()

    permissions.END.require_any(by)
    if notice is None or notice.answered_at is not None:
        return False

    # After this point the answer must succeed.
    account = Account.objects.filter(person_id=person_id).first() if person_id else None
    frozen = None
    if notice.frozen_account_id is not None:
        frozen = Account.objects.filter(pk=notice.frozen_account_id, state=AccountState.FROZEN).first()
    if frozen is not None and (account is None or frozen.id != account.id):
        unfreeze(account_id=frozen.id, by=by, at=at)
    if account is not None:
        record_death(account_id=account.id, died_on=notice.died_on, by=by, at=at)
    notice.answered_at = at
    notice.save(update_fields=["answered_at"])

    record(events.DeathAnswered(about=doubt_id, account_id=account.id if account else None), by=by, at=at)
    return True
