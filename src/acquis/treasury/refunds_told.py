"""What others may ask about refunds on a card and contested payments; with `by`, only what this actor may see."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from acquis.kit.actor import Actor

from . import permissions
from .models import Collection, Excess, Refund
from .types import OWED_BACK, ExcessCard, ExcessKind, RefundCard, RefundState, RefundWhy


def refunds_about(about: UUID, *, by: Actor | None = None) -> list[RefundCard]:
    """The refunds of a purchase, oldest first."""
    return _cards(Refund.objects.filter(collection__in=_seen(by).filter(about=about)))


def refunds_to_mend(*, by: Actor | None = None, limit: int = 200) -> list[RefundCard]:
    """Everything that is still owed back on a card: what the card refused first, then the oldest."""
    owed = _cards(Refund.objects.filter(collection__in=_seen(by), state__in=OWED_BACK), limit)
    return sorted(owed, key=lambda each: (each.state is not RefundState.REFUSED, each.due_at))


def refused_refunds(*, by: Actor | None = None) -> int:
    """How many refunds a card refused and nobody has mended."""
    return int(Refund.objects.filter(collection__in=_seen(by), state=RefundState.REFUSED, note="").count())


def excesses_to_settle(*, by: Actor | None = None, limit: int = 200) -> list[ExcessCard]:
    """What went back to payers more than was owed and nobody has settled, oldest first."""
    rows = Excess.objects.filter(collection__in=_seen(by), settled_at__isnull=True).select_related("collection")
    found = list(rows.order_by("found_at", "id")[:limit])
    keys = {row.id: row.reference.removeprefix("noted ") for row in found if row.kind == ExcessKind.ARRIVED_AFTER_NOTE}
    notes = {str(each.id): each for each in Refund.objects.filter(pk__in={key[:36] for key in keys.values()})}
    return [_excess(row, notes.get(keys[row.id][:36]) if row.id in keys else None) for row in found]


def contested_collections(*, by: Actor | None = None, limit: int = 200) -> list[tuple[UUID, UUID, int, int]]:
    """The payments that a bank took back by itself, newest first: collection, purchase, cents paid, cents taken."""
    rows = _seen(by).filter(contested_at__isnull=False).order_by("-contested_at", "-id")
    return list(rows.values_list("id", "about", "amount_cents", "contested_cents")[:limit])


def refund_of_key(key: str) -> UUID | None:
    """The refund that the provider knows under a key: of its present attempt or of a former one."""
    try:
        row = Refund.objects.filter(pk=UUID(key[:36])).first()
    except ValueError:
        return None
    return row.id if row is not None and key in row.keys else None


def _seen(by: Actor | None) -> QuerySet[Collection]:
    rows = Collection.objects.all()
    return rows if by is None else permissions.READ_COLLECTIONS.rows(by, rows)


def _excess(row: Excess, noted: Refund | None) -> ExcessCard:
    return ExcessCard(
        id=row.id,
        kind=ExcessKind(row.kind),
        about=row.collection.about,
        amount_cents=row.amount_cents,
        found_at=row.found_at,
        note=noted.note if noted else "",
        noted_by=noted.noted_by if noted else "",
    )


def _cards(rows: QuerySet[Any], limit: int | None = None) -> list[RefundCard]:
    return [
        RefundCard(
            id=row.id,
            collection_id=row.collection_id,
            account_id=row.collection.account_id,
            about=row.collection.about,
            amount_cents=row.amount_cents,
            why=RefundWhy(row.why),
            state=RefundState(row.state),
            reason=row.reason,
            attempt=row.attempt,
            due_at=row.due_at,
            done_at=row.done_at,
            refused_at=row.refused_at,
            note=row.note,
            noted_by=row.noted_by,
            note_shown=row.note_shown,
            contested_cents=row.collection.contested_cents,
        )
        for row in rows.select_related("collection").order_by("due_at", "id")[:limit]
    ]
