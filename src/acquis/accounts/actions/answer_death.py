"""A death that waited is answered: it was this person's, whose account closes; or that of nobody we know."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of

from .. import events, permissions
from ..models import Account, DeathNotice, Freeze
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
    # Whoever it froze for nothing is free of it, retired meanwhile or not; a closed account stays as it was.
    frozen = Freeze.objects.filter(death=doubt_id, lifted_at=None).exclude(account__state=AccountState.CLOSED)
    for freeze in frozen.exclude(account=account) if account else frozen:
        unfreeze(account_id=freeze.account_id, death=doubt_id, by=by, at=at)
    if account is not None:
        # Of a death without its day, what is known is when it was told.
        died_on = notice.died_on or day_of(notice.received_at)
        record_death(account_id=account.id, died_on=died_on, by=by, at=at)
    notice.answered_at = at
    notice.save(update_fields=["answered_at"])

    record(events.DeathAnswered(about=doubt_id, account_id=account.id if account else None), by=by, at=at)
    return True
