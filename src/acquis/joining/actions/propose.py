"""An agent holds two known persons to be one, and says which account should go on; another agent will decide."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.accounts import queries as accounts
from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused
from acquis.people import queries as people

from .. import events, permissions
from ..models import STANDING, Joining
from ..types import Refusal


@act
def propose(*, kept_id: UUID, merged_id: UUID, reason: str, by: Actor, at: datetime) -> UUID:
    """The id of the joining. `kept_id` is the person whose account goes on. `reason` names nobody."""
    permissions.PROPOSE.require_any(by)
    now = people.now_of([kept_id, merged_id])
    if now[kept_id] == now[merged_id]:
        raise Refused(Refusal.SAME_PERSON)
    if not reason.strip():
        raise Refused(Refusal.REASON_MISSING)
    both = [now[kept_id], now[merged_id]]
    people.require_nameless(reason, both)
    merged_account = accounts.account_of(now[merged_id])
    if merged_account is not None and accounts.account_of(now[kept_id]) is None:
        raise Refused(Refusal.NO_ACCOUNT_TO_KEEP)
    if Joining.objects.filter(state__in=STANDING, merged_id__in=both).exists():
        raise Refused(Refusal.ALREADY_PROPOSED)

    # After this point the proposal must succeed.
    row = Joining(
        kept_id=now[kept_id],
        merged_id=now[merged_id],
        merged_account_id=merged_account,
        reason=reason.strip(),
        proposed_at=at,
        proposed_by=by.key,
    )
    row.save(force_insert=True)

    record(events.JoiningProposed(about=row.id, kept_id=row.kept_id, merged_id=row.merged_id), by=by, at=at)
    return row.id
