"""The day on which the tests live: whatever the machine's calendar says, they begin on Friday 20 November 2026."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from acquis.kit.clock import PARIS

TODAY = date(2026, 11, 20)


def moment(day: date, hour: int = 10, minute: int = 0) -> datetime:
    """That hour of that day in Paris."""
    return datetime.combine(day, time(hour, minute), tzinfo=PARIS).astimezone(UTC)


AT = moment(TODAY)
