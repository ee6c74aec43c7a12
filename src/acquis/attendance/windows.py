"""When a signature asks for the code that is shown at the place."""

from __future__ import annotations

from datetime import datetime

from .models import HalfDay
from .types import State


def asks_code(half_day: HalfDay, at: datetime) -> bool:
    """While a half-day is open and lasts, who signs is there and can read its code; afterwards nobody shows it."""
    return half_day.state == State.OPEN and at < half_day.ends_at
