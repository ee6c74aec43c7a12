"""What others may hold of a search that is kept: how often it is looked at, where it stands, refusals, frozen rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from acquis.catalogue.search.types import SearchRequest

#: Who keeps more than these follows none of them.
MOST_WATCHES = 20
LONGEST_NAME = 80
#: A question that more trainings answer is too wide for news of it to mean anything.
MOST_FOUND = 500


class Cadence(StrEnum):
    """How soon somebody is told: once a day, or within minutes."""

    DAILY = "daily"
    AT_ONCE = "at_once"


class State(StrEnum):
    """Whether it is being looked at."""

    ACTIVE = "active"
    PAUSED = "paused"


class Act(StrEnum):
    """What changes whether it is looked at."""

    PAUSE = "pause"
    RESUME = "resume"


class Refusal(StrEnum):
    """Why an act on a search that is kept was refused."""

    NOT_ALLOWED = "watches.not_allowed"
    WATCH_UNKNOWN = "watches.watch_unknown"
    NAME_MISSING = "watches.name_missing"
    NAME_TOO_LONG = "watches.name_too_long"
    TOO_MANY = "watches.too_many"
    TOO_WIDE = "watches.too_wide"
    ANOTHER_CONTENT = "watches.another_content"
    NOT_NOW = "watches.not_now"


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchCard:
    """A search that is kept. `address` is the question as its page writes it, `asked` as the catalogue reads it.

    `found` is how many offers answered at the last look, None before the first; `news` the trainings told last, at
    `told_at`.
    """

    id: UUID
    name: str
    address: str
    asked: SearchRequest
    cadence: Cadence
    state: State
    kept_at: datetime
    looked_at: datetime | None
    told_at: datetime | None
    found: int | None
    news: tuple[UUID, ...]
