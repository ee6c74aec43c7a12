"""How the facts of each rule are read from JSON, and how its answer is written.

One entry of `RULES` per rule: the reader of each fact, what must hold between facts, and the answer to print.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import lcm
from typing import Any

from acquis.rules.accrual import YearOfService, YearOfWork, yearly_credit, yearly_hours
from acquis.rules.attendance import Attendance, settle_attendance
from acquis.rules.cancellation import Cancellation, cancel_before_entry
from acquis.rules.conversion import CONVERSIONS, Conversion, convert
from acquis.rules.delays import ENROLMENT_STEPS, delay
from acquis.rules.purchase import Complement, Purchase, PurseMoney, split_price
from acquis.rules.record import Law
from acquis.rules.recovery import Claim, Recovery, allocate_recovery
from acquis.rules.types import (
    Action,
    CancelledBy,
    ComplementKind,
    Counter,
    ExitReason,
    PurseKind,
    Refusal,
    Regime,
    Step,
    WorkUnit,
)
from acquis.rules.written import (
    Malformed,
    Reader,
    day,
    flag,
    integer,
    list_of,
    name,
    number,
    number_above_0,
    objects,
    one_of,
    or_null,
    text,
)

Facts = dict[str, Any]
LawOn = Callable[[date], Law]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How the facts of a rule are read, and how it answers: a result to print, or a refusal."""

    readers: Callable[[Any], Mapping[str, Reader]]
    check: Callable[[Facts], None]
    answer: Callable[[LawOn, date, Facts], Facts | Refusal]


def _parts(*numbers: Fraction) -> tuple[int, list[int]]:
    """A common scale for numbers as written, and each of them counted in its parts."""
    scale = lcm(*(one.denominator for one in numbers))
    return scale, [int(one * scale) for one in numbers]


def _nothing_more(facts: Facts) -> None:
    """A rule whose facts need no check between them."""


def _yearly_credit_readers(facts: Any) -> Mapping[str, Reader]:
    if "regime" not in facts:
        raise Malformed("regime", "is missing")
    regime = one_of(Regime)(facts["regime"], "regime")
    return {
        "regime": one_of(Regime),
        "unit": one_of(WorkUnit),
        "worked": number,
        "reference": or_null(number_above_0),
        "low_qualified": flag,
        "oeth": flag,
        "contribution_paid": or_null(flag),
        "category_c_low_qualified": flag,
        "is_part_time_post": flag,
        "balance_hours" if regime is Regime.PUBLIC_AGENT else "balance_cents": integer,
    }


def _yearly_credit(on: LawOn, asked: date, facts: Facts) -> Facts | Refusal:
    law = on(asked)
    given = [facts["worked"]] if facts["reference"] is None else [facts["worked"], facts["reference"]]
    scale, (worked, *rest) = _parts(*given)
    reference = rest[0] if rest else None
    if facts["regime"] is Regime.PUBLIC_AGENT:
        hours = yearly_hours(
            law,
            YearOfService(
                unit=facts["unit"],
                worked=worked,
                reference=reference,
                scale=scale,
                category_c_low_qualified=facts["category_c_low_qualified"],
                is_part_time_post=facts["is_part_time_post"],
                balance_hours=facts["balance_hours"],
            ),
        )
        return hours.refusal or {
            "earned_hours": hours.earned_hours,
            "granted_hours": hours.granted_hours,
            "ceiling_hours": hours.ceiling_hours,
        }
    credit = yearly_credit(
        law,
        YearOfWork(
            regime=facts["regime"],
            unit=facts["unit"],
            worked=worked,
            reference=reference,
            scale=scale,
            low_qualified=facts["low_qualified"],
            oeth=facts["oeth"],
            contribution_paid=facts["contribution_paid"],
            balance_cents=facts["balance_cents"],
        ),
    )
    return credit.refusal or {
        "earned_cents": credit.earned_cents,
        "granted_cents": credit.granted_cents,
        "ceiling_cents": credit.ceiling_cents,
    }


def _split_price_readers(facts: Any) -> Mapping[str, Reader]:
    purse = {
        "id": name,
        "kind": one_of(PurseKind),
        "amount_cents": integer,
        "certifications": or_null(list_of(text)),
        "expires_on": or_null(day),
    }
    complement = {"id": name, "kind": one_of(ComplementKind), "amount_cents": integer}
    return {
        "action": one_of(Action),
        "certification": or_null(text),
        "price_cents": integer,
        "rights_cents": integer,
        "jobseeker": flag,
        "purses": objects(purse, unique="id"),
        "complements": objects(complement, unique="id"),
        "holds_light_licence": flag,
        "last_public_assessment_on": or_null(day),
    }


