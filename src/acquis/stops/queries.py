"""The questions others may ask of stops; the answers name nobody."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Sum

from acquis.attendance.types import Unit
from acquis.enrolments import queries as enrolments
from acquis.enrolments.types import State as EnrolmentState
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.people.types import ProofFile

from . import exhibits, leaving, permissions
from .models import Exhibit, Line, Stop
from .types import ExhibitCard, LineCard, LineState, StopCard, StopRow, StopState, Totals, Way

PER_PAGE = 25


def stops(*, by: Actor, provider_id: UUID | None = None, limit: int = 100) -> list[StopRow]:
    """The latest stops, newest first; none for who may not see them."""
    rows = permissions.READ.rows(by, Stop.objects.all())
    if provider_id is not None:
        rows = rows.filter(provider_id=provider_id)
    return [_row(row) for row in rows.order_by("-prepared_at", "-id")[:limit]]


def stop(stop_id: UUID, *, by: Actor) -> StopCard | None:
    """One stop; None when unknown or not for `by`."""
    row = permissions.READ.rows(by, Stop.objects.filter(pk=stop_id)).first()
    if row is None:
        return None
    sums = row.lines.order_by().values_list("way").annotate(
        Count("id"), Sum("provider_cents"), Sum("returned_cents"), Sum("lapsed_cents")
    )  # fmt: skip
    return StopCard(
        row=_row(row),
        words=exhibits.words_of(row),
        exhibits=tuple(
            ExhibitCard(id=each.id, name=exhibits.name_of(each), size=each.size)
            for each in row.exhibits.order_by("id").defer("content_sealed")
        ),
        totals={
            Way(way): Totals(count=count, provider_cents=provider, returned_cents=returned, lapsed_cents=lapsed)
            for way, count, provider, returned, lapsed in sums
        },
        progress={LineState(state): n for state, n in row.lines.order_by().values_list("state").annotate(Count("id"))},
    )


def lines(stop_id: UUID, *, by: Actor, page: int | None = None) -> list[LineCard]:
    """The enrolments of a stop, by number; a page of them, or all."""
    rows = Line.objects.filter(stop__in=permissions.READ.rows(by, Stop.objects.filter(pk=stop_id))).order_by("number")
    if page is not None:
        rows = rows[(page - 1) * PER_PAGE : page * PER_PAGE]
    return [_line(row) for row in rows]


def earliest_day(provider_id: UUID, *, by: Actor, at: datetime) -> date:
    """The earliest day that may be told as the last one taught: that of the body's first request.

    Before it there was nothing to stop. Of a body that nobody ever asked anything, a year back.
    """
    return enrolments.first_asked_on(provider_id, by=by) or day_of(at) - timedelta(days=365)


def left_to_people(*, by: Actor, limit: int = 100) -> list[tuple[StopRow, int]]:
    """The stops that are over and left enrolments still in course, oldest first, with how many."""
    over = permissions.READ.rows(by, Stop.objects.filter(state=StopState.DONE, lines__state=LineState.LEFT))
    rows = list(over.order_by("finished_at", "id").distinct())
    left = leaving.still_left([row.id for row in rows], by=by)
    return [(_row(row), left[row.id]) for row in rows if left[row.id]][:limit]


def exhibit(stop_id: UUID, exhibit_id: UUID, *, by: Actor) -> ProofFile | None:
    """A proof of a stop, opened; None when unknown or not for `by`."""
    seen = permissions.READ.rows(by, Stop.objects.filter(pk=stop_id))
    row = Exhibit.objects.filter(stop__in=seen, pk=exhibit_id).first()
    if row is None:
        return None
    return ProofFile(
        name=exhibits.name_of(row), content=exhibits.content_of(row), media_type=row.media_type, scanned=row.scanned
    )


def _row(row: Stop) -> StopRow:
    names = [name for name in StopRow.__dataclass_fields__ if name != "state"]
    return StopRow(state=StopState(row.state), **{name: getattr(row, name) for name in names})


def _line(row: Line) -> LineCard:
    typed = ("was", "way", "state", "unit")
    told = {name: getattr(row, name) for name in LineCard.__dataclass_fields__ if name not in typed}
    return LineCard(
        was=EnrolmentState(row.was),
        way=Way(row.way),
        state=LineState(row.state),
        unit=Unit(row.unit) if row.unit else None,
        **told,
    )
