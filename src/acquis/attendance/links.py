"""Links by which trainers without an account sign: one that has not served ends with the half-day as it was."""

from __future__ import annotations

from datetime import datetime

from .models import HalfDay, TrainerLink


def end(half_day: HalfDay, *, at: datetime) -> None:
    """Nobody signs any more by the links given for this half-day until now."""
    TrainerLink.objects.filter(half_day=half_day, used_at=None, expires_at__gt=at).update(expires_at=at)
