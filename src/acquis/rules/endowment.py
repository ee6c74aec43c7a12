"""The endowment after a work accident or an occupational disease (AT-MP): so much, once for each of them.

Social security code L432-12, D432-15, R432-9-2 and following; the numbers are in `law/counters.toml`.
"""

from dataclasses import dataclass

from acquis.rules import calendar
from acquis.rules.record import Law
from acquis.rules.types import FIRST_DAY, Refusal
from acquis.rules.vocabulary import Cents, Day, Flag, Number, none_of, refuse_when, unless_refused


@dataclass(frozen=True, slots=True, kw_only=True)
class EndowmentRequest:
    """The facts, values or columns. `notified_on` is the day of the notice of the rate of incapacity.

    `notice_says_delay`: the delay only runs against somebody whom the notice has told of it. `project_attested`: a
    career adviser has attested the retraining project. `balance_cents` is what the account holds.
    """

    incapacity_percent: Number
    notified_on: Day
    requested_on: Day
    notice_says_delay: Flag = True
    project_attested: Flag = True
    balance_cents: Cents = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Endowment:
    """`last_day` is the last day of the request, where the delay runs; `endowment_cents` is 0 under a `refusal`."""

    last_day: Day
    endowment_cents: Cents
    refusal: Refusal | None


def accident_endowment(law: Law, facts: EndowmentRequest) -> Endowment:
    """What the accident gives. `law` is that of the day of the request."""
    counters = law.counters
    last_day = calendar.add_months(facts.notified_on, 12 * law.delays.atmp_request_years)
    least = counters.atmp_least_balance_cents or 0
    refusal = refuse_when(
        calendar.day_before(facts.notified_on, FIRST_DAY),
        Refusal.DATE_NOT_COVERED,
        refuse_when(
            calendar.day_before(facts.requested_on, counters.atmp_service_open_from),
            Refusal.SERVICE_NOT_OPEN,
            refuse_when(
                facts.incapacity_percent < counters.atmp_incapacity_percent,
                Refusal.INCAPACITY_TOO_LOW,
                refuse_when(
                    facts.notice_says_delay & calendar.day_before(last_day, facts.requested_on),
                    Refusal.REQUEST_TOO_LATE,
                    refuse_when(
                        none_of(facts.project_attested),
                        Refusal.PROJECT_NOT_ATTESTED,
                        refuse_when(facts.balance_cents < least, Refusal.ACCOUNT_EMPTY),
                    ),
                ),
            ),
        ),
    )
    return Endowment(last_day=last_day, endowment_cents=unless_refused(refusal, counters.atmp_cents), refusal=refusal)
