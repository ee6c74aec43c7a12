"""What a holder may ask of the searches they keep."""

from __future__ import annotations

from uuid import UUID

from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from . import permissions, sealing
from .models import Watch
from .types import Cadence, Refusal, State, WatchCard


def watches_of(account_id: UUID, *, by: Actor) -> list[WatchCard]:
    """The searches of an account and of those joined to it, newest first, as far as `by` may see them."""
    wanted = by.accounts if account_id == by.account_id else {account_id}
    rows = permissions.SEE.rows(by, Watch.objects.filter(account_id__in=wanted))
    return [_card(row) for row in rows.order_by("-kept_at", "-id")]


def watch(watch_id: UUID, *, by: Actor) -> WatchCard:
    """One of them; refused as unknown to whoever may not see it."""
    row = permissions.SEE.rows(by, Watch.objects.filter(pk=watch_id)).first()
    if row is None:
        raise Refused(Refusal.WATCH_UNKNOWN)
    return _card(row)


def _card(row: Watch) -> WatchCard:
    content = sealing.unseal(row.content_sealed, watch_id=row.id)
    return WatchCard(
        id=row.id,
        name=content.name,
        address=content.address,
        asked=content.asked,
        cadence=Cadence(row.cadence),
        state=State(row.state),
        kept_at=row.kept_at,
        looked_at=row.looked_at,
        told_at=row.told_at,
        found=row.found,
        news=tuple(row.news),
    )
