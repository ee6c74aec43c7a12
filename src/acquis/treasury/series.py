"""Numbers without holes: the next one is given inside the transaction that writes its document."""

from __future__ import annotations

from acquis.kit.prepared import Prepared, given, update

from .models import Series

_LOCKED = Prepared(lambda: Series.objects.select_for_update().filter(name=given("name")))


def locked(name: str) -> Series:
    """A series, made when it is new and locked until the end of the transaction: whoever else asks for it waits.

    If the transaction is undone, so are the numbers it took.
    """
    known = _LOCKED.first(name=name)
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
    update(series, ["last"])
    return serial
