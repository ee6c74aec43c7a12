"""The record of attendance of one enrolment, as the staff read it for control; the names only for a reason given."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from acquis.attendance import queries as attendance
from acquis.people import queries as people
from acquis.providers import queries as providers
from acquis.web.attendance_words import completion_words, proofs_of, rows_of
from acquis.web.door import Audience, actor_of, page, reads
from acquis.web.session import Request

from .lookup import reason_of


@reads(Audience.STAFF)
def show(request: Request, enrolment_id: UUID) -> HttpResponse:
    by, reason = actor_of(request), reason_of(request)
    record = attendance.record_of(enrolment_id, by=by, at=request.at)
    if record is None:
        raise Http404
    provider = providers.provider(record.provider_id)
    holder = people.name_of(record.person_id, by=by, reason=reason).display if reason else _("Le titulaire")
    return page(
        request,
        "staff/attendance_record.html",
        record=record,
        provider=provider,
        rows=rows_of(record),
        proofs=proofs_of(record, holder=holder, provider=provider.display if provider else ""),
        working=completion_words(record.completion),
        compared=attendance.compared_with_declared(enrolment_id, by=by),
    )
