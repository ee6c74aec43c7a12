"""Who would get what if somebody acted now, to the cent: what each page says before the act is confirmed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Q

from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.rules.types import CancelledBy, ExitReason

from .. import foreseeing, served
from ..models import Enrolment
from ..types import Foreseen
from .seeing import visible


def foresee_service(
    enrolment_id: UUID, *, reason: ExitReason, done: Decimal | int, total: Decimal | int, by: Actor
) -> Foreseen:
    """If the training was settled so: a decision, a provider's failure, an entry in error."""
    enrolment = visible(by, Q(pk=enrolment_id))
    foreseen = foreseeing.after_entry(enrolment, reason=reason, done=Decimal(done), total=Decimal(total))
    return _for_reader(foreseen, by)


def foresee_failure(
    enrolment_id: UUID,
    *,
    stopped_on: date,
    continued: bool,
    done: Decimal | int,
    total: Decimal | int,
    by: Actor,
    at: datetime,
) -> Foreseen:
    """If it was declared now that the body stopped that day; refuses the days and parts that the act would refuse."""
    enrolment = visible(by, Q(pk=enrolment_id))
    done, total = Decimal(done), Decimal(total)
    reason = served.require_failure(
        enrolment, stopped_on=stopped_on, continued=continued, done=done, total=total, on=day_of(at)
    )
    return _for_reader(foreseeing.after_entry(enrolment, reason=reason, done=done, total=total), by)


def foresee_entry_undone(enrolment_id: UUID, *, by: Actor) -> Foreseen:
    """If the entry was recognised as declared in error."""
    return foresee_service(enrolment_id, reason=ExitReason.ENTRY_DECLARED_IN_ERROR, done=0, total=1, by=by)


def foresee_cancellation(
    enrolment_id: UUID, *, on: date, on_behalf_of: CancelledBy, force_majeure: bool = False, by: Actor
) -> Foreseen:
    """If the enrolment was cancelled on that day; an absence is the holder's late cancellation."""
    enrolment = visible(by, Q(pk=enrolment_id))
    foreseen = foreseeing.before_entry(enrolment, on=on, by=on_behalf_of, force_majeure=force_majeure)
    return _for_reader(foreseen, by)


def foresee_withdrawal(enrolment_id: UUID, *, by: Actor) -> Foreseen:
    """If the holder used the right of withdrawal."""
    return _for_reader(foreseeing.all_back(visible(by, Q(pk=enrolment_id))), by)


def foresee_excuse(enrolment_id: UUID, *, by: Actor) -> Foreseen:
    """If force majeure was recognised after a late cancellation or an absence."""
    return _for_reader(foreseeing.excused(visible(by, Q(pk=enrolment_id))), by)


def followed_by_days(enrolment_id: UUID, *, until: date, by: Actor) -> tuple[int, int] | None:
    """How many of the days from entry to end are over on a day: what is supposed where nobody counted.

    None without a last day: what was followed is then counted, never supposed.
    """
    return days_followed(visible(by, Q(pk=enrolment_id)), until)


def days_followed(enrolment: Enrolment, until: date) -> tuple[int, int] | None:
    """Days from the entry to `until`, both counted, of those to the end; the whole at most; None without an end."""
    if enrolment.ends_on is None:
        return None
    first = enrolment.entered_on or enrolment.starts_on
    last = max(enrolment.ends_on, first)
    total = (last - first).days + 1
    return max(0, min((until - first).days + 1, total)), total


def _for_reader(foreseen: Foreseen, by: Actor) -> Foreseen:
    """The body learns that a third party has its part back, not which."""
    if by.provider_id is None:
        return foreseen
    plain = (replace(line, purse_id=None, kind="", label="") for line in foreseen.returned)
    return replace(foreseen, returned=tuple(plain))
