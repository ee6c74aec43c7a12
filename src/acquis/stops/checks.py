"""What must always be true of stops: what is over has nothing that waits, and what has ended is no longer under way."""

from __future__ import annotations

from collections.abc import Iterable

from acquis.enrolments import queries as enrolments
from acquis.journal.checks import check
from acquis.kit.actor import system

from .models import Line
from .types import LineState, StopState, Way

BY = system("stops.check")


@check("stops: a stop that is over left no enrolment waiting, and one that has not begun ended none")
def lines_follow() -> Iterable[str]:
    for pk in Line.objects.waiting().filter(stop__state=StopState.DONE).values_list("stop_id", flat=True).distinct():
        yield f"stop {pk} is over, and a line of it waits"
    early = Line.objects.filter(state=LineState.ENDED, stop__state__in=[StopState.PREPARED, StopState.DISCARDED])
    for pk in early.values_list("stop_id", flat=True).distinct():
        yield f"stop {pk} has not begun, and a line of it has ended"


@check("stops: an enrolment that a stop ended before entry is under way no more")
def ended_is_ended() -> Iterable[str]:
    rows = Line.objects.filter(state=LineState.ENDED, way=Way.RETURNED)
    for provider_id, day in rows.values_list("stop__provider_id", "stop__stopped_on").distinct():
        live = {row.id for row in enrolments.ending_with_body(provider_id, stopped_on=day, by=BY)}
        for pk in rows.filter(stop__provider_id=provider_id, enrolment_id__in=live).values_list("id", flat=True):
            yield f"line {pk} has ended, and its enrolment is under way"
