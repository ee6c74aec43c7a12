"""Sharing what was recovered: who is first, cents left over, refusal, and many at once."""

import random
from datetime import date

import pytest
from tests.rules.columns import column, same_on_one_and_on_many

from acquis.rules import Claim, Recovery, Refusal, allocate_recovery, law_on

LAW = law_on(date(2026, 9, 1))
STATE = "france_competences"


def shared(recovered, /, **claims):
    facts = Recovery(
        recovered_cents=recovered, claims=[Claim(creditor=who, amount_cents=due) for who, due in claims.items()]
    )
    allocation = allocate_recovery(LAW, facts)
    if allocation.refusal is None:
        assert sum(allocation.shares.values()) == recovered
    return allocation.refusal or dict(allocation.shares)


@pytest.mark.parametrize(
    ("recovered", "claims", "expected"),
    [
        (600_00, {STATE: 800_00, "employer": 200_00}, {STATE: 600_00, "employer": 0}),
        (600_00, {"employer": 200_00, STATE: 800_00}, {"employer": 0, STATE: 600_00}),
        (1_000_00, {STATE: 800_00, "employer": 200_00}, {STATE: 800_00, "employer": 200_00}),
        (
            900_00,
            {STATE: 800_00, "employer": 150_00, "region": 50_00},
            {STATE: 800_00, "employer": 75_00, "region": 25_00},
        ),
        (1, {"a": 1, "b": 1, "c": 1}, {"a": 1, "b": 0, "c": 0}),
        (2, {"a": 1, "b": 1, "c": 1}, {"a": 1, "b": 1, "c": 0}),
        (2, {"a": 1, "b": 2, "c": 2}, {"a": 0, "b": 1, "c": 1}),
        (100, {"a": 333, "b": 333, "c": 334}, {"a": 33, "b": 33, "c": 34}),
        (0, {STATE: 10, "b": 0}, {STATE: 0, "b": 0}),
        (0, {}, {}),
    ],
)
def test_who_gets_what(recovered, claims, expected):
    assert shared(recovered, **claims) == expected


def test_more_than_was_due_is_refused():
    assert shared(101, a=100) is Refusal.RECOVERED_EXCEEDS_CLAIMS
    assert shared(1) is Refusal.RECOVERED_EXCEEDS_CLAIMS


def test_before_the_decree_there_is_no_rule():
    facts = Recovery(recovered_cents=1, claims=[Claim(creditor="a", amount_cents=1)])
    assert allocate_recovery(law_on(date(2024, 6, 26)), facts).refusal is Refusal.DATE_NOT_COVERED
    assert allocate_recovery(law_on(date(2024, 6, 27)), facts).refusal is None


def test_one_and_many_agree():
    chance = random.Random("recovery")
    creditors = ["employer", STATE, "region", "opco"]
    rows = []
    for _ in range(300):
        due = [chance.choice([0, 1, 7, chance.randrange(1_000_00)]) for _ in creditors]
        rows.append([chance.randrange(sum(due) + 2), *due])

    def facts(recovered, *due):
        claims = [Claim(creditor=who, amount_cents=amount) for who, amount in zip(creditors, due, strict=True)]
        return Recovery(recovered_cents=recovered, claims=claims)

    same_on_one_and_on_many(
        lambda recovery: allocate_recovery(LAW, recovery),
        [facts(*row) for row in rows],
        facts(*(column(list(values)) for values in zip(*rows, strict=True))),
    )
