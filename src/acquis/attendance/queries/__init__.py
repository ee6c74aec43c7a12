"""The questions others may ask of attendance; each answers only what `by` may see."""

from ..plans import repeated
from .half_days import (
    half_day,
    half_day_to_sign,
    half_days_of,
    has_link,
    rates_of,
    scan,
    session,
    sessions,
    shown_code,
    to_attend_to,
    to_sign,
    trainer_of,
)
from .reckoning import followed_until
from .record import compared_with_declared, gaps, record_of

__all__ = [
    "compared_with_declared",
    "followed_until",
    "gaps",
    "half_day",
    "half_day_to_sign",
    "half_days_of",
    "has_link",
    "rates_of",
    "record_of",
    "repeated",
    "scan",
    "session",
    "sessions",
    "shown_code",
    "to_attend_to",
    "to_sign",
    "trainer_of",
]
