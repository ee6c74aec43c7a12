"""Numbers without holes: the next one is given inside the transaction that writes its document."""

from __future__ import annotations

from .models import Series


def next_number(name: str) -> int:
    """The next number of a series, from 1. Whoever else asks waits until this transaction ends, and if it is undone
    the number was never given."""
    Series.objects.get_or_create(name=name)
    series = Series.objects.select_for_update().get(name=name)
    series.last += 1
    series.save(update_fields=["last"])
    return series.last
