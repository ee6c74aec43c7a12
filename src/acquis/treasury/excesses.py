"""What went back to a payer more than was owed, kept by the acts that learn of it as work for a person.

Neither can be kept from happening: the payer's bank and the card provider do not ask us. The money itself is in the
provider's report of the day, where the reconciliation waits for its explanation.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Sum

from acquis.journal.actions import record
from acquis.kit.actor import Actor

from . import events
from .models import Collection, Excess, Refund
from .types import ExcessKind, RefundState

#: What one attempt may have been too much by, and how it is kept.
_OF_AN_ATTEMPT = ((ExcessKind.REFUNDED_TWICE, "twice {}"), (ExcessKind.ARRIVED_AFTER_NOTE, "noted {}"))


def weigh(collection: Collection, *, by: Actor, at: datetime) -> None:
    """Hold what a bank took back of a payment, locked, and what of it was refunded, against what was paid."""
    made = collection.refunds.filter(state=RefundState.DONE).aggregate(sum=Sum("amount_cents"))["sum"] or 0
    over = collection.contested_cents + made - collection.amount_cents if collection.contested_cents else 0
    _hold(collection, ExcessKind.REFUNDED_AND_TAKEN_BACK, f"taken back {collection.id}", over, by=by, at=at)


def found_twice(owed: Refund, key: str, *, by: Actor, at: datetime) -> None:
    """The attempt of `key` arrived, and another had."""
    _hold(owed.collection, ExcessKind.REFUNDED_TWICE, f"twice {key}", owed.amount_cents, by=by, at=at)


def arrived_after_note(owed: Refund, key: str, *, by: Actor, at: datetime) -> None:
    """The refund arrived on the card, and somebody had written what they did of it: it may have been paid otherwise."""
    _hold(owed.collection, ExcessKind.ARRIVED_AFTER_NOTE, f"noted {key}", owed.amount_cents, by=by, at=at)


def came_back(owed: Refund, key: str, *, by: Actor, at: datetime) -> None:
    """The attempt of `key` did not last: what was twice is once."""
    for kind, reference in _OF_AN_ATTEMPT:
        _hold(owed.collection, kind, reference.format(key), 0, by=by, at=at)


def _hold(collection: Collection, kind: ExcessKind, reference: str, cents: int, *, by: Actor, at: datetime) -> None:
    known = Excess.objects.filter(reference=reference).first()
    if known is not None and known.amount_cents == cents:
        return
    if cents <= 0:
        # What a person settled stays as they left it.
        Excess.objects.filter(reference=reference, settled_at__isnull=True).delete()
        return
    told = {"amount_cents": cents, "found_at": at, "words": "", "settled_by": "", "settled_at": None}
    row, _ = Excess.objects.update_or_create(
        reference=reference, defaults=told, create_defaults={**told, "collection": collection, "kind": kind}
    )
    record(
        events.ExcessFound(
            about=collection.about,
            account_id=collection.account_id,
            collection_id=collection.id,
            excess_id=row.id,
            excess_kind=kind,
            amount_cents=cents,
        ),
        by=by,
        at=at,
    )
