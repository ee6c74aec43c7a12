"""The end of rights: age, pension, death; the years of a status; the switches that the register leaves open."""

import random
from datetime import date

import numpy as np
import pytest
from tests.rules.columns import column

from acquis.rules import (
    EndGround,
    Life,
    disability_years,
    end_of_account,
    escheat_is_open,
    holds_in,
    law_on,
    low_qualified_years,
)

NOT_YET = np.datetime64("NaT")


@pytest.mark.parametrize(
    ("life", "on", "ground"),
    [
        ({}, date(2027, 2, 26), None),
        ({}, date(2027, 2, 27), EndGround.AGE),
        ({"full_rate_pension_on": date(2024, 3, 1)}, date(2024, 2, 29), None),
        ({"full_rate_pension_on": date(2024, 3, 1)}, date(2024, 3, 1), EndGround.PENSION),
        ({"full_rate_pension_on": date(2024, 3, 1)}, date(2030, 1, 1), EndGround.PENSION),
        ({"full_rate_pension_on": date(2028, 3, 1)}, date(2030, 1, 1), EndGround.AGE),
        ({"died_on": date(2025, 1, 1)}, date(2025, 1, 1), EndGround.DEATH),
        ({"full_rate_pension_on": date(2024, 3, 1), "died_on": date(2025, 1, 1)}, date(2025, 6, 1), EndGround.DEATH),
    ],
)
def test_what_ends_an_account(life, on, ground):
    ending = end_of_account(law_on(on), Life(born_on=date(1960, 2, 27), **life))
    assert ending.ground == ground
    assert ending.is_ended == (ground is not None)
    assert ending.volunteer_training_only == (ground in (EndGround.AGE, EndGround.PENSION))
    assert ending.of_age_on == date(2027, 2, 27)


def test_somebody_born_on_a_leap_day_is_of_age_on_the_28th():
    assert end_of_account(law_on(date(2026, 1, 1)), Life(born_on=date(1956, 2, 29))).of_age_on == date(2023, 2, 28)


def test_ends_on_one_and_on_many():
    chance = random.Random(11)
    law = law_on(date(2026, 11, 23))

    def maybe():
        return date(chance.randrange(2015, 2035), 3, 1) if chance.random() < 0.5 else None

    rows = [
        {"born_on": date(chance.randrange(1940, 1990), 4, 2), "full_rate_pension_on": maybe(), "died_on": maybe()}
        for _ in range(400)
    ]
    columns = {
        name: np.array([NOT_YET if row[name] is None else row[name] for row in rows], dtype="datetime64[D]")
        for name in rows[0]
    }
    many = end_of_account(law, Life(**columns))
    for n, row in enumerate(rows):
        one = end_of_account(law, Life(**row))
        assert (many.ground[n], many.is_ended[n], many.volunteer_training_only[n]) == (
            one.ground,
            one.is_ended,
            one.volunteer_training_only,
        ), row
        assert many.of_age_on[n].astype(object) == one.of_age_on


def test_escheat_is_a_switch():
    assert not escheat_is_open(law_on(date(2026, 11, 23)))
    decreed = {"third_party_escheat_from": date(2026, 3, 1)}
    assert not escheat_is_open(law_on(date(2026, 2, 28), overrides=decreed))
    assert escheat_is_open(law_on(date(2026, 3, 1), overrides=decreed))


def test_low_qualification_counts_from_its_declaration_and_ends_with_the_next_year():
    first, last = low_qualified_years(date(2025, 6, 10), None)
    assert [bool(holds_in(year, first_year=first, last_year=last)) for year in (2024, 2025, 2040)] == [
        False, True, True,
    ]  # fmt: skip
    first, last = low_qualified_years(date(2020, 6, 10), date(2025, 3, 15))
    years = column([2019, 2020, 2025, 2026])
    assert list(holds_in(years, first_year=first, last_year=last)) == [False, True, True, False]


def test_a_proof_of_disability_counts_for_the_years_it_touches():
    assert disability_years(date(2023, 12, 31), date(2025, 1, 1)) == (2023, 2025)
    first, last = disability_years(date(2023, 5, 1), None)
    assert holds_in(2050, first_year=first, last_year=last)
