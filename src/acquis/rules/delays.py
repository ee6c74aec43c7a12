"""The day on which a delay ends.

The steps of an enrolment follow the conditions of use accepted at the order; the others are dated by the fact that
starts them: undue sums (R6333-7-2), precautionary measures (R6333-6-1), certifiers (L6113-8), the prevention passport
(décret 2022-1712 art. 4, décret 2025-748), work accidents (CSS R432-9-4). The numbers are in `law/delays.toml`.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from acquis.rules import calendar
from acquis.rules.in_force import first_day
from acquis.rules.record import Law
from acquis.rules.types import FIRST_DAY, NotCovered, Refusal, Step
from acquis.rules.vocabulary import Day, is_column, refuse_when

# The parameter that names each step, whose article and source explain the delay.
PARAMETER_OF: dict[Step, str] = {
    Step.PROVIDER_REPLY: "provider_reply_working_days",
    Step.PROVIDER_REPLY_WITH_PREREQUISITES: "provider_reply_with_prerequisites_working_days",
    Step.HOLDER_CONFIRMATION: "holder_confirmation_working_days",
    Step.EARLIEST_START: "earliest_start_nth_working_day",
    Step.FREE_CANCELLATION_LAST_DAY: "free_cancellation_working_days",
    Step.ENTRY_DECLARATION: "entry_declaration_working_days",
    Step.EXIT_DECLARATION: "exit_declaration_working_days",
    Step.SERVICE_VALIDATION: "service_validation_working_days",
    Step.PAYMENT: "payment_calendar_days",
    Step.FUNDER_REQUEST_LAST_DAY: "funder_request_working_days",
    Step.FUNDER_REPLY: "funder_reply_working_days",
    Step.STATEMENT_REPLY: "statement_reply_working_days",
    Step.HEARING_DECISION: "hearing_decision_working_days",
    Step.EXCUSE_REQUEST: "excuse_request_calendar_days",
    Step.RESCHEDULING_REPLY: "rescheduling_reply_working_days",
    Step.ENFORCEMENT_ORDER_FROM: "enforcement_notice_months",
    Step.ENFORCEMENT_OPPOSITION: "enforcement_opposition_days",
    Step.PRECAUTIONARY_FREEZE_END: "precautionary_freeze_months",
    Step.CERTIFIER_TRANSMISSION: "certifier_transmission_months",
    Step.PREVENTION_PROVIDER_DECLARATION: "prevention_provider_months",
    Step.PREVENTION_EMPLOYER_DECLARATION: "prevention_employer_months",
    Step.ATMP_REQUEST: "atmp_request_years",
}

ENROLMENT_STEPS = frozenset(list(Step)[: list(Step).index(Step.ENFORCEMENT_ORDER_FROM)])
"""The steps whose version is that of the order; the others take theirs from the day they start from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """When a delay ends: `last_day` (a value or a column), which parameter says so, or why there is no answer."""

    step: Step
    parameter: str
    from_day: Day
    last_day: Day
    refusal: Refusal | None


def delay(law: Law, step: Step, from_day: Day) -> Delay:
    """The end of a delay and its working.

    `law` is that of the order for the steps of an enrolment (`ENROLMENT_STEPS`), that of `from_day` for the others
    (for a column, of its latest day). The refusal is `date_not_covered` before the first day of the step, where
    `last_day` is `from_day`.
    """
    parameter = PARAMETER_OF[step]
    too_early = calendar.day_before(from_day, max(first_day(parameter), FIRST_DAY))
    if not is_column(too_early) and too_early:
        return Delay(
            step=step, parameter=parameter, from_day=from_day, last_day=from_day, refusal=Refusal.DATE_NOT_COVERED
        )
    last_day = calendar.choose_day(too_early, from_day, _last_day(law, step, from_day))
    return Delay(
        step=step,
        parameter=parameter,
        from_day=from_day,
        last_day=last_day,
        refusal=refuse_when(too_early, Refusal.DATE_NOT_COVERED),
    )


def deadline(law: Law, step: Step, from_day: Day) -> Day:
    """The day on which a delay ends, `law` as in `delay`. Raises NotCovered where `delay` refuses."""
    answer = delay(law, step, from_day)
    refusals: Any = answer.refusal if is_column(answer.refusal) else [answer.refusal]
    if any(refusal is not None for refusal in refusals):
        raise NotCovered(f"{step} is not known from {from_day}")
    return answer.last_day


def withdrawal_last_day(law: Law, from_day: Day) -> Day:
    """The last day of the right of withdrawal (code de la consommation; conditions of use).

    `from_day` is the day on which the holder confirmed; the delay runs from the day after.
    """
    number, kind = law.delays.withdrawal_days.split()
    if kind == "working":
        return calendar.add_working_days(from_day, int(number))
    return calendar.add_days(from_day, int(number))


