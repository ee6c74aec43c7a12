"""The law of a day: which values are in force, where they come from, and how a question is read the other way."""

from datetime import date, timedelta

import pytest

from acquis.rules import (
    FIRST_DAY,
    LawFileError,
    NotCovered,
    Refusal,
    Regime,
    WorkUnit,
    YearOfWork,
    law_on,
    parameters,
    provenance,
    yearly_credit,
)
from acquis.rules.in_force import first_day


def test_the_law_begins_somewhere():
    assert law_on(FIRST_DAY).on == FIRST_DAY
    with pytest.raises(NotCovered) as refused:
        law_on(FIRST_DAY - timedelta(days=1))
    assert refused.value.refusal is Refusal.DATE_NOT_COVERED


def test_the_same_day_gives_the_same_record():
    assert law_on(date(2026, 1, 1)) is law_on(date(2026, 1, 1))


@pytest.mark.parametrize(
    ("day", "order", "cap"),
    [
        (date(2025, 12, 4), "own_rights_first", None),
        (date(2025, 12, 5), "account_money_first", None),
        (date(2026, 2, 25), "account_money_first", None),
        (date(2026, 2, 26), "account_money_first", 1_500_00),
    ],
)
def test_a_value_changes_on_its_day(day, order, cap):
    law = law_on(day)
    assert (law.funds.order_of_funds, law.purchase.rs_cap_cents) == (order, cap)


@pytest.mark.parametrize("name", list(parameters()))
def test_provenance_and_record_agree_on_every_change(name):
    parameter = parameters()[name]
    for entry in parameter.entries:
        since = entry.since if isinstance(entry.since, date) else parameters()[entry.since].entries[0].value
        day = max(since, FIRST_DAY)
        found = provenance(name, day)
        assert found.value == getattr(getattr(law_on(day), parameter.group), name)
        assert found.since <= day
        assert found.until is None or found.until >= day
    assert provenance(name, first_day(name) - timedelta(days=1)) is None


def test_where_the_participation_comes_from():
    found = provenance("participation_cents", date(2026, 3, 1))
    assert (found.value, found.since, found.until) == (10320, date(2026, 1, 1), date(2026, 4, 1))
    assert found.article == "L6323-7"
    with pytest.raises(KeyError):
        provenance("no_such_thing", date(2026, 3, 1))


def test_an_override_holds_for_its_record_only():
    day = date(2026, 4, 3)
    other = law_on(day, overrides={"participation_150_from": date(2026, 4, 6)})
    assert other.participation.participation_cents == 10320
    assert law_on(day).participation.participation_cents == 15000
    indexed = law_on(date(2027, 1, 1), overrides={"participation_2027_cents": 15200})
    assert indexed.participation.participation_cents == 15200
    assert law_on(date(2027, 1, 1)).participation.participation_cents == 15000


@pytest.mark.parametrize(
    "overrides", [{"no_such_thing": 1}, {"half_hour_rounds": "sideways"}, {"participation_cents": "100"}]
)
def test_a_wrong_override_is_refused(overrides):
    with pytest.raises(LawFileError):
        law_on(date(2026, 4, 3), overrides=overrides)


def test_the_first_year_of_the_self_employed_may_be_read_the_other_way():
    day, other = date(2018, 6, 30), {"self_employed_first_year": 2018}
    facts = {"worked": 12, "contribution_paid": True}
    alone = YearOfWork(regime=Regime.SELF_EMPLOYED, unit=WorkUnit.MONTHS, **facts)
    employee = YearOfWork(regime=Regime.EMPLOYEE, unit=WorkUnit.HOURS, worked=1607)
    assert yearly_credit(law_on(day, overrides=other), alone).earned_cents == 500_00
    assert yearly_credit(law_on(day, overrides=other), employee).refusal is Refusal.DATE_NOT_COVERED
    with pytest.raises(NotCovered):
        law_on(date(2017, 12, 31), overrides=other)
    with pytest.raises(NotCovered):
        law_on(day)
