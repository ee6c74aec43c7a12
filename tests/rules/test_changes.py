"""A change of law tried before it is made: what it replaces, from when, and how a wrong one is refused."""

from datetime import date

import pytest

from acquis.rules import WrongChange, change, law_on, parse_change
from acquis.rules.changes import may_be_nothing
from acquis.rules.parameters import parameters

NEW_YEAR, EVE = date(2027, 1, 1), date(2026, 12, 31)


def on(day, *texts):
    return law_on(day, changes=[parse_change(text) for text in texts])


def test_it_begins_on_its_day_and_touches_nothing_else():
    text = "credit.low_qualified_cents=90000@2027-01-01"
    assert on(EVE, text) == law_on(EVE)
    changed = on(NEW_YEAR, text)
    assert changed.credit.low_qualified_cents == 90_000
    assert changed.credit.employee_cents == law_on(NEW_YEAR).credit.employee_cents
    assert changed.purchase == law_on(NEW_YEAR).purchase
    assert law_on(NEW_YEAR).credit.low_qualified_cents == 80_000


def test_no_change_is_the_law_in_force():
    assert on(NEW_YEAR) == law_on(NEW_YEAR)


def test_it_replaces_what_was_already_known_of_later_days():
    assert law_on(NEW_YEAR).participation.participation_cents == 15_000
    assert on(NEW_YEAR, "participation_cents=12000@2026-03-01").participation.participation_cents == 12_000
    assert on(date(2026, 2, 28), "participation_cents=12000@2026-03-01").participation.participation_cents == 10_320


def test_two_changes_of_one_parameter_follow_each_other():
    texts = ("employee_cents=60000@2028-01-01", "employee_cents=55000@2027-01-01")
    assert [on(date(year, 6, 1), *texts).credit.employee_cents for year in (2026, 2027, 2028)] == [
        50_000,
        55_000,
        60_000,
    ]


def test_what_takes_its_value_from_a_changed_parameter_follows():
    assert on(NEW_YEAR, "participation_2027_cents=20000@2027-01-01").participation.participation_cents == 20_000
    assert on(date(2026, 5, 1), "participation_150_from=2026-06-01@2026-01-01").participation.participation_cents == (
        10_320
    )


def test_a_cap_may_be_lifted_where_the_law_may_have_none():
    assert on(NEW_YEAR, "purchase.rs_cap_cents=none@2027-01-01").purchase.rs_cap_cents is None
    assert may_be_nothing(parameters()["rs_cap_cents"])
    assert not may_be_nothing(parameters()["employee_cents"])


def test_it_is_written_as_it_is_read():
    for text in (
        "credit.low_qualified_cents=90000@2027-01-01",
        "purchase.rs_cap_cents=none@2027-01-01",
        "participation.jobseeker_exempt=false@2027-01-01",
        "participation.participation_150_from=2026-06-01@2026-01-01",
    ):
        assert str(parse_change(text)) == text
    assert parse_change("low_qualified_cents = 90000 @ 2027-01-01") == change(
        "credit.low_qualified_cents", "90000", "2027-01-01"
    )


@pytest.mark.parametrize(
    ("text", "field", "said"),
    [
        ("low_qualified_cents", "name", "must be NAME=VALUE@YYYY-MM-DD"),
        ("plafond_salarie=1@2027-01-01", "name", "credit.employee_ceiling_cents (acquis law show"),
        ("zzz=1@2027-01-01", "name", "no such parameter (acquis law show lists them all)"),
        ("low_qualified_cent=1@2027-01-01", "name", "no such parameter; the nearest are credit.low_qualified_cents"),
        ("account.employee_cents=1@2027-01-01", "name", "credit.employee_cents"),
        ("employee_cents=500 €@2027-01-01", "value", "credit.employee_cents: must be a value in centimes (int)"),
        ("employee_cents=-1@2027-01-01", "value", "credit.employee_cents: must be a value in centimes"),
        ("employee_cents=500.5@2027-01-01", "value", "credit.employee_cents: must be a value in centimes"),
        ("employee_cents=true@2027-01-01", "value", "credit.employee_cents: must be a value in centimes"),
        ("employee_cents=none@2027-01-01", "value", "it cannot be nothing"),
        (f"employee_cents={'9' * 5000}@2027-01-01", "value", "must be 100 characters at most"),
        ("employee_cents=1000000001@2027-01-01", "value", "must be 1000000000 at most"),
        ("half_time_percent=101@2027-01-01", "value", "must be 100 pour cent at most"),
        ("reference_hours=0@2027-01-01", "value", "credit.reference_hours: must be above 0"),
        ("jobseeker_exempt=oui@2027-01-01", "value", "participation.jobseeker_exempt: must be a value in oui ou non"),
        ("exempting_purses=all@2027-01-01", "value", "must be one of employer_paid"),
        ("employee_cents=1@2027-02-30", "since", "2027-02-30 does not exist"),
        ("employee_cents=1@01/01/2027", "since", "must be a day YYYY-MM-DD"),
        ("employee_cents=1@2018-12-31", "since", "known from 2019-01-01 on"),
    ],
)
def test_a_wrong_one_is_refused_by_its_field(text, field, said):
    with pytest.raises(WrongChange) as raised:
        parse_change(text)
    assert raised.value.field == field
    assert said in str(raised.value)


def test_two_that_contradict_each_other_are_refused():
    with pytest.raises(WrongChange, match=r"credit\.employee_cents: is changed twice from 2027-01-01"):
        on(NEW_YEAR, "employee_cents=1@2027-01-01", "credit.employee_cents=2@2027-01-01")
