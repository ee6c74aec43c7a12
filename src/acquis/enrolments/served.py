"""How much of a training was followed, whoever says it: what is possible, and what the law makes of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from acquis import rules
from acquis.kit.refusal import Refused
from acquis.rules.types import ExitReason

from . import delays, settlement
from .models import Enrolment
from .types import BillingState, Refusal

#: More than any training counts; its column holds no more.
MOST = 10_000_000


def require(reason: ExitReason, done: Decimal, total: Decimal) -> None:
    """Refuse more than the whole, nothing of nothing, more than two decimals, and a whole that is not one."""
    if not 0 <= done <= total < MOST or total <= 0 or round(done, 2) != done or round(total, 2) != total:
        raise Refused(Refusal.ATTENDANCE_IMPOSSIBLE)
    if reason == ExitReason.COMPLETED and done < total:
        raise Refused(Refusal.ATTENDANCE_NOT_FULL)


def require_failure(
    enrolment: Enrolment, *, stopped_on: date, continued: bool, done: Decimal, total: Decimal, on: date
) -> ExitReason:
    """How a training ends whose body stopped that day; refuses a day before the entry or after `on`."""
    if stopped_on > on:
        raise Refused(Refusal.IN_THE_FUTURE)
    if enrolment.entered_on is not None and stopped_on < enrolment.entered_on:
        raise Refused(Refusal.EXIT_BEFORE_ENTRY)
    reason = ExitReason.PROVIDER_DEFAULT_CONTINUED if continued else ExitReason.PROVIDER_DEFAULT
    require(reason, done, total)
    return reason


def settled(enrolment: Enrolment, *, reason: ExitReason, done: Decimal, total: Decimal) -> rules.Settlement:
    """What the law of the order gives to whom; the enrolment is not changed."""
    return rules.settle_attendance(
        delays.law_of_order(enrolment),
        settlement.followed(enrolment, reason=reason, done=done, total=total),
    )


def written(enrolment: Enrolment, outcome: rules.Settlement, *, done: Decimal, total: Decimal) -> dict[str, Any]:
    """What the enrolment keeps of a service that is declared and not validated yet."""
    is_owed = int(outcome.provider_cents) > enrolment.deposit_cents
    return {
        "done": done,
        "total": total,
        "rate_percent": int(outcome.rate_percent),
        "provider_cents": int(outcome.provider_cents),
        "returned_cents": int(outcome.returned_cents),
        "lapsed_cents": int(outcome.lost_cents),
        "billing_state": BillingState.TO_BILL if is_owed else enrolment.billing_state,
    }
