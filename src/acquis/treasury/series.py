"""Numbers without holes: the next one is given inside the transaction that writes its document."""

from __future__ import annotations

from .models import Series


def locked(name: str) -> Series:
    """A series, made when it is new and locked until the end of the transaction: whoever else asks for it waits.

    If the transaction is undone, so are the numbers it took.
    """
    Series.objects.get_or_create(name=name)
    return Series.objects.select_for_update().get(name=name)


def next_number(series: Series) -> int:
    """The next number of a locked series, from 1."""
    series.last += 1
    series.save(update_fields=["last"])
    return series.last
