"""The other ways in which rights are born: volunteers, prevention, accidents, employers, elected officials."""

import random
from datetime import date

import pytest
from tests.rules.columns import column, same_on_one_and_on_many

from acquis.rules import (
    EndowmentRequest,
    Engagement,
    Exposure,
    Refusal,
    Review,
    YearOfEngagement,
    accident_endowment,
    anniversary_in,
    corrective_payment,
    dismissal_payment,
    elected_credit,
    elected_price_most,
    elected_use_until,
    engagement_credit,
    law_of_interviews,
    law_on,
    mandate_begins,
    platform_payment,
    prevention_points,
    reserved_points,
    whistleblower_payment,
)

LAW = law_on(date(2025, 12, 31))

# Volunteers -------------------------------------------------------------------------------------------------------


def engaged(activity, amount, *, law=LAW, **facts):
    return engagement_credit(law, YearOfEngagement(activity=Engagement(activity), amount=amount, **facts))


@pytest.mark.parametrize(
    ("activity", "below", "enough"),
    [
        ("civic_service", 5, 6),
        ("military_reserve", 89, 90),
        ("health_reserve", 29, 30),
        ("apprentice_mentor", 5, 6),
    ],
)
def test_each_activity_has_its_threshold(activity, below, enough):
    assert engaged(activity, below).refusal == Refusal.THRESHOLD_NOT_REACHED
    assert engaged(activity, below).granted_cents == 0
    assert engaged(activity, enough).granted_cents == 240_00


def test_a_police_reservist_needs_the_years_and_the_vacations():
    assert engaged("police_reserve", 75, years_engaged=2).refusal == Refusal.THRESHOLD_NOT_REACHED
    assert engaged("police_reserve", 74, years_engaged=3).refusal == Refusal.THRESHOLD_NOT_REACHED
    assert engaged("police_reserve", 75, years_engaged=3).granted_cents == 240_00


@pytest.mark.parametrize(("balance", "granted"), [(0, 240_00), (600_00, 120_00), (720_00, 0), (900_00, 0)])
def test_the_volunteers_counter_has_its_own_ceiling(balance, granted):
    credit = engaged("civic_service", 6, balance_cents=balance)
    assert (credit.earned_cents, credit.granted_cents, credit.ceiling_cents) == (240_00, granted, 720_00)


VOLUNTEER = {
    "hours_in_one_association": 100,
    "association_declared_on": date(2024, 12, 31),
    "declared_on": date(2026, 6, 30),
    "confirmed_on": date(2026, 12, 31),
}


@pytest.mark.parametrize(
    ("amount", "changed", "refusal"),
    [
        (200, {}, None),
        (199, {}, Refusal.THRESHOLD_NOT_REACHED),
        (200, {"hours_in_one_association": 99}, Refusal.THRESHOLD_NOT_REACHED),
        (200, {"association_declared_on": date(2025, 1, 1)}, Refusal.ASSOCIATION_TOO_YOUNG),
        (200, {"association_declared_on": None}, Refusal.ASSOCIATION_TOO_YOUNG),
        (200, {"declared_on": date(2026, 7, 1)}, Refusal.DECLARED_TOO_LATE),
        (200, {"declared_on": None, "confirmed_on": None}, Refusal.DECLARED_TOO_LATE),
        (200, {"confirmed_on": None}, Refusal.NOT_CONFIRMED_IN_TIME),
        (200, {"confirmed_on": date(2027, 1, 1)}, Refusal.NOT_CONFIRMED_IN_TIME),
    ],
)
def test_voluntary_work(amount, changed, refusal):
    credit = engaged("voluntary_work", amount, **VOLUNTEER | changed)
    assert credit.refusal == refusal
    assert credit.granted_cents == (0 if refusal else 240_00)


def test_the_association_was_to_be_three_years_old_before_the_law_of_2024():
    facts = VOLUNTEER | {"declared_on": date(2024, 6, 1), "confirmed_on": date(2024, 7, 1)}
    in_2023 = law_on(date(2023, 12, 31))
    young = engaged("voluntary_work", 200, law=in_2023, **facts | {"association_declared_on": date(2021, 1, 1)})
    assert young.refusal == Refusal.ASSOCIATION_TOO_YOUNG
    assert not engaged(
        "voluntary_work", 200, law=in_2023, **facts | {"association_declared_on": date(2020, 12, 31)}
    ).refusal


