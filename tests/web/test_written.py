"""Figures and days as people read them."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from acquis.web.design import written

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("function", "value", "expected"),
    [
        (written.day, date(2026, 11, 30), f"30{NBSP}novembre 2026"),
        (written.day_long, date(2026, 11, 30), f"lundi 30{NBSP}novembre"),
        (written.day_full, date(2026, 12, 1), f"mardi 1er{NBSP}décembre 2026"),
        (written.day_short, date(2026, 3, 5), "05/03/2026"),
        (written.month, date(2026, 8, 1), f"août{NBSP}2026"),
        # Half past eleven at night in UTC is already the next day in Paris.
        (written.day, datetime(2026, 7, 14, 23, 30, tzinfo=UTC), f"15{NBSP}juillet 2026"),
        (written.hour, datetime(2026, 7, 14, 12, 5, tzinfo=UTC), f"14{NBSP}h{NBSP}05"),
        (written.number, 1234567, f"1{NBSP}234{NBSP}567"),
        (written.euros_plain, 50_000, f"500{NBSP}€"),
        (written.euros_plain, 50_010, f"500,10{NBSP}€"),
        (written.signed_euros, -4_200, f"−42,00{NBSP}€"),
        (written.hours, 1607, f"1{NBSP}607{NBSP}h"),
        (written.hours, -167, f"−167{NBSP}h"),
    ],
)
def test_french(function, value, expected) -> None:
    with translation.override("fr"):
        assert function(value) == expected


@pytest.mark.parametrize(
    ("function", "value", "expected"),
    [
        (written.day_full, date(2026, 12, 1), f"Tuesday 1{NBSP}December 2026"),
        (written.hour, datetime(2026, 7, 14, 12, 5, tzinfo=UTC), "14:05"),
        (written.moment, datetime(2026, 7, 14, 12, 5, tzinfo=UTC), f"Tuesday 14{NBSP}July 2026 at 14:05"),
        (written.number, 1234567, "1,234,567"),
        (written.decimal, "1607.5", "1,607.5"),
        (written.euros, 341_270, "€3,412.70"),
        (written.euros_plain, 50_000, "€500"),
        (written.euros_plain, 50_010, "€500.10"),
        (written.signed_euros, -4_200, "−€42.00"),
        (written.signed_euros, 100_000, "+€1,000.00"),
    ],
)
def test_english(function, value, expected) -> None:
    with translation.override("en"):
        assert function(value) == expected


def test_the_year_is_added_when_it_could_be_mistaken() -> None:
    with translation.override("fr"):
        assert written.day_long(date(2027, 11, 29), date(2026, 11, 23)) == f"lundi 29{NBSP}novembre 2027"
        assert written.day_long(date(2027, 1, 12), date(2026, 11, 23)) == f"mardi 12{NBSP}janvier"


def test_french_counts_zero_and_one_alike() -> None:
    with translation.override("fr"):
        assert [written.plural(n, "formation") for n in (0, 1, 2)] == [
            f"0{NBSP}formation",
            f"1{NBSP}formation",
            f"2{NBSP}formations",
        ]
    with translation.override("en"):
        assert written.plural(0, "training") == f"0{NBSP}trainings"
