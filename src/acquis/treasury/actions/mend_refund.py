"""What a card refused is tried again, or noted as given back otherwise; what went back twice is settled: by finance."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import events, jobs, lifecycle, permissions
from ..models import Excess, Refund
from ..types import RefundAct, RefundState, Refusal

#: The longest that a person may write of a refund.
LONGEST = 1_000


@act
def retry_refund(*, refund_id: UUID, by: Actor, at: datetime) -> None:
    """Ask the card provider again, under another key: the holder has a card of the same account again, perhaps."""
    owed = Refund.objects.locked(refund_id)

    permissions.MEND_REFUND.require(by, owed)
    state = lifecycle.REFUND.require(RefundAct.RETRY, RefundState(owed.state))
    if owed.collection.contested_cents:
        # The bank took the payment back itself: to refund it as well would pay it twice.
        raise Refused(Refusal.CONTESTED)

    # After this point the trial must succeed.
    owed.state, owed.attempt, owed.external_id, owed.asked_at = state, owed.attempt + 1, "", at
    owed.save(update_fields=["state", "attempt", "external_id", "asked_at"])
    jobs.send_refund.defer(refund_id=str(owed.id))

    collection = owed.collection
    record(
        events.RefundRetried(about=collection.about, account_id=collection.account_id, refund_id=owed.id), by=by, at=at
    )


@act
def note_refund(*, refund_id: UUID, words: str, by: Actor, at: datetime) -> None:
    """Write beside a refund that the card refused what was done with it; the holder reads it. No money moves here."""
    owed = Refund.objects.locked(refund_id)

    permissions.MEND_REFUND.require(by, owed)
    if owed.state != RefundState.REFUSED:
        raise Refused(Refusal.NOT_IN_THIS_STATE, state=owed.state)
    if not words.strip():
        raise Refused(Refusal.WORDS_MISSING)

    # After this point the note must succeed.
    owed.note, owed.noted_by, owed.note_shown = words.strip()[:LONGEST], by.key, True
    owed.save(update_fields=["note", "noted_by", "note_shown"])

    collection = owed.collection
    record(
        events.RefundNoted(about=collection.about, account_id=collection.account_id, refund_id=owed.id), by=by, at=at
    )


@act
def settle_excess(*, excess_id: UUID, words: str, by: Actor, at: datetime) -> None:
    """Write what was done about money that went back twice; it is work no more. No money moves here."""
    found = Excess.objects.locked(excess_id)

    permissions.MEND_REFUND.require_any(by)
    if found.settled_at is not None:
        raise Refused(Refusal.NOT_IN_THIS_STATE)
    if not words.strip():
        raise Refused(Refusal.WORDS_MISSING)

    # After this point the settling must succeed.
    found.words, found.settled_by, found.settled_at = words.strip()[:LONGEST], by.key, at
    found.save(update_fields=["words", "settled_by", "settled_at"])

    collection = found.collection
    told = events.ExcessSettled(about=collection.about, account_id=collection.account_id, excess_id=found.id)
    record(told, by=by, at=at)
