"""Every step's delay, its first day, its open readings, and many at once."""

from datetime import date, timedelta

import numpy as np
import pytest

from acquis.rules import (
    ENROLMENT_STEPS,
    PARAMETER_OF,
    NotCovered,
    Refusal,
    Step,
    deadline,
    delay,
    law_on,
    parameters,
    withdrawal_last_day,
    withdrawal_refund_by,
)

LAW = law_on(date(2026, 11, 23))

EXAMPLES = [
    ("provider_reply", "2026-11-20", "2026-11-24"),
    ("provider_reply_with_prerequisites", "2026-11-24", "2027-01-07"),
    ("holder_confirmation", "2026-11-24", "2026-11-30"),
    ("earliest_start", "2026-11-20", "2026-12-07"),
    ("free_cancellation_last_day", "2026-12-08", "2026-11-26"),
    ("free_cancellation_last_day", "2026-05-26", "2026-05-12"),
    ("entry_declaration", "2026-12-08", "2026-12-11"),
    ("exit_declaration", "2026-12-18", "2026-12-23"),
    ("service_validation", "2026-12-23", "2026-12-31"),
    ("payment", "2026-12-31", "2027-01-30"),
    ("payment", "2024-01-30", "2024-02-29"),
    ("funder_request_last_day", "2026-12-08", "2026-11-06"),
    ("funder_reply", "2026-11-20", "2026-12-04"),
    ("enforcement_order_from", "2026-07-03", "2026-08-04"),
    ("enforcement_order_from", "2026-01-31", "2026-03-01"),
    ("enforcement_opposition", "2026-08-10", "2026-08-25"),
    ("enforcement_opposition", "2026-08-01", "2026-08-16"),
    ("precautionary_freeze_end", "2026-01-05", "2026-07-05"),
    ("precautionary_freeze_end", "2026-08-31", "2027-02-28"),
    ("certifier_transmission", "2026-02-10", "2026-05-10"),
    ("certifier_transmission", "2025-11-30", "2026-02-28"),
    ("prevention_provider_declaration", "2025-09-01", "2026-06-30"),
    ("prevention_provider_declaration", "2025-09-30", "2026-06-30"),
    ("prevention_provider_declaration", "2025-10-01", "2026-06-30"),
    ("prevention_provider_declaration", "2026-02-10", "2026-09-30"),
    ("prevention_provider_declaration", "2026-06-30", "2026-12-31"),
    ("prevention_provider_declaration", "2026-07-01", "2026-12-31"),
    ("prevention_provider_declaration", "2026-11-15", "2027-03-31"),
    ("prevention_employer_declaration", "2026-03-16", "2026-12-31"),
    ("prevention_employer_declaration", "2026-09-30", "2027-06-30"),
    ("prevention_employer_declaration", "2026-10-01", "2027-06-30"),
    ("prevention_employer_declaration", "2026-10-20", "2027-06-30"),
    ("atmp_request", "2024-03-01", "2026-03-01"),
    ("atmp_request", "2024-02-29", "2026-02-28"),
]


@pytest.mark.parametrize(("step", "start", "end"), EXAMPLES)
def test_the_examples(step, start, end):
    assert deadline(LAW, Step(step), date.fromisoformat(start)).isoformat() == end


FIRST_DAYS = {
    Step.ENFORCEMENT_ORDER_FROM: date(2024, 6, 27),
    Step.ENFORCEMENT_OPPOSITION: date(2024, 6, 27),
    Step.PRECAUTIONARY_FREEZE_END: date(2023, 12, 31),
    Step.CERTIFIER_TRANSMISSION: date(2021, 7, 1),
    Step.PREVENTION_PROVIDER_DECLARATION: date(2025, 9, 1),
    Step.PREVENTION_EMPLOYER_DECLARATION: date(2026, 3, 16),
}


@pytest.mark.parametrize("step", list(Step))
def test_the_first_day_of_each_step(step):
    first = FIRST_DAYS.get(step, date(2019, 1, 1))
    law = law_on(first)
    assert delay(law, step, first).refusal is None
    eve = first - timedelta(days=1)
    assert delay(law, step, eve).refusal is Refusal.DATE_NOT_COVERED
    with pytest.raises(NotCovered):
        deadline(law, step, eve)


def test_each_step_names_the_parameter_that_explains_it():
    assert set(PARAMETER_OF) == set(Step)
    assert set(PARAMETER_OF.values()) <= set(parameters())
    assert Step.FUNDER_REPLY in ENROLMENT_STEPS
    assert Step.ENFORCEMENT_ORDER_FROM not in ENROLMENT_STEPS


def test_a_day_that_cannot_be_written_is_refused():
    with pytest.raises(NotCovered):
        deadline(LAW, Step.PAYMENT, date(9999, 12, 20))


@pytest.mark.parametrize(
    ("name", "value", "step", "start", "end"),
    [
        ("earliest_start_nth_working_day", 12, Step.EARLIEST_START, date(2026, 11, 20), date(2026, 12, 8)),
        ("opposition_extended_to_working_day", True, Step.ENFORCEMENT_OPPOSITION, date(2026, 8, 1), date(2026, 8, 17)),
        (
            "quarter_deadline_on_month_end",
            False,
            Step.PREVENTION_PROVIDER_DECLARATION,
            date(2026, 6, 1),
            date(2026, 12, 30),
        ),
    ],
)
def test_an_open_question_may_be_read_the_other_way(name, value, step, start, end):
    assert deadline(law_on(start, overrides={name: value}), step, start) == end


@pytest.mark.parametrize(
    ("reading", "end"), [("14 calendar", "2026-12-08"), ("14 working", "2026-12-14"), ("11 working", "2026-12-09")]
)
def test_the_right_of_withdrawal(reading, end):
    law = law_on(date(2026, 11, 24), overrides={"withdrawal_days": reading})
    assert withdrawal_last_day(law, date(2026, 11, 24)).isoformat() == end


def test_the_refund_after_a_withdrawal():
    assert withdrawal_refund_by(LAW, date(2026, 12, 1)) == date(2026, 12, 31)


@pytest.mark.parametrize("step", list(Step))
def test_one_and_many_agree(step):
    days = [date(2018, 12, 1) + timedelta(days=31 * place) for place in range(110)]
    law = law_on(days[-1])
    many = delay(law, step, np.array(days, dtype="datetime64[D]"))
    one_by_one = [delay(law, step, day) for day in days]
    assert many.refusal.tolist() == [one.refusal for one in one_by_one]
    assert many.last_day.tolist() == [one.last_day for one in one_by_one]
    assert {one.refusal for one in one_by_one} == {None, Refusal.DATE_NOT_COVERED}
