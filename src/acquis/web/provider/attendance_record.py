"""The record of attendance of one person, as the training body reads it, takes it as a file and on paper."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse

from acquis.attendance import queries as attendance
from acquis.attendance.types import Record
from acquis.people import queries as people
from acquis.providers import queries as providers
from acquis.web import attendance_paper
from acquis.web.attendance_words import completion_words, proofs_of, rows_of
from acquis.web.door import Audience, actor_of, page, reads, writes
from acquis.web.session import Request

from .requests import REASON


@reads(Audience.PROVIDER)
def show(request: Request, enrolment_id: UUID) -> HttpResponse:
    record, names = _found(request, enrolment_id)
    return page(
        request,
        "provider/attendance_record.html",
        record=record,
        who=names["holder"],
        rows=rows_of(record),
        proofs=proofs_of(record, **names),
        working=completion_words(record.completion),
        compared=attendance.compared_with_declared(enrolment_id, by=actor_of(request)),
        session_id=record.half_days[0].card.session_id if record.half_days else None,
    )


@reads(Audience.PROVIDER)
def as_csv(request: Request, enrolment_id: UUID) -> HttpResponse:
    record, names = _found(request, enrolment_id)
    return attendance_paper.as_csv(record, **names)


@writes(Audience.PROVIDER)
def issue(request: Request, enrolment_id: UUID) -> HttpResponse:
    """A POST, because the code of the paper is written down."""
    record, names = _found(request, enrolment_id)
    return attendance_paper.on_paper(record, **names, by=actor_of(request), at=request.at)


def _found(request: Request, enrolment_id: UUID) -> tuple[Record, dict[str, str]]:
    """The record, and how its holder and its provider are called."""
    by = actor_of(request)
    record = attendance.record_of(enrolment_id, by=by, at=request.at)
    if record is None:
        raise Http404
    provider = providers.provider(record.provider_id)
    name = people.name_of(record.person_id, by=by, reason=REASON)
    return record, {"holder": name.display, "provider": provider.display if provider else ""}
