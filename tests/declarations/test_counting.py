"""The facts of a year: which rubric gives the time, which absences count, how it all adds up, exactly."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.declarations import dsn_files as f
from tests.declarations import scenes as s

from acquis.accounts.actions import credit_years
from acquis.declarations import queries
from acquis.declarations.counting import _fitted, counted, law_of, written, year_of
from acquis.declarations.types import Absence, Ground, Origin, Work
from acquis.rules import Regime, WorkUnit, YearOfWork, law_on, yearly_credit

C = f.Contract
LAW = law_of(2025)


def work(**facts: object) -> Work:
    values: dict[str, object] = {
        "key": "k", "contract": "1", "contract_from": date(2020, 1, 1), "contract_to": None,
        "period_from": date(2025, 3, 1), "period_to": date(2025, 3, 31), "regime": Regime.EMPLOYEE,
        "unit": WorkUnit.HOURS, "origin": Origin.ACTIVITY, "paid": 15_167, "quantity": 15_167, "reference": 182_004,
        "present_days": 31, "span_days": 31,
    }  # fmt: skip
    return Work(**(values | facts))  # type: ignore[arg-type]


def credit_cents(*works: Work, year: int = 2025) -> int:
    """What the law gives for these lines, balances aside."""
    told = year_of(works, law_of(year))
    scale = 10_000

    def parts(text: str) -> int:
        whole, _, part = text.partition(".")
        return int(whole) * scale + int((part or "0").ljust(4, "0"))

    asked = YearOfWork(
        regime=works[0].regime,
        unit=told.unit,
        worked=parts(told.worked),
        reference=None if told.reference is None else parts(told.reference),
        scale=scale,
    )
    answer = yearly_credit(law_on(date(year, 12, 31)), asked)
    assert answer.refusal is None
    return int(answer.earned_cents)


# ------------------------------------------------------------------ from the file to the time (register, 1.1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("contracts", "told"),
    [
        # Full time from January to June, then nothing, is 50 %: the full amount.
        ((range(1, 7), C()), ("hours", "910.02", "1820.04")),
        # The activity is believed first, the hours of the pay next, the contract last.
        ((range(3, 4), C(hours="100.00", hours_paid="90.00")), ("hours", "100", "1820.04")),
        ((range(3, 4), C(hours=None, hours_paid="90.00")), ("hours", "90", "1820.04")),
        ((range(3, 4), C(hours=None, quantity="80.00")), ("hours", "80", "1820.04")),
        # The agreement's own full time, when there is one.
        ((range(3, 4), C(hours="100.00", reference="140.00")), ("hours", "100", "1680")),
        # No full time declared: the law's own 1 607 hours.
        ((range(3, 4), C(hours="80.00", reference=None)), ("hours", "80", None)),
        # A gap, or a contract that ends within the month: the contract gives the days present.
        ((range(4, 5), C(hours=None, quantity="150.00", reference="150.00", end="15042025")), ("hours", "75", "1800")),
        ((range(4, 5), C(hours=None, quantity="150", reference="150", start="16042025")), ("hours", "75", "1800")),
    ],
)  # fmt: skip
def test_which_rubric_gives_the_time(contracts, told):
    months, contract = contracts
    s.bring(s.a_year(f.person(1, contract), months=months))
    assert s.told(s.account(1)) == told


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("months", "quantity", "reference", "told"),
    [
        (range(1, 13), "218.00", "218.00", ("days", "218", "218")),
        (range(1, 7), "218.00", "218.00", ("days", "109", "218")),
        (range(1, 13), "108.00", "218.00", ("days", "108", "218")),
        # Above 218, the law keeps 218.
        (range(1, 13), "109.00", "235.00", ("days", "109", "218")),
        # An agreement of fewer days.
        (range(1, 13), "205.00", "205.00", ("days", "205", "205")),
        # Some write a month's days: only the share can be told.
        (range(1, 13), "10.50", "21.00", ("share", "1", "2")),
    ],
)
def test_day_rate(months, quantity, reference, told):
    contract = C(unit="20", quantity=quantity, reference=reference, hours=None)
    s.bring(s.a_year(f.person(1, contract), months=months))
    assert s.told(s.account(1)) == told


@pytest.mark.django_db
def test_pay_not_based_on_time_is_compared_with_2080_minimum_wages():
    contract = C(unit="31", quantity=None, reference=None, hours=None, pay="1029.60", pay_type="001")
    s.bring(s.a_year(f.person(1, contract)))

    # The minimum wage of 31 December 2025 is 11.88: 12 × 1 029.60 is half of 2 080 × 11.88.
    assert s.told(s.account(1)) == ("pay", "1235520", "1188")
    assert credit_years(rows=queries.year_rows(2025), by=s.SYSTEM, at=s.AT).granted_cents == 50_000


@pytest.mark.django_db
def test_a_change_of_working_time_within_the_year_is_added_up():
    s.bring(s.a_year(f.person(1), months=range(1, 4)))
    s.bring(s.a_year(f.person(1, C(hours="75.83", quantity="75.83", mode="20")), months=range(4, 13)))

    assert s.told(s.account(1)) == ("hours", "1137.48", "1820.04")


@pytest.mark.django_db
def test_a_later_month_corrects_an_earlier_one_up_or_down():
    s.bring(s.a_year(f.person(1), months=range(3, 4)))
    more = [
        "S21.G00.51.001,'01032025'", "S21.G00.51.002,'31032025'", "S21.G00.51.010,'C0001'", "S21.G00.51.011,'002'",
        "S21.G00.53.001,'01'", "S21.G00.53.002,'-11.67'", "S21.G00.53.003,'10'",
    ]  # fmt: skip
    s.bring(s.a_year(f.person(1, C(more=more)), months=range(4, 5)))

    assert s.told(s.account(1)) == ("hours", "291.67", "1820.04")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ground", "counts"),
    [("02", True), ("03", True), ("05", True), ("06", True), ("09", True), ("04", True), ("01", False), ("15", None)],
)
def test_which_stops_count_as_work(ground, counts):
    """April, 15 days away, half of the hours paid (L6323-12)."""
    contract = C(quantity="150.00", reference="150.00", hours="75.00", stops=[(ground, "15042025", "30042025", None)])
    s.bring(s.a_year(f.person(1, contract), months=range(4, 5)))

    assert s.told(s.account(1)) == ("hours", "150" if counts else "75", "1800")
    (year,) = queries.declared_years(s.account(1), 2025, by=s.AGENT)
    told = year.lines[0].absences
    assert [(days, time, in_) for _, days, time, in_ in told] == ([] if counts is None else [(15, "75", counts)])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ground", "worked"),
    [("632", "150"), ("607", "150"), ("650", "150"), ("610", "150"), ("639", "75"), ("501", "75"), ("200", "75")],
)
def test_which_suspensions_count_as_work(ground, worked):
    contract = C(quantity="150.00", reference="150.00", hours="75.00", suspensions=[(ground, "16042025", "30042025")])
    s.bring(s.a_year(f.person(1, contract), months=range(4, 5)))
    assert s.told(s.account(1))[1] == worked


@pytest.mark.django_db
def test_pay_kept_up_during_an_absence_is_not_counted_twice():
    contract = C(stops=[("06", "31032025", "30062025", None)])
    s.bring(s.a_year(f.person(1, contract), months=range(4, 5)))
    assert s.told(s.account(1))[1] == "151.67"


@pytest.mark.django_db
def test_sickness_takes_its_days_from_a_contract_that_alone_tells_the_time():
    contract = C(hours=None, quantity="150.00", reference="150.00", stops=[("01", "20042025", "15052025", "01052025")])
    s.bring(s.a_year(f.person(1, contract), months=range(4, 5)))
    assert s.told(s.account(1))[1] == "100"


@pytest.mark.django_db
def test_regimes_are_told_apart():
    s.bring(
        s.a_year(
            f.person(1, C(number="A", hours="50.00")),
            f.person(2, C(nature="70", unit="99", quantity=None, reference=None, hours=None)),
            f.person(3, C(nature="50", status="08")),
            f.person(4, C(nature="10", mode="40", quantity="91.00", reference="151.67")),
        )
    )
    rows = {row.account_id: row for row in queries.year_rows(2025)}
    service = {row.account_id: row for row in queries.service_rows(2025)}

    assert rows[s.account(2)].regime is Regime.ESAT
    assert set(rows) == {s.account(1), s.account(2)}
    assert (service[s.account(3)].worked, service[s.account(3)].reference) == ("1", "1")
    assert not service[s.account(3)].is_part_time_post
    assert service[s.account(4)].is_part_time_post
    assert Fraction(int(service[s.account(4)].worked), int(service[s.account(4)].reference)) == Fraction(9_100, 15_167)


# ------------------------------------------------------------------ the arithmetic


def test_half_time_of_half_a_year_is_125_euros():
    half = [work(paid=7_583, quantity=7_583, period_from=date(2025, m, 1)) for m in range(1, 7)]
    # 75.83 is the rounded half of 151.67: to the cent above, 124.99 or 125.
    assert credit_cents(*half) == 12_500


def test_the_threshold_is_reached_exactly_and_not_a_hundredth_before():
    assert credit_cents(work(paid=91_002)) == 50_000
    assert credit_cents(work(paid=91_001)) < 25_001


def test_the_law_decides_which_absences_count():
    away = (Absence(ground=Ground.COMMUTING_ACCIDENT, days=31),)
    other = law_on(date(2025, 12, 31), overrides={"commuting_accident_counted": False})
    assert counted(work(paid=0, absences=away), LAW).time == 15_167
    assert counted(work(paid=0, absences=away), other).time == 0


def test_overtime_never_makes_up_for_what_is_not_there_but_stays_counted():
    away = (Absence(ground=Ground.MATERNITY, days=10),)
    assert counted(work(paid=20_000, absences=away), LAW).time == 20_000


def test_a_sum_that_goes_below_nothing_is_nothing():
    assert year_of([work(paid=1_000), work(paid=-3_000, quantity=None)], LAW).worked == "0"


def test_numbers_are_written_as_one_writes_them():
    assert [written(Fraction(n)) for n in (80_350, 182_004, 0, 5)] == ["803.5", "1820.04", "0", "0.05"]


fractions = st.integers(1, 10**15).flatmap(
    lambda whole: st.tuples(st.integers(0, whole), st.just(whole)).map(lambda pair: Fraction(*pair))
)


@given(fractions)
def test_a_share_in_twelve_digits_changes_no_amount(share):
    """Whatever the share, 500, 800, 300 euros and 25 hours come out the same, and the half stays the half."""
    part, whole = _fitted(share)
    assert 0 <= part < 10**12
    assert 0 < whole < 10**12
    for amount in (50_000, 80_000, 30_000, 25, 50):
        assert -(-amount * part // whole) == -(-amount * share.numerator // share.denominator)
    assert (2 * part >= whole) == (2 * share >= 1)


def test_a_share_just_below_a_cent_stays_below_it():
    share = Fraction(10**9 - 1, 3 * 10**13)
    part, whole = _fitted(share)
    assert -(-30_000 * part // whole) == 1


@given(
    st.lists(st.tuples(st.integers(0, 20_000), st.integers(5_000, 20_000), st.integers(0, 31)), min_size=1, max_size=30)
)
def test_lines_add_up_as_the_sum_of_their_ratios(told):
    """The register's default: the sum of time / reference, one at most; whatever the order."""
    works = [
        work(paid=paid, reference=12 * full, quantity=full, absences=(Absence(ground=Ground.ADOPTION, days=days),))
        for paid, full, days in told
    ]
    share = min(Fraction(1), sum((counted(each, LAW).time / counted(each, LAW).full for each in works), Fraction(0)))
    expected = 50_000 if share * 2 >= 1 else -(-50_000 * share.numerator // share.denominator)
    assert credit_cents(*works) == expected
    assert credit_cents(*reversed(works)) == expected