@pytest.mark.parametrize("activity", ["civic_service", "police_reserve", "voluntary_work"])
def test_engagement_on_one_and_on_many(activity):
    chance = random.Random(activity)
    rows = [
        {
            "amount": chance.choice((1, 6, 75, 90, 199, 200, 240)),
            "years_engaged": chance.randrange(5),
            "hours_in_one_association": chance.choice((0, 99, 100, 150)),
            "association_declared_on": date(chance.randrange(2019, 2026), 6, 1),
            "declared_on": date(2026, chance.randrange(5, 9), 1),
            "confirmed_on": date(chance.choice((2026, 2027)), 6, 1),
            "balance_cents": chance.choice((0, 480_00, 600_00, 720_00)),
        }
        for _ in range(300)
    ]
    columns = {name: column([row[name] for row in rows]) for name in rows[0]}
    same_on_one_and_on_many(
        lambda facts: engagement_credit(LAW, facts),
        [YearOfEngagement(activity=Engagement(activity), **row) for row in rows],
        YearOfEngagement(activity=Engagement(activity), **columns),
    )


# Prevention account -----------------------------------------------------------------------------------------------


def test_a_point_a_quarter_and_a_factor_without_career_limit_since_2023():
    assert prevention_points(LAW, Exposure(quarters=8, career_points=99)).granted_points == 8
    before = prevention_points(law_on(date(2023, 8, 31)), Exposure(quarters=8, career_points=95))
    assert (before.earned_points, before.room_points, before.granted_points) == (8, 5, 5)


@pytest.mark.parametrize(
    ("born_on", "on", "reserved"),
    [
        (date(1959, 12, 31), date(2023, 9, 1), 0),
        (date(1959, 12, 31), date(2023, 8, 31), 10),
        (date(1960, 1, 1), date(2026, 1, 1), 10),
        (date(1962, 12, 31), date(2026, 1, 1), 10),
        (date(1963, 1, 1), date(2026, 1, 1), 20),
    ],
)
def test_the_points_reserved_to_training(born_on, on, reserved):
    answer = reserved_points(law_on(on), born_on=born_on, held_points=32)
    assert (answer.reserved_points, answer.free_points) == (reserved, 32 - reserved)


def test_reserved_points_that_training_used_are_no_longer_reserved():
    answer = reserved_points(LAW, born_on=date(1980, 1, 1), held_points=12, used_for_training=15)
    assert (answer.reserved_points, answer.free_points) == (5, 7)
    few = reserved_points(LAW, born_on=date(1980, 1, 1), held_points=8)
    assert (few.reserved_points, few.free_points) == (8, 0)


def test_points_on_one_and_on_many():
    chance = random.Random(3)
    rows = [
        {
            "born_on": date(chance.randrange(1955, 1970), 1, 1),
            "held_points": chance.randrange(60),
            "used_for_training": chance.randrange(30),
        }
        for _ in range(200)
    ]
    columns = {name: column([row[name] for row in rows]) for name in rows[0]}
    for law in (LAW, law_on(date(2022, 1, 1))):
        same_on_one_and_on_many(lambda facts, law=law: reserved_points(law, **facts), rows, columns)
        exposures = [{"quarters": row["used_for_training"], "career_points": row["held_points"] * 2} for row in rows]
        same_on_one_and_on_many(
            lambda facts, law=law: prevention_points(law, facts),
            [Exposure(**row) for row in exposures],
            Exposure(**{name: column([row[name] for row in exposures]) for name in exposures[0]}),
        )


# Accidents --------------------------------------------------------------------------------------------------------

REQUEST = {"incapacity_percent": 10, "notified_on": date(2024, 3, 1), "requested_on": date(2026, 3, 1)}


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"balance_cents": 100}, None),
        ({"notified_on": date(2018, 12, 31), "incapacity_percent": 0}, Refusal.DATE_NOT_COVERED),
        ({"notified_on": date(2019, 2, 1), "requested_on": date(2020, 6, 30)}, Refusal.SERVICE_NOT_OPEN),
        ({"incapacity_percent": 9, "requested_on": date(2026, 3, 2)}, Refusal.INCAPACITY_TOO_LOW),
        ({"requested_on": date(2026, 3, 2), "project_attested": False}, Refusal.REQUEST_TOO_LATE),
        ({"requested_on": date(2026, 3, 2), "notice_says_delay": False, "balance_cents": 100}, None),
        ({"project_attested": False}, Refusal.PROJECT_NOT_ATTESTED),
        ({"balance_cents": 99}, Refusal.ACCOUNT_EMPTY),
    ],
)
def test_an_accident_gives_its_endowment(changed, refusal):
    answer = accident_endowment(law_on(date(2026, 3, 1)), EndowmentRequest(**REQUEST | changed))
    assert answer.refusal == refusal
    assert answer.endowment_cents == (0 if refusal else 7_500_00)


