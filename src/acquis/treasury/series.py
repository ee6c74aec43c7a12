"""Numbers without holes: the next one is given inside the transaction that writes its document."""

from __future__ import annotations

from .models import Series


def locked(name: str) -> Series:
    """A series, made when it is new and locked until the end of the transaction: whoever else asks for it waits.

    If the transaction is undone, so are the numbers it took.
    """
    known = Series.objects.select_for_update().filter(name=name).first()
    if known is not None:
        return known
    Series.objects.get_or_create(name=name)
    return Series.objects.select_for_update().get(name=name)


def next_number(series: Series) -> int:
    """The next number of a locked series, from 1."""
    return take(series, series.last + 1)


def take(series: Series, serial: int) -> int:
    """Take a number of a locked series, beyond the last one."""
    series.last = serial
    series.save(update_fields=["last"])
    return serial
