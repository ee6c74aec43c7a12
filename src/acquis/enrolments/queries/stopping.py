"""What a body that stops leaves under way: which act ends each of its enrolments, and until which day it was taught."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db.models import Sum

from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.rules.types import ExitReason

from .. import permissions
from ..lifecycle import allows
from ..models import Enrolment, Share
from ..types import LIVE, Act, EndingWithBody, State

_STOPPED = (ExitReason.PROVIDER_DEFAULT, ExitReason.PROVIDER_DEFAULT_CONTINUED)


def ending_with_body(provider_id: UUID, *, stopped_on: date, by: Actor) -> list[EndingWithBody]:
    """Every enrolment under way with a body, by number, as it would end if the body stopped that day.

    Who left before it stopped left for their own reason, which stands; a service that is declared waits for its
    validation; a payment by card under way is heard of first.
    """
    permissions.CONTROL.require_any(by)
    rows = list(Enrolment.objects.filter(provider_id=provider_id, state__in=LIVE).order_by("number"))
    # What is not confirmed yet has its shares written at most for a payment that did not come: nothing is held.
    engaged = [row.pk for row in rows if row.state == State.CONFIRMED]
    held = Share.objects.filter(enrolment__in=engaged).values_list("enrolment_id").annotate(Sum("amount_cents"))
    sums = dict(held)
    return [_row(row, stopped_on, held_cents=sums.get(row.pk, 0)) for row in rows]


def first_asked_on(provider_id: UUID, *, by: Actor) -> date | None:
    """The day of the first request that a body ever had; None when it had none."""
    rows = permissions.SEE.rows(by, Enrolment.objects.filter(provider_id=provider_id))
    first = rows.order_by("requested_at").values_list("requested_at", flat=True).first()
    return None if first is None else day_of(first)


def entered_after(provider_id: UUID, day: date, *, by: Actor) -> int:
    """How many people, by what the body declared, entered a training of its after a day."""
    rows = permissions.SEE.rows(by, Enrolment.objects.filter(provider_id=provider_id, entered_on__gt=day))
    return int(rows.count())


def still_in_course(ids: Mapping[UUID, UUID], *, by: Actor) -> set[UUID]:
    """Which of these enrolments, each with its account, still wait for somebody to say what was followed."""
    rows = Enrolment.objects.filter(account_id__any_of=set(ids.values()), pk__any_of=list(ids))
    in_course = rows.filter(state__in=[State.IN_TRAINING, State.EXITED])
    return set(permissions.SEE.rows(by, in_course).values_list("pk", flat=True))


def card_under_way_until(provider_id: UUID) -> datetime | None:
    """When the last payment by card under way with a body is over; None when there is none."""
    rows = Enrolment.objects.filter(state=State.AWAITING_PAYMENT, provider_id=provider_id)
    return rows.order_by("-due_at").values_list("due_at", flat=True).first()


def _row(enrolment: Enrolment, stopped_on: date, *, held_cents: int) -> EndingWithBody:
    act, until = _ending(enrolment, stopped_on)
    return EndingWithBody(
        id=enrolment.id,
        number=enrolment.number,
        account_id=enrolment.account_id,
        person_id=enrolment.person_id,
        title=enrolment.title,
        state=State(enrolment.state),
        price_cents=enrolment.price_cents,
        held_cents=held_cents,
        act=act,
        until=until,
    )


def _ending(enrolment: Enrolment, stopped_on: date) -> tuple[Act | None, date | None]:
    state = State(enrolment.state)
    if allows(Act.CANCEL_AS_OPERATOR, state):
        return Act.CANCEL_AS_OPERATOR, None
    if not allows(Act.DECLARE_FAILURE, state) or _left_before(enrolment, stopped_on):
        return None, None
    stopped = max(stopped_on, enrolment.entered_on or stopped_on)
    return Act.DECLARE_FAILURE, min(stopped, enrolment.exited_on or stopped)


def _left_before(enrolment: Enrolment, stopped_on: date) -> bool:
    """Whether somebody left before their body stopped, and for another reason than that."""
    if enrolment.exited_on is None or enrolment.exited_on >= stopped_on:
        return False
    return enrolment.exit_reason not in _STOPPED
