"""The questions others may ask of joinings; the answers name nobody."""

from __future__ import annotations

from uuid import UUID

from acquis.kit.actor import Actor

from . import permissions
from .models import Joining
from .types import JoiningCard, JoiningState


def joinings(*, by: Actor, limit: int = 100) -> list[JoiningCard]:
    """The latest joinings, newest first."""
    rows = permissions.READ.rows(by, Joining.objects.all()).order_by("-proposed_at", "-id")
    return [_card(row) for row in rows[:limit]]


def joining(joining_id: UUID, *, by: Actor) -> JoiningCard | None:
    """One joining; None when unknown or not for `by`."""
    row = permissions.READ.rows(by, Joining.objects.filter(pk=joining_id)).first()
    return None if row is None else _card(row)


def _card(row: Joining) -> JoiningCard:
    names = [name for name in JoiningCard.__dataclass_fields__ if name != "state"]
    return JoiningCard(state=JoiningState(row.state), **{name: getattr(row, name) for name in names})
