"""What somebody looks for, as one sealed text: its name, its address and the question as the catalogue takes it."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from acquis.catalogue.search.types import Reading, SearchRequest, Sort
from acquis.catalogue.types import Action, Funding, Modality, Register, Rhythm
from acquis.people import crypto

_SETS: dict[str, Any] = {
    "registers": Register,
    "levels": int,
    "modalities": Modality,
    "domains": str,
    "regions": str,
    "rhythms": Rhythm,
    "fundings": Funding,
    "languages": str,
    "kinds": Action,
    "unread": Reading,
}
_PLAIN = frozenset(
    {
        *("text", "place", "insee", "radius_km", "accessible", "min_price_cents", "max_price_cents", "min_hours"),
        *("max_hours", "within_budget", "certification_code"),
    }
)
_WRITTEN: dict[str, Any] = {"starts_from": date.fromisoformat, "starts_until": date.fromisoformat, "provider_id": UUID}
#: How an answer is shown is not asked again, and what its holder has is looked up on the day.
LEFT = frozenset({"situation", "sort", "page", "per_page", "budget_cents", "capped_cents", "soonest", "with_spots"})
KEPT = frozenset(_SETS) | _PLAIN | frozenset(_WRITTEN)


@dataclass(frozen=True, slots=True)
class Content:
    """What is sealed of a search."""

    name: str
    address: str
    asked: SearchRequest


def seal(content: Content, *, watch_id: UUID) -> bytes:
    """Seal it for the row of this search."""
    return crypto.seal(written(content), table="watches_watch", column="content", row=watch_id)


def unseal(sealed: bytes | memoryview, *, watch_id: UUID) -> Content:
    """Open what `seal` made for the same row."""
    return read(crypto.unseal(sealed, table="watches_watch", column="content", row=watch_id))


def written(content: Content) -> str:
    """The content as one text, the same for the same content."""
    asked: dict[str, Any] = {}
    for field in fields(SearchRequest):
        value = getattr(content.asked, field.name)
        if field.name not in KEPT or value == field.default:
            continue
        if field.name in _SETS:
            asked[field.name] = sorted(value if _SETS[field.name] is int else (str(each) for each in value))
        else:
            asked[field.name] = value if field.name in _PLAIN else str(value)
    told = {"name": content.name, "address": content.address, "asked": asked}
    return json.dumps(told, ensure_ascii=False, sort_keys=True)


def read(text: str) -> Content:
    """What `written` wrote."""
    told = json.loads(text)
    asked: dict[str, Any] = {}
    for name, value in told["asked"].items():
        if name in _SETS:
            asked[name] = frozenset(_SETS[name](each) for each in value)
        else:
            asked[name] = _WRITTEN[name](value) if name in _WRITTEN else value
    return Content(told["name"], told["address"], SearchRequest(**asked, sort=Sort.DATE))
