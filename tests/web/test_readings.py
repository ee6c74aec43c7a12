"""Readings of a file as the staff see them: what one reader opened ten times in a day is one line."""

from datetime import timedelta

from tests.moments import AT

from acquis.journal.types import Read
from acquis.web.readings import grouped


def test_readings_of_one_day_reader_part_and_reason_are_one() -> None:
    minute, day = timedelta(minutes=1), timedelta(days=1)
    opened = [Read(at=AT - n * minute, by="staff:1", what="contact", reason="appel") for n in range(3)]
    other = Read(at=AT - 3 * minute, by="staff:2", what="contact", reason="appel")
    before = Read(at=AT - day, by="staff:1", what="contact", reason="appel")
    found = grouped([opened[0], other, *opened[1:], before])
    assert [(each.by, each.times) for each in found] == [("staff:1", 3), ("staff:2", 1), ("staff:1", 1)]
    assert (found[0].first, found[0].last) == (AT - 2 * minute, AT)
