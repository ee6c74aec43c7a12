"""What a stop that is over left to people, and is still in course."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from acquis.enrolments import queries as enrolments
from acquis.kit.actor import Actor

from .models import Line
from .types import LineState


def still_left(stop_ids: Iterable[UUID], *, by: Actor) -> Counter[UUID]:
    """How many enrolments of each stop nobody has ended since."""
    lines = Line.objects.filter(stop__in=list(stop_ids), state=LineState.LEFT)
    rows = list(lines.values_list("stop_id", "enrolment_id", "account_id"))
    live = enrolments.still_in_course({pk: account for _, pk, account in rows}, by=by) if rows else set()
    return Counter(stop for stop, pk, _ in rows if pk in live)
