"""A person's account is opened, once: asking again answers with the same account."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor, Role
from acquis.kit.refusal import Refused

from .. import events, permissions, purses
from ..models import Account
from ..types import PurseKind, Refusal


@act
def open_account(*, person_id: UUID, by: Actor, at: datetime) -> UUID:
    permissions.OPEN.require_any(by)
    if not by.has(Role.STAFF_AGENT, Role.SYSTEM) and by.id != person_id:
        raise Refused(Refusal.NOT_ALLOWED)

    # After this point the opening must succeed. Two doors may open the same account at once: one row wins.
    account, is_new = Account.objects.get_or_create(person_id=person_id, defaults={"opened_at": at})
    if not is_new:
        return account.id
    purses.open_single([account.id], PurseKind.YEARLY, by=by, at=at)

    record(events.Opened(about=account.id, account_id=account.id), by=by, at=at)
    return account.id
