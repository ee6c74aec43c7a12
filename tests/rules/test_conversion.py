"""From one unit to another: the examples, exact halves, refusals, and many at once."""

import random
from datetime import date

import pytest
from tests.rules.columns import column, same_on_one_and_on_many

from acquis.rules import Conversion, Counter, Refusal, convert, law_on

JANUARY_2026 = date(2026, 1, 15)


def converted(source, target, amount, *, on=JANUARY_2026, overrides=None, **facts):
    question = Conversion(source=Counter(source), target=Counter(target), amount=amount, **facts)
    answer = convert(law_on(on, overrides=overrides), question)
    return answer.refusal or (answer.cents if answer.hours is None else answer.hours)


@pytest.mark.parametrize(
    ("source", "target", "amount", "result"),
    [
        ("rights_cents", "hours", 1_000_00, 67),
        ("rights_cents", "hours", 7_49, 0),
        ("rights_cents", "hours", 7_50, 1),
        ("rights_cents", "hours", 22_49, 1),
        ("rights_cents", "hours", 22_50, 2),
        ("cec_cents", "hours", 240_00, 20),
        ("cec_cents", "hours", 5_99, 0),
        ("hours", "cents", 150, 2_250_00),
        ("c2p_points", "cents", 10, 5_000_00),
    ],
)
def test_the_rates(source, target, amount, result):
    assert converted(source, target, amount) == result


def test_parts_of_an_hour_are_exact():
    assert converted("hours", "cents", 125, scale=10) == 187_50
    assert converted("c2p_points", "cents", 1, scale=4) == 125_00


@pytest.mark.parametrize(
    ("on", "euros"), [(date(2023, 6, 15), 3_750_00), (date(2023, 8, 31), 3_750_00), (date(2023, 9, 1), 5_000_00)]
)
def test_a_point_of_the_prevention_account(on, euros):
    assert converted("c2p_points", "cents", 10, on=on) == euros


@pytest.mark.parametrize(
    ("hours", "declared_on", "cents"),
    [
        (120, date(2021, 6, 15), 1_800_00),
        (120, date(2021, 6, 30), 1_800_00),
        (120, date(2021, 7, 1), 0),
        (120, None, 0),
        (150, date(2021, 6, 15), 1_800_00),
        (80, date(2016, 1, 1), 1_200_00),
    ],
)
def test_old_hours(hours, declared_on, cents):
    assert converted("dif_hours", "cents", hours, declared_on=declared_on) == cents


def test_exact_halves_may_go_down():
    down = {"half_hour_rounds": "down"}
    assert [converted("rights_cents", "hours", n, overrides=down) for n in (7_50, 7_51, 22_50, 0)] == [0, 1, 1, 0]


@pytest.mark.parametrize(
    ("source", "target", "on", "refusal"),
    [
        ("rights_cents", "cents", JANUARY_2026, Refusal.NO_SUCH_CONVERSION),
        ("hours", "hours", JANUARY_2026, Refusal.NO_SUCH_CONVERSION),
        ("c2p_points", "hours", date(2019, 1, 1), Refusal.NO_SUCH_CONVERSION),
        ("rights_cents", "hours", date(2019, 12, 31), Refusal.DATE_NOT_COVERED),
        ("cec_cents", "hours", date(2019, 12, 31), Refusal.DATE_NOT_COVERED),
        ("rights_cents", "hours", date(2020, 1, 1), 1),
        ("hours", "cents", date(2019, 1, 1), 1_500_000),
    ],
)
def test_refusals_in_their_order(source, target, on, refusal):
    amount = 1500 if target != "cents" else 1000
    assert converted(source, target, amount, on=on) == refusal


@pytest.mark.parametrize(("source", "target"), [("rights_cents", "hours"), ("hours", "cents"), ("dif_hours", "cents")])
def test_one_and_many_agree(source, target):
    chance = random.Random(source)
    rows = [
        {"amount": chance.randrange(0, 20_000, 50), "declared_on": date(2021, chance.randrange(5, 9), 1)}
        for _ in range(200)
    ]
    columns = {name: column([row[name] for row in rows]) for name in rows[0]}
    shape = {"source": Counter(source), "target": Counter(target), "scale": 100}
    same_on_one_and_on_many(
        lambda facts: convert(law_on(JANUARY_2026), facts),
        [Conversion(**shape, **row) for row in rows],
        Conversion(**shape, **columns),
    )
