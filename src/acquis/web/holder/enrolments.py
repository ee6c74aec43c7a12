"""My enrolments: those that go on, with what comes next, then those that are over."""

from __future__ import annotations

from django.http import HttpResponse

from acquis.attendance import queries as attendance
from acquis.enrolments import queries as enrolments
from acquis.enrolments.types import ENDS
from acquis.providers import queries as providers
from acquis.web.attendance_words import day_and_part
from acquis.web.door import Audience, actor_of, page, reads
from acquis.web.session import Request


@reads(Audience.HOLDER)
def show(request: Request) -> HttpResponse:
    by = actor_of(request)
    assert by.account_id is not None
    rows = enrolments.enrolments_of_account(by.account_id, by=by)
    bodies = providers.providers([row.provider_id for row in rows])
    return page(
        request,
        "holder/enrolments.html",
        going_on=[row for row in rows if row.state not in ENDS],
        over=[row for row in rows if row.state in ENDS],
        bodies=bodies,
        to_sign=attendance.to_sign(by=by, at=request.at),
        day_and_part=day_and_part,
    )
