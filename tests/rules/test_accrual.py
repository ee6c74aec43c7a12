"""What a year adds: the examples of the texts, the thresholds, the order of refusals, and many at once."""

import random
from datetime import date

import pytest
from tests.rules.columns import column, same_on_one_and_on_many

from acquis.rules import Refusal, Regime, WorkUnit, YearOfService, YearOfWork, law_on, yearly_credit, yearly_hours

LAW = law_on(date(2025, 6, 30))
HOURS, DAYS, MONTHS, SHARE, PAY = WorkUnit.HOURS, WorkUnit.DAYS, WorkUnit.MONTHS, WorkUnit.SHARE, WorkUnit.PAY


def employee(unit=HOURS, **facts):
    return yearly_credit(LAW, YearOfWork(regime=Regime.EMPLOYEE, unit=unit, **facts))


def self_employed(unit=MONTHS, **facts):
    facts.setdefault("contribution_paid", True)
    return yearly_credit(LAW, YearOfWork(regime=Regime.SELF_EMPLOYED, unit=unit, **facts))


@pytest.mark.parametrize(
    ("worked", "scale", "earned"),
    [
        (1607, 1, 500_00),
        (8035, 10, 500_00),  # 803.5 h: exactly half
        (80349, 100, 249_99 + 1),  # 803.49 h: 249.9968…, to the cent above
        (803, 1, 249_85),
        (40175, 100, 125_00),  # half time for half the year: an exact cent stays
        (160, 1, 49_79),
        (1, 1, 32),
        (0, 1, 0),
        (3000, 1, 500_00),
    ],
)
def test_the_time_of_an_employee(worked, scale, earned):
    assert employee(worked=worked, scale=scale).earned_cents == earned


@pytest.mark.parametrize(
    ("unit", "worked", "reference", "earned"),
    [
        (DAYS, 108, None, 247_71),
        (DAYS, 109, None, 500_00),
        (DAYS, 109, 250, 500_00),  # more than 218 counts as 218
        (DAYS, 100, 200, 500_00),
        (HOURS, 791, 1582, 500_00),
        (HOURS, 790, 1582, 249_69),
        (SHARE, 1, None, 500_00),
        (PAY, 12_000_00, 11_88, 242_82),
        (PAY, 1040 * 11_88, 11_88, 500_00),
    ],
)
def test_the_reference_of_an_employee(unit, worked, reference, earned):
    assert employee(unit, worked=worked, reference=reference).earned_cents == earned


@pytest.mark.parametrize(
    ("facts", "earned", "ceiling"),
    [
        ({"low_qualified": True, "worked": 1607}, 800_00, 8_000_00),
        ({"low_qualified": True, "worked": 803}, 249_85, 5_000_00),
        ({"oeth": True, "worked": 1607}, 800_00, 8_000_00),
        ({"oeth": True, "worked": 40175, "scale": 100}, 425_00, 8_000_00),
        ({"oeth": True, "worked": 0}, 0, 8_000_00),
        ({"oeth": True, "low_qualified": True, "worked": 1607}, 800_00, 8_000_00),
        ({"oeth": True, "low_qualified": True, "worked": 803}, 549_85, 8_000_00),
    ],
)
def test_the_low_qualified_and_workers_with_a_disability(facts, earned, ceiling):
    credit = employee(**facts)
    assert (credit.earned_cents, credit.ceiling_cents) == (earned, ceiling)


@pytest.mark.parametrize(
    ("balance", "granted"), [(0, 500_00), (4_500_00, 500_00), (4_800_00, 200_00), (5_000_00, 0), (6_000_00, 0)]
)
def test_the_ceiling_cuts_and_takes_nothing_back(balance, granted):
    credit = employee(worked=1607, balance_cents=balance)
    assert (credit.earned_cents, credit.granted_cents) == (500_00, granted)


def test_the_working_is_told():
    credit = employee(worked=803, balance_cents=4_900_00)
    assert (credit.worked, credit.reference, credit.is_full_share) == (803, 1607, False)
    assert (credit.full_cents, credit.base_cents, credit.room_cents, credit.granted_cents) == (
        500_00,
        249_85,
        100_00,
        100_00,
    )


@pytest.mark.parametrize("unit", list(WorkUnit))
def test_sheltered_work_is_never_prorated(unit):
    work = YearOfWork(regime=Regime.ESAT, unit=unit, worked=1, scale=2, reference=10_00 if unit is PAY else None)
    credit = yearly_credit(LAW, work)
    assert (credit.earned_cents, credit.ceiling_cents, credit.refusal) == (800_00, 8_000_00, None)


def test_sheltered_work_of_nobody_gives_nothing():
    assert yearly_credit(LAW, YearOfWork(regime=Regime.ESAT, unit=SHARE, worked=0)).earned_cents == 0


@pytest.mark.parametrize(
    ("unit", "worked", "scale", "earned"),
    [
        (MONTHS, 12, 1, 500_00),
        (MONTHS, 7, 1, 291_67),
        (MONTHS, 6, 1, 250_00),  # no half-time threshold
        (MONTHS, 13, 1, 500_00),
        (DAYS, 365, 1, 500_00),
        (DAYS, 364, 1, 498_64),
        (SHARE, 5, 10, 250_00),
    ],
)
def test_the_time_of_the_self_employed(unit, worked, scale, earned):
    assert self_employed(unit, worked=worked, scale=scale).earned_cents == earned


