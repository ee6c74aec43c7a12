"""What is paid for what was followed: rate, tiers, deposit, and many at once."""

import random
from datetime import date

import pytest
from tests.rules.columns import column, same_on_one_and_on_many

from acquis.rules import Attendance, ExitReason, deposit_share, law_on, settle_attendance

LAW = law_on(date(2026, 12, 18))


def settle(reason, done, total, price=2_000_00, law=LAW):
    settled = settle_attendance(law, Attendance(price_cents=price, done=done, total=total, reason=ExitReason(reason)))
    assert settled.provider_cents + settled.returned_cents + settled.lost_cents == price
    return settled.rate_percent, settled.provider_cents, settled.returned_cents


@pytest.mark.parametrize(
    ("reason", "done", "total", "expected"),
    [
        ("completed", 50, 50, (100, 2_000_00, 0)),
        ("completed", 0, 50, (100, 2_000_00, 0)),
        ("dropout", 0, 50, (0, 500_00, 0)),
        ("dropout", 5, 50, (10, 500_00, 0)),
        ("dropout", 244, 1000, (24, 500_00, 0)),
        ("dropout", 245, 1000, (25, 500_00, 0)),
        ("dropout", 255, 1000, (26, 520_00, 0)),
        ("dropout", 30, 50, (60, 1_200_00, 0)),
        ("dropout", 794, 1000, (79, 1_580_00, 0)),
        ("dropout", 795, 1000, (80, 2_000_00, 0)),  # 79.5 % is declared as 80
        ("dropout", 40, 50, (80, 2_000_00, 0)),
        ("force_majeure", 30, 50, (60, 1_200_00, 800_00)),
        ("force_majeure", 45, 50, (90, 1_800_00, 200_00)),  # no tiers
        ("force_majeure", 5, 50, (10, 200_00, 1_800_00)),
        ("provider_default", 30, 50, (60, 1_200_00, 800_00)),
        ("entry_declared_in_error", 30, 50, (0, 0, 2_000_00)),
    ],
)
def test_each_reason(reason, done, total, expected):
    assert settle(reason, done, total) == expected


def test_cents_are_rounded_to_the_nearest():
    assert settle("force_majeure", 1, 3, price=1_999_99) == (33, 660_00, 1_339_99)
    assert settle("force_majeure", 1, 2, price=1) == (50, 1, 0)
    assert settle("dropout", 0, 2, price=2) == (0, 1, 0)


def test_a_provider_in_default_may_be_paid_nothing():
    nothing = law_on(date(2026, 12, 18), overrides={"provider_default_pays": "nothing"})
    assert settle("provider_default", 30, 50, law=nothing) == (60, 0, 2_000_00)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "deposit"),
    [
        (date(2026, 1, 1), date(2026, 3, 31), 0),
        (date(2026, 1, 1), date(2026, 4, 1), 500_00),
        (date(2026, 1, 1), date(2026, 12, 31), 500_00),
        (date(2026, 1, 1), date(2026, 1, 1), 0),
    ],
)
def test_long_sessions_bring_a_deposit(starts_on, ends_on, deposit):
    assert deposit_share(LAW, price_cents=2_000_00, starts_on=starts_on, ends_on=ends_on) == deposit


@pytest.mark.parametrize("reason", list(ExitReason))
def test_one_and_many_agree(reason):
    chance = random.Random(reason)
    totals = [chance.randrange(1, 400) for _ in range(200)]
    rows = [
        {"price_cents": chance.randrange(5_000_00), "done": chance.randrange(total + 1), "total": total}
        for total in totals
    ]
    columns = {name: column([row[name] for row in rows]) for name in rows[0]}
    same_on_one_and_on_many(
        lambda facts: settle_attendance(LAW, facts),
        [Attendance(reason=reason, **row) for row in rows],
        Attendance(reason=reason, **columns),
    )
