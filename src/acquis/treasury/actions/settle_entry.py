"""A person says what an entry of the bank was that nothing of ours explained."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused

from .. import events, permissions
from ..matching import blames_account
from ..models import BankEntry, PayoutLine
from ..series import locked
from ..types import BankWord, BatchState, EntryState, LineAct, Refusal
from .return_payout import return_payout


@act
def settle_entry(*, entry_id: UUID, answer: str, returned: str = "", by: Actor, at: datetime) -> None:
    """Settle an entry with words; `returned`: it is the transfer of that end-to-end reference that came back.

    Without `returned` no money moves. Refuses: ENTRY_UNKNOWN, NOT_ALLOWED, NOT_IN_THIS_STATE, WORDS_MISSING,
    NOT_A_RETURN when the entry is no credit and no rejection, LINE_UNKNOWN, and what `return_payout` refuses.
    """
    # Beside nobody who takes a file: both hold entries and batches, in another order.
    locked("bank files")
    entry = BankEntry.objects.locked(entry_id)

    permissions.RECONCILE.require(by, entry)
    if entry.state != EntryState.TO_LOOK_AT:
        raise Refused(Refusal.NOT_IN_THIS_STATE)
    said = " ".join(answer.split())[:500]
    if not said:
        raise Refused(Refusal.WORDS_MISSING)
    line = None
    if reference := "".join(returned.split()):
        if entry.word not in (BankWord.CREDIT, BankWord.TRANSFER_REJECTED):
            raise Refused(Refusal.NOT_A_RETURN)
        line = PayoutLine.objects.select_related("batch").defer("batch__file").filter(end_to_end_id=reference).first()
        if line is None:
            raise Refused(Refusal.LINE_UNKNOWN)
        left = line.booked_on is not None or line.batch.state == BatchState.PAID
        return_payout(
            line_id=line.id,
            word=LineAct.RETURN if left else LineAct.REJECT,
            reason=entry.reason,
            blames_account=blames_account(entry.reason),
            on=entry.booked_on or day_of(at),
            by=by,
            at=at,
        )

    # After this point the settling must succeed.
    entry.state, entry.answer, entry.settled_by, entry.settled_at = EntryState.SETTLED, said, by.key, at
    if line is not None:
        entry.line, entry.batch = line, line.batch
    entry.save(update_fields=["state", "answer", "settled_by", "settled_at", "line", "batch"])

    record(events.BankEntrySettled(about=entry.file_id, entry_id=entry.id), by=by, at=at)