def test_a_leap_year_has_366_days():
    law = law_on(date(2024, 1, 1))
    facts = {"regime": Regime.SELF_EMPLOYED, "unit": DAYS, "contribution_paid": True}
    assert yearly_credit(law, YearOfWork(worked=365, **facts)).earned_cents == 498_64
    assert yearly_credit(law, YearOfWork(worked=366, **facts)).earned_cents == 500_00


def test_without_the_contribution_the_self_employed_earn_nothing():
    assert self_employed(worked=12, contribution_paid=False).earned_cents == 0


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"regime": Regime.EMPLOYEE, "unit": MONTHS}, Refusal.UNIT_NOT_ALLOWED),
        ({"regime": Regime.SELF_EMPLOYED, "unit": HOURS}, Refusal.UNIT_NOT_ALLOWED),
        ({"regime": Regime.SELF_EMPLOYED, "unit": PAY}, Refusal.UNIT_NOT_ALLOWED),
        ({"regime": Regime.PUBLIC_AGENT, "unit": SHARE}, Refusal.UNIT_NOT_ALLOWED),
        ({"regime": Regime.EMPLOYEE, "unit": PAY}, Refusal.REFERENCE_REQUIRED),
        ({"regime": Regime.ESAT, "unit": PAY}, Refusal.REFERENCE_REQUIRED),
        ({"regime": Regime.SELF_EMPLOYED, "unit": MONTHS}, Refusal.CONTRIBUTION_UNKNOWN),
    ],
)
def test_refusals_in_their_order(facts, refusal):
    credit = yearly_credit(LAW, YearOfWork(worked=1, **facts))
    assert (credit.refusal, credit.earned_cents, credit.granted_cents) == (refusal, 0, 0)


@pytest.mark.parametrize(
    ("facts", "earned", "ceiling"),
    [
        ({"worked": 1}, 25, 150),
        ({"worked": 6, "scale": 10}, 25, 150),  # part time counts as full time
        ({"worked": 55, "scale": 100, "is_part_time_post": True}, 14, 150),  # 13.75 h to the hour above
        ({"worked": 4, "scale": 100, "is_part_time_post": True}, 1, 150),
        ({"worked": 1, "category_c_low_qualified": True}, 50, 400),
        ({"worked": 5, "scale": 10, "is_part_time_post": True, "category_c_low_qualified": True}, 25, 400),
        ({"worked": 0}, 0, 150),
        ({"worked": 3, "scale": 2, "is_part_time_post": True}, 25, 150),
    ],
)
def test_public_agents_count_in_hours(facts, earned, ceiling):
    hours = yearly_hours(LAW, YearOfService(**facts))
    assert (hours.earned_hours, hours.ceiling_hours) == (earned, ceiling)


def test_public_agents_have_their_ceiling_and_their_first_year():
    assert yearly_hours(LAW, YearOfService(worked=1, balance_hours=130)).granted_hours == 20
    assert yearly_hours(LAW, YearOfService(worked=1, balance_hours=200)).granted_hours == 0
    assert yearly_hours(law_on(date(2019, 12, 31)), YearOfService(worked=1)).refusal is Refusal.DATE_NOT_COVERED
    assert yearly_hours(law_on(date(2020, 1, 1)), YearOfService(worked=1)).earned_hours == 25
    in_hours = YearOfService(worked=1, unit=HOURS)
    assert yearly_hours(LAW, in_hours).refusal is Refusal.UNIT_NOT_ALLOWED
    assert yearly_hours(law_on(date(2019, 1, 1)), in_hours).refusal is Refusal.DATE_NOT_COVERED


@pytest.mark.parametrize(
    ("regime", "unit", "fulls"),
    [
        (Regime.EMPLOYEE, HOURS, 1607_00),
        (Regime.EMPLOYEE, DAYS, 218_00),
        (Regime.ESAT, SHARE, 100),
        (Regime.SELF_EMPLOYED, MONTHS, 12_00),
    ],
)
def test_one_and_many_agree(regime, unit, fulls):
    chance = random.Random(f"{regime} {unit}")
    rows = [
        {
            "worked": chance.choice([0, 1, fulls // 2, fulls // 2 - 1, fulls, chance.randrange(2 * fulls)]),
            "low_qualified": chance.random() < 0.5,
            "oeth": chance.random() < 0.5,
            "contribution_paid": chance.random() < 0.5,
            "balance_cents": chance.choice([0, 4_800_00, 8_100_00, chance.randrange(9_000_00)]),
        }
        for _ in range(200)
    ]
    shape = {"regime": regime, "unit": unit, "scale": 100}
    columns = {name: column([row[name] for row in rows]) for name in rows[0]}
    same_on_one_and_on_many(
        lambda work: yearly_credit(LAW, work),
        [YearOfWork(**shape, **row) for row in rows],
        YearOfWork(**shape, **columns),
    )


def test_one_and_many_public_agents_agree():
    chance = random.Random("public agents")
    rows = [
        {
            "worked": chance.randrange(130),
            "category_c_low_qualified": chance.random() < 0.5,
            "is_part_time_post": chance.random() < 0.5,
            "balance_hours": chance.randrange(450),
        }
        for _ in range(200)
    ]
    columns = {name: column([row[name] for row in rows]) for name in rows[0]}
    same_on_one_and_on_many(
        lambda service: yearly_hours(LAW, service),
        [YearOfService(scale=100, **row) for row in rows],
        YearOfService(scale=100, **columns),
    )
