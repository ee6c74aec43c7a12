"""The history of an offer: what each writing changed, value by value, kept for ever."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from acquis.kit.actor import Actor

from .models import OfferChange, Session, Training, TrainingAction
from .types import ChangeKind

#: Values that say nothing to whoever reads the history.
_SILENT = frozenset(
    {
        "id", "training", "action", "provider_id", "number", "state", "held_because", "content_hash", "changed_at",
        "created_on", "updated_on", "lat", "lon", "town_insee", "places_taken", "by_account", "action_kind",
    }
)  # fmt: skip
#: Texts longer than this are kept cut: the history tells what changed, the drafts keep whole texts.
_LONGEST = 2_000

Row = Training | TrainingAction | Session


def changes_between(before: Row, after: Row, *, prefix: str) -> list[list[str | None]]:
    """[where, before, after] of each value that differs."""
    found: list[list[str | None]] = []
    for field in after._meta.concrete_fields:
        if field.name in _SILENT:
            continue
        was, now = told(getattr(before, field.attname)), told(getattr(after, field.attname))
        if was != now:
            found.append([f"{prefix}{field.name}", was, now])
    return found


def told(value: Any) -> str | None:
    """A value as the history keeps it; None for what is not there."""
    if value is None or value in ("", [], {}):
        return None
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, (told(each) for each in value)))[:_LONGEST]
    if isinstance(value, dict):
        return ", ".join(f"{key} : {told(each)}" for key, each in value.items() if told(each))[:_LONGEST]
    return str(value)[:_LONGEST]


def remember(
    training_id: UUID,
    provider_id: UUID,
    kind: ChangeKind,
    *,
    changes: Iterable[list[str | None]] = (),
    words: str = "",
    by: Actor,
    at: datetime,
) -> OfferChange:
    """A line of history, not yet written: `OfferChange.objects.bulk_create` writes many at once."""
    return OfferChange(
        training_id=training_id,
        provider_id=provider_id,
        at=at,
        by=by.key,
        kind=kind,
        changes=list(changes),
        words=words,
    )
