"""The questions others may ask of joinings; the answers name nobody."""

from __future__ import annotations

from uuid import UUID

from acquis.kit.actor import Actor

from . import permissions
from .models import Joining, Split
from .types import JoiningCard, JoiningState, SplitCard, SplitState


def joinings(*, by: Actor, limit: int = 100) -> list[JoiningCard]:
    """The latest joinings, newest first."""
    rows = permissions.READ.rows(by, Joining.objects.all()).order_by("-proposed_at", "-id")
    return [_card(row) for row in rows[:limit]]


def joining(joining_id: UUID, *, by: Actor) -> JoiningCard | None:
    """One joining; None when unknown or not for `by`."""
    row = permissions.READ.rows(by, Joining.objects.filter(pk=joining_id)).first()
    return None if row is None else _card(row)


def splits(*, by: Actor, limit: int = 100) -> list[SplitCard]:
    """The latest splits of two persons in one account, newest first."""
    rows = permissions.READ.rows(by, Split.objects.all()).order_by("-proposed_at", "-id")
    return [_split(row) for row in rows[:limit]]


def split(split_id: UUID, *, by: Actor) -> SplitCard | None:
    """One split; None when unknown or not for `by`."""
    row = permissions.READ.rows(by, Split.objects.filter(pk=split_id)).first()
    return None if row is None else _split(row)


def _split(row: Split) -> SplitCard:
    names = [name for name in SplitCard.__dataclass_fields__ if name not in ("state", "keys", "references")]
    told = {name: getattr(row, name) for name in names}
    return SplitCard(state=SplitState(row.state), keys=tuple(row.keys), references=tuple(row.references), **told)


def _card(row: Joining) -> JoiningCard:
    names = [name for name in JoiningCard.__dataclass_fields__ if name != "state"]
    return JoiningCard(state=JoiningState(row.state), **{name: getattr(row, name) for name in names})