def test_the_euro_on_the_account_was_no_condition_in_2019_law():
    assert not accident_endowment(
        law_on(date(2019, 12, 1)),
        EndowmentRequest(**REQUEST | {"notified_on": date(2019, 3, 1), "requested_on": date(2020, 7, 1)}),
    ).refusal


def test_endowments_on_one_and_on_many():
    chance = random.Random(5)
    rows = [
        {
            "incapacity_percent": chance.randrange(5, 40),
            "notified_on": date(chance.randrange(2018, 2026), 5, 1),
            "requested_on": date(chance.randrange(2020, 2027), chance.randrange(1, 13), 1),
            "notice_says_delay": chance.random() < 0.5,
            "project_attested": chance.random() < 0.8,
            "balance_cents": chance.choice((0, 100, 5_000)),
        }
        for _ in range(300)
    ]
    columns = {name: column([row[name] for row in rows]) for name in rows[0]}
    same_on_one_and_on_many(
        lambda facts: accident_endowment(LAW, facts),
        [EndowmentRequest(**row) for row in rows],
        EndowmentRequest(**columns),
    )


# Employers, courts and platforms ----------------------------------------------------------------------------------

OLD, NEW = law_on(date(2025, 10, 25)), law_on(date(2026, 11, 2))
REVIEW = {"company_staff": 50, "years_present": 6, "interviews_held": 2, "training_followed": False}


def corrected(law, **changed):
    return corrective_payment(law, Review(**{"reviewed_on": law.on} | REVIEW | changed))


@pytest.mark.parametrize(
    ("law", "changed", "refusal"),
    [
        (OLD, {}, None),
        (OLD, {"interviews_held": 0}, None),
        (OLD, {"company_staff": 49, "years_present": 1}, Refusal.STAFF_TOO_SMALL),
        (OLD, {"years_present": 5, "interviews_held": 3}, Refusal.REVIEW_NOT_DUE),
        (OLD, {"interviews_held": 3}, Refusal.DUTIES_FULFILLED),
        (OLD, {"training_followed": True}, Refusal.DUTIES_FULFILLED),
        (NEW, {}, Refusal.REVIEW_NOT_DUE),
        (NEW, {"years_present": 8}, Refusal.DUTIES_FULFILLED),
        (NEW, {"years_present": 8, "hired_in_period": True}, None),
        (NEW, {"years_present": 8, "interviews_held": 1}, None),
    ],
)
def test_the_corrective_payment_old_ground_and_new(law, changed, refusal):
    answer = corrected(law, **changed)
    assert answer.refusal == refusal
    assert answer.due_cents == (0 if refusal else 3_000_00)
    assert answer.unpaid_cents == (0 if refusal else 6_000_00)


def test_it_is_paid_by_the_end_of_the_next_quarter():
    assert corrected(law_on(date(2025, 2, 10))).due_by == date(2025, 6, 30)
    assert corrected(law_on(date(2025, 9, 30))).due_by == date(2025, 12, 31)


def test_a_company_with_an_agreement_keeps_the_former_rhythm_for_a_while():
    between, after = law_on(date(2026, 9, 30)), law_on(date(2026, 10, 1))
    assert law_of_interviews(between, has_agreement=False) is between
    assert law_of_interviews(between, has_agreement=True).employers.interview_review_years == 6
    assert law_of_interviews(after, has_agreement=True) is after
    assert law_of_interviews(OLD, has_agreement=True) is OLD


def test_reviews_on_one_and_on_many():
    chance = random.Random(7)
    rows = [
        {
            "reviewed_on": date(2026, chance.randrange(1, 13), 3),
            "company_staff": chance.randrange(40, 60),
            "years_present": chance.randrange(4, 10),
            "interviews_held": chance.randrange(4),
            "training_followed": chance.random() < 0.3,
            "hired_in_period": chance.random() < 0.5,
        }
        for _ in range(300)
    ]
    columns = {name: column([row[name] for row in rows]) for name in rows[0]}
    for law in (OLD, NEW):
        same_on_one_and_on_many(
            lambda facts, law=law: corrective_payment(law, facts), [Review(**row) for row in rows], Review(**columns)
        )


