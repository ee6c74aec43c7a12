"""What a stop does to each enrolment under way, to the cent: written when it is prepared, and for who comes late."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from acquis.attendance import queries as attendance
from acquis.enrolments import queries as enrolments
from acquis.enrolments.types import Act, EndingWithBody, State
from acquis.kit.actor import Actor

from .models import Line, Stop
from .types import LineState, Way

_WAYS = {Act.CANCEL_AS_OPERATOR: Way.RETURNED, Act.DECLARE_FAILURE: Way.COUNTED, None: Way.BY_HAND}


def under_way(provider_id: UUID, *, stopped_on: date, by: Actor) -> list[EndingWithBody]:
    """What ends with the body. A card that is paying is waited for, and whose service is declared has ended already."""
    rows = enrolments.ending_with_body(provider_id, stopped_on=stopped_on, by=by)
    return [row for row in rows if row.state not in (State.AWAITING_PAYMENT, State.SERVICE_DECLARED)]


def lines(stop: Stop, rows: Collection[EndingWithBody], *, by: Actor, at: datetime) -> list[Line]:
    """A line for each of these enrolments, not written yet."""
    return [_line(stop, row, by=by, at=at) for row in rows]


def shape(line: Line | EndingWithBody) -> tuple[UUID, Way, date | None, int]:
    """What must not change between what was shown and what is approved."""
    if isinstance(line, Line):
        # A training of which nobody knows how much was followed would be counted, and is left to an agent.
        held = line.returned_cents if line.way == Way.RETURNED else 0
        return line.enrolment_id, Way.COUNTED if line.until else Way(line.way), line.until, held
    return line.id, _WAYS[line.act], line.until, line.held_cents


def _line(stop: Stop, row: EndingWithBody, *, by: Actor, at: datetime) -> Line:
    line = Line(
        stop=stop,
        enrolment_id=row.id,
        account_id=row.account_id,
        person_id=row.person_id,
        number=row.number,
        title=row.title,
        was=row.state,
        way=_WAYS[row.act],
        state=LineState.WAITING if row.act else LineState.LEFT,
        until=row.until,
        price_cents=row.price_cents,
    )
    if row.act is Act.CANCEL_AS_OPERATOR:
        line.returned_cents = row.held_cents
    elif row.until is not None:
        _count(line, row.until, by=by, at=at)
    return line


def _count(line: Line, until: date, *, by: Actor, at: datetime) -> None:
    """Count what was followed, and what that gives to each; without record and last day, an agent will say it."""
    part = attendance.followed_until(line.enrolment_id, until=until, by=by)
    if part is None:
        line.way, line.state = Way.BY_HAND, LineState.LEFT
        return
    foreseen = enrolments.foresee_failure(
        line.enrolment_id,
        stopped_on=until,
        continued=line.stop.continued,
        done=part.done,
        total=part.total,
        by=by,
        at=at,
    )
    line.done, line.total, line.unit = part.done, part.total, part.unit
    line.provider_cents, line.returned_cents = foreseen.provider_cents, foreseen.returned_cents
    line.lapsed_cents = foreseen.lapsed_cents
