"""The one fact the journal announces of itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from .types import Event


@dataclass(frozen=True, kw_only=True)
class ClockMoved(Event):
    """The demonstration's clock was moved to a later moment."""

    kind: ClassVar[str] = "journal.clock_moved"

    to: datetime