def withdrawal_refund_by(law: Law, withdrawn_on: Day) -> Day:
    """The day by which what the holder paid is refunded after a withdrawal."""
    return calendar.add_days(withdrawn_on, law.delays.withdrawal_refund_calendar_days)


def _last_day(law: Law, step: Step, from_day: Day) -> Day:
    delays = law.delays
    match step:
        case Step.PROVIDER_REPLY:
            return calendar.add_working_days(from_day, delays.provider_reply_working_days)
        case Step.PROVIDER_REPLY_WITH_PREREQUISITES:
            return calendar.add_working_days(from_day, delays.provider_reply_with_prerequisites_working_days)
        case Step.HOLDER_CONFIRMATION:
            return calendar.add_working_days(from_day, delays.holder_confirmation_working_days)
        case Step.EARLIEST_START:
            return calendar.add_working_days(from_day, delays.earliest_start_nth_working_day)
        case Step.FREE_CANCELLATION_LAST_DAY:
            return calendar.add_working_days(from_day, -delays.free_cancellation_working_days)
        case Step.ENTRY_DECLARATION:
            return calendar.add_working_days(from_day, delays.entry_declaration_working_days)
        case Step.EXIT_DECLARATION:
            return calendar.add_working_days(from_day, delays.exit_declaration_working_days)
        case Step.SERVICE_VALIDATION:
            return calendar.add_working_days(from_day, delays.service_validation_working_days)
        case Step.PAYMENT:
            return calendar.add_days(from_day, delays.payment_calendar_days)
        case Step.FUNDER_REQUEST_LAST_DAY:
            return calendar.add_working_days(from_day, -delays.funder_request_working_days)
        case Step.FUNDER_REPLY:
            return calendar.add_working_days(from_day, delays.funder_reply_working_days)
        case Step.STATEMENT_REPLY:
            return calendar.add_working_days(from_day, delays.statement_reply_working_days)
        case Step.HEARING_DECISION:
            return calendar.add_working_days(from_day, delays.hearing_decision_working_days)
        case Step.EXCUSE_REQUEST:
            return calendar.add_days(from_day, delays.excuse_request_calendar_days)
        case Step.RESCHEDULING_REPLY:
            return calendar.add_working_days(from_day, delays.rescheduling_reply_working_days)
        case Step.ENFORCEMENT_ORDER_FROM:
            return calendar.add_days(calendar.add_months(from_day, known(delays.enforcement_notice_months)), 1)
        case Step.ENFORCEMENT_OPPOSITION:
            last = calendar.add_days(from_day, known(delays.enforcement_opposition_days))
            return calendar.next_working_day_or_same(last) if delays.opposition_extended_to_working_day else last
        case Step.PRECAUTIONARY_FREEZE_END:
            return calendar.add_months(from_day, known(delays.precautionary_freeze_months))
        case Step.CERTIFIER_TRANSMISSION:
            return calendar.add_months(from_day, known(delays.certifier_transmission_months))
        case Step.PREVENTION_PROVIDER_DECLARATION:
            return _prevention_provider(law, from_day)
        case Step.PREVENTION_EMPLOYER_DECLARATION:
            return _prevention_employer(law, from_day)
        case Step.ATMP_REQUEST:
            return calendar.add_months(from_day, 12 * delays.atmp_request_years)


def _prevention_provider(law: Law, ended_on: Day) -> Day:
    delays = law.delays
    usual = _from_quarter(law, ended_on, known(delays.prevention_provider_months))
    transitional = _from_quarter(law, ended_on, known(delays.prevention_provider_transitional_months))
    is_over = calendar.day_before(known_day(delays.prevention_provider_transition_ends_on), ended_on)
    is_after_first_month = calendar.day_before(known_day(delays.prevention_first_month_ends_on), ended_on)
    later = calendar.choose_day(is_over, usual, transitional)
    return calendar.choose_day(is_after_first_month, later, known_day(delays.prevention_first_month_declared_by))


def _prevention_employer(law: Law, ended_on: Day) -> Day:
    delays = law.delays
    usual = _from_quarter(law, ended_on, known(delays.prevention_employer_months))
    transitional = _from_quarter(law, ended_on, known(delays.prevention_employer_transitional_months))
    is_over = calendar.day_before(known_day(delays.prevention_employer_transition_ends_on), ended_on)
    return calendar.choose_day(is_over, usual, transitional)


def _from_quarter(law: Law, day: Day, months: int) -> Day:
    end = calendar.quarter_end(day)
    if law.delays.quarter_deadline_on_month_end:
        return calendar.add_months_to_month_end(end, months)
    return calendar.add_months(end, months)


def known(number: int | None) -> int:
    """The number, where the law of the day has one. Raises NotCovered."""
    if number is None:
        raise NotCovered("the law given is older than this rule")
    return number


def known_day(day: date | None) -> date:
    """The day, where the law of the day has one. Raises NotCovered."""
    if day is None:
        raise NotCovered("the law given is older than this rule")
    return day
