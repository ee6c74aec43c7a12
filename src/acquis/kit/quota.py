"""So many of something a minute from one address. Each process counts for itself: the quota is per process."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache

from . import clock

WINDOW = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """What one more has left of the quota of this minute: how many were asked, the most, seconds until the next."""

    most: int
    used: int
    seconds: int

    @property
    def left(self) -> int:
        return max(0, self.most - self.used)

    @property
    def is_over(self) -> bool:
        return self.used > self.most


def one_more(what: str, address: str, *, most: int) -> Used:
    """Count one more of `what` from `address` in this minute."""
    window, gone = divmod(clock.machine_now().timestamp(), WINDOW)
    key = f"{what}:{address}:{int(window)}"
    cache.add(key, 0, timeout=WINDOW)
    try:
        used = cache.incr(key)
    except ValueError:
        used = 1
    return Used(most=most, used=used, seconds=int(WINDOW - gone))
