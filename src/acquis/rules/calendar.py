"""Working days and months as the law counts them.

A working day (*jour ouvré*) is Monday to Friday except the eleven national public holidays (L3133-1); Good Friday
and 26 December, holidays in Alsace-Moselle only, are working days. Days are `datetime.date`, or `datetime64[D]`
columns; a value gives a value, a column a column.
"""

from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np

from acquis.rules.types import NotCovered
from acquis.rules.vocabulary import Day, Flag, Number, choose

_FIXED = ("01-01", "05-01", "05-08", "07-14", "08-15", "11-01", "11-11", "12-25")
_EASTER_MONDAY, _ASCENSION, _WHIT_MONDAY = 1, 39, 50


def easter(year: int) -> np.datetime64:
    """Easter Sunday of a year of the Gregorian calendar, by the church's own table (golden number and epact)."""
    golden = year % 19
    century = year // 100
    epact = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    moon = epact - (epact // 28) * (1 - (epact // 28) * (29 // (epact + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    days_after_21_march = moon - weekday + 7
    return (
        _first_of_year(year)
        + (np.datetime64("2001-03-21") - np.datetime64("2001-01-01"))
        + _leap(year)
        + (days_after_21_march)
    )


def public_holidays(year: int) -> list[np.datetime64]:
    """The eleven national public holidays of a year, in order (L3133-1)."""
    first = _first_of_year(year)
    fixed = []
    for month_and_day in _FIXED:
        in_2001 = np.datetime64(f"2001-{month_and_day}") - np.datetime64("2001-01-01")
        fixed.append(first + in_2001 + (_leap(year) if month_and_day > "03" else 0))
    moving = [easter(year) + days for days in (_EASTER_MONDAY, _ASCENSION, _WHIT_MONDAY)]
    return sorted(fixed + moving)


def is_working_day(day: Day) -> Flag:
    """Whether a day is a working day."""
    answer = np.is_busday(_days(day), busdaycal=_calendar_around(_days(day), 0))
    return answer if isinstance(day, np.ndarray) else bool(answer)


def add_working_days(day: Day, n: int) -> Day:
    """The n-th working day after a day, or before it when n is negative; the day itself does not count.

    n = 0 gives the day itself. Raises NotCovered when the answer has no date (after the year 9999).
    """
    return _like(day, working_days_from(_days(day), n))


def next_working_day_or_same(day: Day) -> Day:
    """The day, or the first working day after it when it is a day off (the rule of CPC 642)."""
    days = _days(day)
    return _like(day, np.busday_offset(days, 0, roll="forward", busdaycal=_calendar_around(days, 0)))


def add_days(day: Day, n: int) -> Day:
    """A day and n calendar days."""
    return _like(day, _days(day) + np.timedelta64(n, "D"))


def add_months(day: Day, n: int) -> Day:
    """The same day of the month n months later, or the last day of that month when it has no such day."""
    days = _days(day)
    month = days.astype("datetime64[M]")
    into_month = days - month.astype("datetime64[D]")
    target = month + np.timedelta64(n, "M")
    last = last_day_of_month(target)
    return _like(day, np.minimum(target.astype("datetime64[D]") + into_month, last))


def add_months_to_month_end(day: Day, n: int) -> Day:
    """The last day of the month n months later."""
    return _like(day, last_day_of_month(_days(day).astype("datetime64[M]") + np.timedelta64(n, "M")))


def quarter_end(day: Day) -> Day:
    """The last day of the calendar quarter of a day."""
    months = _days(day).astype("datetime64[M]")
    number = months.astype(np.int64)  # months since January 1970, which began a quarter
    return _like(day, last_day_of_month(months + (2 - number % 3).astype("timedelta64[M]")))


def last_day_of_month(month: Any) -> Any:
    """The last day of a `datetime64[M]` month."""
    return (month + np.timedelta64(1, "M")).astype("datetime64[D]") - np.timedelta64(1, "D")


def days_in_year(year: int) -> Number:
    """365 or 366."""
    return 365 + _leap(year)


def day_before(first: Day, second: Day) -> Flag:
    """Whether the first day is before the second; either may be a column."""
    answer = _days(first) < _days(second)
    return answer if isinstance(answer, np.ndarray) else bool(answer)


def choose_day(condition: Flag, yes: Day, no: Day) -> Day:
    """`yes` where the condition holds, `no` elsewhere, days being values or columns."""
    if any(isinstance(value, np.ndarray) for value in (condition, yes, no)):
        return np.where(condition, _days(yes), _days(no))
    return choose(condition, yes, no)


def working_days_from(days: Any, n: int) -> Any:
    """`add_working_days` on NumPy days alone, without the limits of `datetime.date`."""
    if n == 0:
        return days
    # From a day off, the count starts at the working day behind it: the first one met is then the first.
    calendar = _calendar_around(days, n)
    if n > 0:
        return np.busday_offset(days, n, roll="backward", busdaycal=calendar)
    return np.busday_offset(days, n, roll="forward", busdaycal=calendar)


def plain_or_first_day(day: Any) -> Day:
    """One of NumPy's days as a `date`, the first one that can be written if it is earlier; a column as it is."""
    if isinstance(day, np.ndarray):
        return day
    plain = day.astype(object)
    return plain if isinstance(plain, date) else date.min


def numpy_days(day: Day) -> Any:
    """A day or a column of days as NumPy's."""
    return _days(day)


def _days(day: Day) -> Any:
    return day if isinstance(day, np.ndarray | np.datetime64) else np.datetime64(day, "D")


def _like(asked: Day, answer: Any) -> Day:
    if isinstance(asked, np.ndarray | np.datetime64):
        return answer
    plain = answer.astype(object)
    if not isinstance(plain, date):
        raise NotCovered(f"the delay from {asked} ends on a day that cannot be written: {answer}")
    return plain


def _calendar_around(days: Any, n: int) -> np.busdaycalendar:
    if days.size == 0:
        return _calendar(2019, 2020)
    margin = abs(n) // 200 + 1
    first = int(np.min(days).astype("datetime64[Y]").astype(np.int64)) + 1970 - margin
    last = int(np.max(days).astype("datetime64[Y]").astype(np.int64)) + 1970 + margin
    # Whole decades, so that few calendars are made and kept.
    return _calendar(first // 10 * 10, last // 10 * 10 + 10)


@lru_cache(maxsize=256)
def _calendar(first: int, last: int) -> np.busdaycalendar:
    holidays = [holiday for year in range(first, last) for holiday in public_holidays(year)]
    return np.busdaycalendar(holidays=np.array(holidays, dtype="datetime64[D]"))


def _first_of_year(year: int) -> np.datetime64:
    return np.datetime64(year - 1970, "Y").astype("datetime64[D]")


def _leap(year: int) -> int:
    return int(year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))
