"""What must always be true of hearings: each that goes on holds its enrolment under control, and none is forgotten."""

from __future__ import annotations

from collections.abc import Iterator

from acquis.enrolments import queries as enrolments
from acquis.journal.checks import check

from .models import Hearing
from .types import Finding, State


@check("hearings: what is examined is under control, and what is over is released")
def controls_follow() -> Iterator[str]:
    going_on = dict(Hearing.objects.going_on().values_list("control_id", "pk"))
    open_ones = enrolments.open_controls(going_on)
    for control_id, hearing_id in going_on.items():
        if control_id not in open_ones:
            yield f"hearing {hearing_id} goes on, and its control is released"
    over = dict(Hearing.objects.exclude(pk__in=list(going_on.values())).values_list("control_id", "pk"))
    for control_id in enrolments.open_controls(over):
        if control_id not in going_on:
            yield f"hearing {over[control_id]} is over, and its control is open"


@check("hearings: a decision that settles money says what it gave")
def decisions_tell() -> Iterator[str]:
    settled = Hearing.objects.filter(state=State.DECIDED, finding__in=[Finding.CHANGED, Finding.SERVICE_REFUSED])
    for pk in settled.filter(provider_cents__isnull=True).values_list("pk", flat=True):
        yield f"hearing {pk} was decided, and does not say what it gave"