def _split_price(on: LawOn, asked: date, facts: Facts) -> Facts | Refusal:
    purses = tuple(PurseMoney(**purse) for purse in facts["purses"])
    complements = tuple(Complement(**complement) for complement in facts["complements"])
    split = split_price(on(asked), Purchase(**{**facts, "purses": purses, "complements": complements}))
    return split.refusal or {
        "rights_cents": split.rights_cents,
        "purses": dict(split.purses),
        "complements": dict(split.complements),
        "holder_pays_cents": split.holder_pays_cents,
        "participation_cents": split.participation_cents,
    }


def _deadline(on: LawOn, asked: date, facts: Facts) -> Facts | Refusal:
    step, start = facts["step"], facts["from"]
    answer = delay(on(asked if step in ENROLMENT_STEPS else start), step, start)
    return answer.refusal or {"date": answer.last_day.isoformat()}


def _check_cancellation(facts: Facts) -> None:
    parts = facts["rights_cents"] + facts["holder_paid_cents"] + facts["third_party_cents"]
    if facts["price_cents"] != parts:
        raise Malformed("price_cents", f"must be the sum of its parts, {parts}")


def _cancel_before_entry(on: LawOn, asked: date, facts: Facts) -> Facts | Refusal:
    known = {key: value for key, value in facts.items() if key != "price_cents"}
    outcome = cancel_before_entry(on(asked), Cancellation(cancelled_on=asked, **known))
    return {
        "rights_returned_cents": outcome.rights_returned_cents,
        "holder_refund_cents": outcome.holder_refund_cents,
        "third_party_returned_cents": outcome.third_party_returned_cents,
        "provider_cents": outcome.provider_cents,
    }


def _check_attendance(facts: Facts) -> None:
    if facts["done"] > facts["total"]:
        raise Malformed("done", "must not be above total")


def _settle_attendance(on: LawOn, asked: date, facts: Facts) -> Facts | Refusal:
    _, (done, total) = _parts(facts["done"], facts["total"])
    known = {"price_cents": facts["price_cents"], "reason": facts["reason"]}
    settled = settle_attendance(on(asked), Attendance(done=done, total=total, **known))
    return {
        "rate_percent": settled.rate_percent,
        "provider_cents": settled.provider_cents,
        "returned_cents": settled.returned_cents,
    }


def _check_conversion(facts: Facts) -> None:
    in_cents = facts["from"] in (Counter.RIGHTS_CENTS, Counter.CEC_CENTS, Counter.CENTS)
    if in_cents and facts["amount"].denominator != 1:
        raise Malformed("amount", "must be an integer, being in cents")


def _convert(on: LawOn, asked: date, facts: Facts) -> Facts | Refusal:
    scale, (amount,) = _parts(facts["amount"])
    question = Conversion(
        source=facts["from"], target=facts["to"], amount=amount, scale=scale, declared_on=facts["declared_on"]
    )
    # Known before any law is: no date makes such a conversion possible.
    if (question.source, question.target) not in CONVERSIONS:
        return Refusal.NO_SUCH_CONVERSION
    converted = convert(on(asked), question)
    return converted.refusal or ({"cents": converted.cents} if converted.hours is None else {"hours": converted.hours})


def _allocate_recovery(on: LawOn, asked: date, facts: Facts) -> Facts | Refusal:
    claims = tuple(Claim(**claim) for claim in facts["claims"])
    allocation = allocate_recovery(on(asked), Recovery(recovered_cents=facts["recovered_cents"], claims=claims))
    return allocation.refusal or dict(allocation.shares)


RULES: dict[str, Rule] = {
    "yearly-credit": Rule(readers=_yearly_credit_readers, check=_nothing_more, answer=_yearly_credit),
    "split-price": Rule(readers=_split_price_readers, check=_nothing_more, answer=_split_price),
    "deadline": Rule(readers=lambda facts: {"step": one_of(Step), "from": day}, check=_nothing_more, answer=_deadline),
    "cancel-before-entry": Rule(
        readers=lambda facts: {
            "starts_on": day,
            "by": one_of(CancelledBy),
            "force_majeure": flag,
            "rights_cents": integer,
            "holder_paid_cents": integer,
            "third_party_cents": integer,
            "price_cents": integer,
        },
        check=_check_cancellation,
        answer=_cancel_before_entry,
    ),
    "settle-attendance": Rule(
        readers=lambda facts: {
            "price_cents": integer,
            "done": number,
            "total": number_above_0,
            "reason": one_of(ExitReason),
        },
        check=_check_attendance,
        answer=_settle_attendance,
    ),
    "convert": Rule(
        readers=lambda facts: {
            "from": one_of(Counter),
            "to": one_of(Counter),
            "amount": number,
            "declared_on": or_null(day),
        },
        check=_check_conversion,
        answer=_convert,
    ),
    "allocate-recovery": Rule(
        readers=lambda facts: {
            "recovered_cents": integer,
            "claims": objects({"creditor": name, "amount_cents": integer}, unique="creditor"),
        },
        check=_nothing_more,
        answer=_allocate_recovery,
    ),
}
