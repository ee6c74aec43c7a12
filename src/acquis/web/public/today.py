"""The legal day of a request: set once, so that one page speaks of one day."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest

from acquis.kit.clock import day_of


def today(request: HttpRequest) -> date:
    """The day it is in Paris for `request`."""
    return day_of(request.at)  # type: ignore[attr-defined]
