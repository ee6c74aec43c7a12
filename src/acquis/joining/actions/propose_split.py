"""An agent holds that two persons are in one account, and says what of it is the other's; another agent will decide."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from acquis.accounts import queries as accounts
from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused
from acquis.people import queries as people

from .. import events, permissions, splitting
from ..models import Split
from ..types import Refusal, SplitState


@act
def propose_split(
    *, person_id: UUID, other_id: UUID, keys: Sequence[str], references: Sequence[str], reason: str, by: Actor,
    at: datetime,
) -> UUID:  # fmt: skip
    """The id of the split. `keys` are declared lines, `references` rights that go to `other_id`. `reason` names nobody.

    It is tried at once and taken back: refused when what was given is spent, else the effect is kept for the approver.
    """
    permissions.PROPOSE.require_any(by)
    now = people.now_of([person_id, other_id])
    if now[person_id] == now[other_id]:
        raise Refused(Refusal.SAME_PERSON)
    if not reason.strip():
        raise Refused(Refusal.REASON_MISSING)
    people.require_nameless(reason, now.values())
    if not keys and not references:
        raise Refused(Refusal.NOTHING_CHOSEN)
    account_id = accounts.account_of(now[person_id])
    if account_id is None:
        raise Refused(Refusal.NO_ACCOUNT_TO_SPLIT)
    standing = Split.objects.filter(account_id=account_id, state__in=[SplitState.PROPOSED, SplitState.UNDOING])
    if standing.exists():
        raise Refused(Refusal.SPLIT_UNDER_WAY)
    effect = splitting.tried(from_id=account_id, other_person_id=now[other_id], keys=keys, references=references, at=at)

    # After this point the proposal must succeed.
    row = Split(
        person_id=now[person_id],
        other_id=now[other_id],
        account_id=account_id,
        other_account_id=accounts.account_of(now[other_id]),
        keys=sorted(set(keys)),
        references=sorted(set(references)),
        reason=reason.strip(),
        proposed_at=at,
        proposed_by=by.key,
    )
    row.keep(effect)
    # The references of the trial were taken back with it.
    row.given = []
    row.save(force_insert=True)

    record(events.SplitProposed(about=row.id, person_id=row.person_id, other_id=row.other_id), by=by, at=at)
    return row.id
