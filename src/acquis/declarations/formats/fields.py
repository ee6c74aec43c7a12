"""Values as files write them: dates, times and amounts in hundredths, national numbers with their key."""

from __future__ import annotations

import calendar
import re
from datetime import date

from stdnum.fr import siret as siret_number

#: A month has 744 hours at most: beyond, it is no time of work.
MOST_HOURS_A_MONTH = 74_400
MOST_HOURS_A_YEAR = 878_400
#: Ten million euros in one month, or in one year for a summary: beyond, a comma was lost.
MOST_CENTS = 1_000_000_000

_DAY = re.compile(r"^\d{8}$")
_HUNDREDTHS = re.compile(r"^(-?)(\d{1,10})(?:[.,](\d{1,2}))?$")
_NIR = re.compile(r"^[123478]\d{4}(?:\d{2}|2[AB])\d{6}$")
#: Months above 12 are those of people whose month of birth is unknown, or whose number came late.
_MONTHS = frozenset([*range(1, 13), 20, *range(30, 43), *range(50, 100)])
#: Before 1901 nobody who works was born.
_FIRST_BIRTH = 1901


def day(written: str) -> date:
    """JJMMAAAA. Raises ValueError."""
    if not _DAY.match(written):
        raise ValueError(written)
    return date(int(written[4:]), int(written[2:4]), int(written[:2]))


def birth(written: str, before: date) -> date:
    """A day of birth, JJMMAAAA, not after `before`. Raises ValueError."""
    born = day(written)
    if born.year < _FIRST_BIRTH or born > before:
        raise ValueError(written)
    return born


def hundredths(written: str) -> int:
    """``151.67`` is 15167; the sign is kept. Raises ValueError."""
    match = _HUNDREDTHS.match(written)
    if match is None:
        raise ValueError(written)
    value = int(match[2]) * 100 + int((match[3] or "0").ljust(2, "0"))
    return -value if match[1] else value


def full_nir(written: str) -> str:
    """The fifteen characters of a NIR given with its key or without. Raises ValueError, which never repeats it."""
    bare = re.sub(r"\s", "", written).upper()
    body, key = bare[:13], bare[13:]
    if not _NIR.match(body) or int(body[3:5]) not in _MONTHS or len(key) not in (0, 2):
        raise ValueError("shape")
    digits = int(body[:5] + body[5:7].replace("2A", "19").replace("2B", "18") + body[7:])
    right = f"{97 - digits % 97:02d}"
    if key and key != right:
        raise ValueError("key")
    return body + right


def birth_place(nir: str) -> tuple[str, str]:
    """(INSEE code of the commune, INSEE code of the country) as a NIR tells them; both empty when it cannot.

    A provisional number says nothing of the place; department 99 is a birth abroad, whose three next digits are the
    country's.
    """
    if not nir or nir[0] in "78":
        return "", ""
    if nir[5:7] == "99":
        return "", f"99{nir[7:10]}"
    return nir[5:10], "99100"


def is_siret(written: str) -> bool:
    return bool(re.fullmatch(r"\d{14}", written)) and bool(siret_number.is_valid(written))


def month_of(first: date) -> tuple[date, date]:
    """The first and last day of the month of a day."""
    return first.replace(day=1), first.replace(day=calendar.monthrange(first.year, first.month)[1])


def days_in_common(a: tuple[date, date], b: tuple[date, date]) -> tuple[date, date] | None:
    """Where two periods, both ends included, meet; None when they do not."""
    start, end = max(a[0], b[0]), min(a[1], b[1])
    return (start, end) if start <= end else None


def length(period: tuple[date, date]) -> int:
    return (period[1] - period[0]).days + 1
