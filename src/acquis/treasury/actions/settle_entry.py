"""A person says what an entry of the bank was that nothing of ours explained."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import events, permissions
from ..models import BankEntry
from ..types import EntryState, Refusal


@act
def settle_entry(*, entry_id: UUID, answer: str, by: Actor, at: datetime) -> None:
    """Settle an entry with words; no money moves.

    Refuses: ENTRY_UNKNOWN, NOT_ALLOWED, NOT_IN_THIS_STATE, WORDS_MISSING.
    """
    entry = BankEntry.objects.locked(entry_id)

    permissions.RECONCILE.require(by, entry)
    if entry.state != EntryState.TO_LOOK_AT:
        raise Refused(Refusal.NOT_IN_THIS_STATE)
    said = " ".join(answer.split())[:500]
    if not said:
        raise Refused(Refusal.WORDS_MISSING)

    # After this point the settling must succeed.
    entry.state, entry.answer, entry.settled_by, entry.settled_at = EntryState.SETTLED, said, by.key, at
    entry.save(update_fields=["state", "answer", "settled_by", "settled_at"])

    record(events.BankEntrySettled(about=entry.file_id, entry_id=entry.id), by=by, at=at)