def test_a_dismissal_brings_three_thousand_euros_at_least():
    days = {"notified_on": date(2026, 3, 2), "sent_on": date(2026, 3, 17)}
    assert dismissal_payment(LAW, amount_cents=2_999_99, **days).refusal == Refusal.AMOUNT_BELOW_LEAST
    paid = dismissal_payment(LAW, amount_cents=3_500_00, **days)
    assert (paid.granted_cents, paid.data_due_by, paid.is_late) == (3_500_00, date(2026, 3, 17), False)
    assert dismissal_payment(LAW, amount_cents=3_000_00, **days | {"sent_on": date(2026, 3, 18)}).is_late


@pytest.mark.parametrize(
    ("ordered", "balance", "granted"),
    [(8_000_00, 0, 8_000_00), (8_000_00, 5_000_00, 3_000_00), (1_000_00, 5_000_00, 1_000_00), (5_00, 9_000_00, 0)],
)
def test_a_whistleblower_is_brought_to_the_ceiling_at_most(ordered, balance, granted):
    assert whistleblower_payment(LAW, ordered_cents=ordered, balance_cents=balance).granted_cents == granted
    early = whistleblower_payment(law_on(date(2022, 12, 29)), ordered_cents=ordered, balance_cents=balance)
    assert (early.refusal, early.granted_cents) == (Refusal.DATE_NOT_COVERED, 0)


def test_payments_on_one_and_on_many():
    chance = random.Random(9)
    rows = [
        {"ordered_cents": chance.randrange(900_000), "balance_cents": chance.randrange(900_000)} for _ in range(200)
    ]
    columns = {name: column([row[name] for row in rows]) for name in rows[0]}
    same_on_one_and_on_many(lambda facts: whistleblower_payment(LAW, **facts), rows, columns)
    dismissals = [
        {
            "amount_cents": row["ordered_cents"],
            "notified_on": date(2026, 1, 1 + n % 28),
            "sent_on": date(2026, 1, 31),
        }
        for n, row in enumerate(rows)
    ]
    columns = {name: column([row[name] for row in dismissals]) for name in dismissals[0]}
    same_on_one_and_on_many(lambda facts: dismissal_payment(LAW, **facts), dismissals, columns)


def test_a_platform_owes_nothing_until_a_decree_says_it():
    assert platform_payment(LAW).refusal == Refusal.NOT_FIXED_YET
    decreed = platform_payment(law_on(date(2025, 12, 31), overrides={"platform_worker_top_up": 50_000}))
    assert (decreed.refusal, decreed.granted_cents) == (None, 500_00)


# Elected officials ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("balance", "granted"), [(0, 400_00), (400_00, 400_00), (600_00, 200_00), (800_00, 0)])
def test_the_right_of_elected_officials_is_a_counter_of_its_own(balance, granted):
    credit = elected_credit(LAW, balance_cents=balance)
    assert (credit.earned_cents, credit.ceiling_cents, credit.granted_cents) == (400_00, 800_00, granted)


def test_the_other_reading_of_their_ceiling():
    other = law_on(date(2025, 12, 31), overrides={"elected_ceiling_cents": 70_000})
    assert elected_credit(other, balance_cents=400_00).granted_cents == 300_00


def test_they_had_no_right_in_euros_before():
    assert elected_credit(law_on(date(2021, 7, 22)), balance_cents=0).refusal == Refusal.DATE_NOT_COVERED


@pytest.mark.parametrize(
    ("first_round_on", "begins_on"),
    [
        (date(2020, 3, 15), date(2020, 3, 30)),  # a Sunday
        (date(2026, 3, 15), date(2026, 3, 30)),
        (date(2026, 3, 16), date(2026, 4, 6)),  # a Monday does not count itself
    ],
)
def test_a_mandate_counts_from_the_third_monday(first_round_on, begins_on):
    assert mandate_begins(first_round_on) == begins_on
    assert begins_on.weekday() == 0
    assert list(mandate_begins(column([first_round_on] * 2)).astype(object)) == [begins_on] * 2


def test_anniversaries_and_what_remains_after_the_mandate():
    assert anniversary_in(date(2020, 3, 15), 2020) is None
    assert anniversary_in(date(2020, 3, 15), 2021) == date(2021, 3, 30)
    assert elected_use_until(LAW, date(2026, 3, 21)) == date(2026, 9, 21)
    assert elected_price_most(LAW, 14) == 1_120_00
    assert elected_price_most(law_on(date(2020, 1, 1)), 14) is None
