"""Cancelling before entry: the examples, the last free day, the open readings, and many at once."""

import random
from datetime import date, timedelta

import pytest
from tests.rules.columns import column, same_on_one_and_on_many

from acquis.rules import Cancellation, CancelledBy, cancel_before_entry, law_on

LAW = law_on(date(2026, 11, 1))
START = date(2026, 12, 8)


def cancel(on, *, law=LAW, by="holder", force_majeure=False, rights=1_300_00, paid=200_00, third=500_00):
    return cancel_before_entry(
        law,
        Cancellation(
            cancelled_on=on,
            starts_on=START,
            by=CancelledBy(by),
            force_majeure=force_majeure,
            rights_cents=rights,
            holder_paid_cents=paid,
            third_party_cents=third,
        ),
    )


def money(outcome):
    return (
        outcome.rights_returned_cents,
        outcome.holder_refund_cents,
        outcome.third_party_returned_cents,
        outcome.provider_cents,
    )


EVERYTHING_RETURNS = (1_300_00, 200_00, 500_00, 0)


@pytest.mark.parametrize(
    ("on", "facts", "expected"),
    [
        (date(2026, 11, 26), {}, EVERYTHING_RETURNS),  # 8 working days before
        (date(2026, 11, 27), {}, (0, 0, 500_00, 100_00)),  # 7 working days before: late
        (date(2026, 12, 8), {}, (0, 0, 500_00, 100_00)),
        (date(2027, 1, 8), {}, (0, 0, 500_00, 100_00)),  # a no-show
        (date(2026, 12, 7), {"force_majeure": True}, EVERYTHING_RETURNS),
        (date(2026, 12, 7), {"by": "provider"}, EVERYTHING_RETURNS),
        (date(2026, 12, 7), {"by": "provider", "force_majeure": True}, EVERYTHING_RETURNS),
    ],
)
def test_who_gets_what(on, facts, expected):
    assert money(cancel(on, **facts)) == expected


@pytest.mark.parametrize(("price", "share"), [(1, 0), (9, 0), (10, 1), (29, 1), (30, 2), (199_999, 10_000)])
def test_five_percent_to_the_nearest_cent_halves_up(price, share):
    assert cancel(START, rights=price, paid=0, third=0).provider_cents == share


def test_what_is_not_returned_is_named():
    outcome = cancel(START)
    assert (outcome.rights_lost_cents, outcome.credit_note_cents, outcome.third_party_lost_cents) == (
        1_300_00,
        200_00,
        0,
    )
    assert outcome.is_late
    assert outcome.free_until == date(2026, 11, 26)


def test_open_questions_may_be_read_the_other_way():
    lost = law_on(date(2026, 11, 1), overrides={"late_cancellation_third_party": "lost"})
    assert money(cancel(START, law=lost)) == (0, 0, 0, 100_00)
    refunded = law_on(date(2026, 11, 1), overrides={"late_cancellation_holder_payment": "refunded"})
    assert money(cancel(START, law=refunded)) == (0, 200_00, 500_00, 100_00)


def test_a_start_before_all_calendars_is_a_no_show():
    facts = Cancellation(
        cancelled_on=date(2026, 12, 1),
        starts_on=date(1, 1, 1),
        by=CancelledBy.HOLDER,
        rights_cents=100,
        holder_paid_cents=0,
        third_party_cents=0,
    )
    assert cancel_before_entry(LAW, facts).is_late


@pytest.mark.parametrize("by", list(CancelledBy))
def test_one_and_many_agree(by):
    chance = random.Random(by)
    rows = [
        {
            "cancelled_on": START + timedelta(days=chance.randrange(-20, 5)),
            "starts_on": START + timedelta(days=chance.randrange(-3, 20)),
            "force_majeure": chance.random() < 0.2,
            "rights_cents": chance.randrange(2_000_00),
            "holder_paid_cents": chance.randrange(500_00),
            "third_party_cents": chance.randrange(500_00),
        }
        for _ in range(200)
    ]
    columns = {name: column([row[name] for row in rows]) for name in rows[0]}
    same_on_one_and_on_many(
        lambda facts: cancel_before_entry(LAW, facts),
        [Cancellation(by=by, **row) for row in rows],
        Cancellation(by=by, **columns),
    )
