"""What the provider is paid for what was followed, what goes back, and the deposit paid at entry.

Conditions of use (version accepted at the order): completion rate, tiers of a dropout, deposit of long sessions. The
numbers are in `law/attendance.toml`.
"""

from dataclasses import dataclass

from acquis.rules.calendar import add_months, day_before, numpy_days
from acquis.rules.record import Law
from acquis.rules.types import ExitReason
from acquis.rules.vocabulary import Cents, Day, Flag, Number, Percent, at_least, choose, none_of, share_nearest


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """The facts; numbers are values or columns. `done` of `total` are in one unit and one scale; `total` above 0."""

    price_cents: Cents
    done: Number
    total: Number
    reason: ExitReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What is paid and why. `paid_percent` is what the rate gives after the tiers; what is neither paid nor returned
    is lost to the holder (`lost_cents`)."""

    rate_percent: Percent
    paid_percent: Percent
    provider_cents: Cents
    returned_cents: Cents
    lost_cents: Cents


def settle_attendance(law: Law, facts: Attendance) -> Settlement:
    """Settle one training that was entered. `law` is that of the order."""
    rule = law.attendance
    rate = share_nearest(100, facts.done, facts.total)
    match facts.reason:
        case ExitReason.COMPLETED:
            rate = paid = rate * 0 + 100
        case ExitReason.DROPOUT:
            least, full = rule.dropout_tiers
            paid = choose(rate < least, least, choose(rate < full, rate, 100))
        case ExitReason.FORCE_MAJEURE | ExitReason.PROVIDER_DEFAULT_CONTINUED:
            paid = rate
        case ExitReason.PROVIDER_DEFAULT:
            paid = rate if rule.provider_default_pays == "prorata" else rate * 0
        case ExitReason.ENTRY_DECLARED_IN_ERROR:
            rate = paid = rate * 0

    provider = share_nearest(facts.price_cents, paid, 100)
    rest = facts.price_cents - provider
    is_lost = facts.reason is ExitReason.DROPOUT
    return Settlement(
        rate_percent=rate,
        paid_percent=paid,
        provider_cents=provider,
        returned_cents=rest * 0 if is_lost else rest,
        lost_cents=rest if is_lost else rest * 0,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """What was followed of a training, as its record of attendance adds it up; numbers are values or columns.

    `live` minutes are at the place or in a class held at a distance; `alone` minutes are those foreseen for what is
    done alone, whose exercises are `steps`.
    """

    live_minutes: Number
    live_minutes_total: Number
    alone_minutes_total: Number
    steps: Number
    steps_total: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """The completion rate and what it is made of: hundredths of an hour, or of a step when `by_steps`.

    `total` is 0, and the rate too, when nothing is planned.
    """

    rate_percent: Percent
    done: Number
    total: Number
    by_steps: Flag


def completion(facts: Followed) -> Completion:
    """The completion rate of a record: by hours, or by steps when everything is done alone (register, § 5.4).

    What is done alone beside a class counts for the share of its minutes that its steps make. Hours are written with
    two decimals, as a provider declares them, and the rate is that of the figures written.
    """
    by_steps = facts.live_minutes_total == 0
    steps_total = at_least(1, facts.steps_total)
    minutes = facts.live_minutes * steps_total + facts.alone_minutes_total * facts.steps
    done = choose(by_steps, 100 * facts.steps, share_nearest(100, minutes, 60 * steps_total))
    planned = share_nearest(100, facts.live_minutes_total + facts.alone_minutes_total, 60)
    total = choose(by_steps, 100 * facts.steps_total, planned)
    rate = share_nearest(100, done, at_least(1, total))
    return Completion(rate_percent=rate, done=done, total=total, by_steps=by_steps)


def deposit_share(law: Law, *, price_cents: Cents, starts_on: Day, ends_on: Day) -> Cents:
    """The deposit paid to the provider at entry, in cents: 0 unless the session lasts longer than three months."""
    is_long = is_long_session(law, starts_on=starts_on, ends_on=ends_on)
    return choose(is_long, share_nearest(price_cents, law.attendance.deposit_percent, 100), 0)


def is_long_session(law: Law, *, starts_on: Day, ends_on: Day) -> Flag:
    """Whether a session lasts longer than the months after which a deposit is paid; its last day counts."""
    limit = add_months(numpy_days(starts_on), law.attendance.deposit_longer_than_months)
    return none_of(day_before(ends_on, limit))
