"""Working days, months and quarters as the law counts them."""

import random
from datetime import date, timedelta

import numpy as np
import pytest

from acquis.rules import add_months, add_working_days, calendar, is_working_day, public_holidays


def test_the_holidays_of_2026():
    assert [str(day) for day in public_holidays(2026)] == [
        "2026-01-01",
        "2026-04-06",
        "2026-05-01",
        "2026-05-08",
        "2026-05-14",
        "2026-05-25",
        "2026-07-14",
        "2026-08-15",
        "2026-11-01",
        "2026-11-11",
        "2026-12-25",
    ]


def test_easter_by_another_algorithm():
    """Gauss's rule as corrected by himself, against the church's table."""
    for year in range(1900, 2200):
        a, b, c = year % 19, year % 4, year % 7
        k = year // 100
        p, q = (13 + 8 * k) // 25, k // 4
        m, n = (15 - p + k - q) % 30, (4 + k - q) % 7
        d = (19 * a + m) % 30
        e = (2 * b + 4 * c + 6 * d + n) % 7
        sunday = date(year, 3, 22) + timedelta(days=d + e)
        if d == 29 and e == 6:
            sunday = date(year, 4, 19)
        elif d == 28 and e == 6 and (11 * m + 11) % 30 < 19:
            sunday = date(year, 4, 18)
        assert calendar.easter(year).astype(object) == sunday


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 4, 3), True),  # Good Friday
        (date(2026, 4, 6), False),  # Easter Monday
        (date(2025, 12, 26), True),  # a holiday in Alsace-Moselle only
        (date(2026, 5, 14), False),
        (date(2026, 5, 15), True),
        (date(2026, 5, 16), False),
        (date(2024, 5, 8), False),
        (date(2024, 5, 9), False),
    ],
)
def test_working_days(day, works):
    assert is_working_day(day) is works


@pytest.mark.parametrize(
    ("day", "n", "answer"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23)),
        (date(2026, 11, 21), 1, date(2026, 11, 23)),  # a Saturday does not count, whatever it is
        (date(2026, 11, 22), 1, date(2026, 11, 23)),
        (date(2026, 11, 23), -1, date(2026, 11, 20)),
        (date(2026, 11, 22), -1, date(2026, 11, 20)),
        (date(2026, 11, 22), 0, date(2026, 11, 22)),
        (date(2026, 12, 24), 1, date(2026, 12, 28)),
        (date(2026, 5, 26), -8, date(2026, 5, 12)),
        (date(2026, 11, 24), 30, date(2027, 1, 7)),
    ],
)
def test_counting_working_days(day, n, answer):
    assert add_working_days(day, n) == answer


def test_counting_agrees_with_walking_from_day_to_day():
    chance = random.Random("walk")
    for _ in range(200):
        start = date(2018, 1, 1) + timedelta(days=chance.randrange(5000))
        n = chance.choice([-60, -21, -8, -1, 1, 2, 11, 30, 300])
        day, left = start, abs(n)
        while left:
            day += timedelta(days=1 if n > 0 else -1)
            left -= is_working_day(day)
        assert add_working_days(start, n) == day


@pytest.mark.parametrize(
    ("day", "n", "answer"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 2, 28), 1, date(2026, 3, 28)),
        (date(2024, 2, 29), 60, date(2029, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
    ],
)
def test_adding_months(day, n, answer):
    assert add_months(day, n) == answer


@pytest.mark.parametrize(("month", "end"), [(1, "03-31"), (3, "03-31"), (4, "06-30"), (9, "09-30"), (12, "12-31")])
def test_quarters(month, end):
    assert calendar.quarter_end(date(2026, month, 1)).isoformat() == f"2026-{end}"


def test_one_and_many_agree():
    days = [date(2019, 1, 1) + timedelta(days=17 * place) for place in range(200)]
    many = np.array(days, dtype="datetime64[D]")
    for count in (
        lambda day: add_working_days(day, 11),
        lambda day: add_working_days(day, -8),
        lambda day: add_months(day, 3),
        calendar.quarter_end,
        calendar.next_working_day_or_same,
        is_working_day,
    ):
        assert count(many).tolist() == [count(day) for day in days]
