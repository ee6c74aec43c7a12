"""When each step is late: the law's days, turned into moments.

The law counts in days and its last day is whole: a delay that ends on a day is over at the first moment of the next
one, in Paris. The version of the law is that of the order: the day of confirmation, before it the day of the request.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from acquis import rules
from acquis.kit.clock import day_of, end_of, start_of

from .models import Enrolment

#: How long the holder has on the card provider's page before the rights held for them are freed. Ours, not the law's.
PAYMENT_DELAY = timedelta(minutes=30)


def law_of_order(enrolment: Enrolment) -> rules.Law:
    """The law that this purchase keeps to its end."""
    return rules.law_on(day_of(enrolment.confirmed_at or enrolment.requested_at))


def over_after(law: rules.Law, step: rules.Step, from_day: date) -> datetime:
    """The first moment at which the delay of `step`, counted from `from_day`, is over."""
    return end_of(rules.deadline(law, step, from_day))


def confirmation_over_at(enrolment: Enrolment, at: datetime) -> datetime:
    """When a proposal that stands from `at` lapses, after the law's days."""
    return over_after(law_of_order(enrolment), rules.Step.HOLDER_CONFIRMATION, day_of(at))


def reminder_at(over_at: datetime) -> datetime:
    """When somebody is reminded of a delay that is over at `over_at`: nine in the morning of its last day."""
    return start_of(day_of(over_at) - timedelta(days=1)) + timedelta(hours=9)


def validation_at(law: rules.Law, declared_on: date) -> datetime:
    """The moment service done is validated: on the last day itself, not after it, for validating is what is due."""
    return start_of(rules.deadline(law, rules.Step.SERVICE_VALIDATION, declared_on))


def entry_late_at(enrolment: Enrolment, law: rules.Law) -> datetime:
    """From when the provider is late to declare that the trainee entered, if they did on the first day."""
    return over_after(law, rules.Step.ENTRY_DECLARATION, enrolment.starts_on)


def exit_late_at(enrolment: Enrolment) -> datetime | None:
    """From when the provider is late to declare the exit; unknown when the session has no known end."""
    if enrolment.ends_on is None:
        return None
    return over_after(law_of_order(enrolment), rules.Step.EXIT_DECLARATION, enrolment.ends_on)
