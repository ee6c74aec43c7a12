"""A body stopped in mid-course: an agent says when and how much was followed, sees who gets what, and confirms."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from acquis.attendance import queries as attendance
from acquis.attendance.types import FollowedPart, Unit
from acquis.enrolments import actions
from acquis.enrolments import queries as enrolments
from acquis.enrolments.types import Act, EnrolmentDetails, EnrolmentId, Refusal
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.hearings import foreseen_of, number_of, typed_as
from acquis.web.refusals import sentence
from acquis.web.session import Request

#: Which field explains a refusal.
FIELDS = {
    Refusal.IN_THE_FUTURE: "stopped_on",
    Refusal.EXIT_BEFORE_ENTRY: "stopped_on",
    Refusal.ATTENDANCE_IMPOSSIBLE: "done",
}


@reads(Audience.STAFF)
def show(request: Request, enrolment_id: EnrolmentId) -> HttpResponse:
    return _shown(request, enrolment_id)


@writes(Audience.STAFF)
def declare(request: Request, enrolment_id: EnrolmentId) -> HttpResponse:
    """First what it would give, to the cent; then, confirmed, the declaration."""
    by = actor_of(request)
    enrolment = enrolments.details(enrolment_id, by=by)
    errors: dict[str, str] = {}
    stopped_on, part = _said(request, enrolment, errors)
    if stopped_on is None or part is None:
        return _shown(request, enrolment_id, errors=errors)
    said: dict[str, Any] = {
        "stopped_on": stopped_on,
        "continued": request.POST.get("continued") == "1",
        "done": part.done,
        "total": part.total,
    }
    try:
        foreseen = enrolments.foresee_failure(enrolment_id, **said, by=by, at=request.at)
        if request.POST.get("sure") != "yes":
            return _shown(request, enrolment_id, preview=foreseen_of(foreseen), part=part)
        actions.declare_failure(enrolment_id=enrolment_id, **said, by=by, at=request.at)
    except Refused as refused:
        field = FIELDS.get(refused.reason)  # type: ignore[call-overload]
        if field is None:
            raise
        return _shown(request, enrolment_id, errors={field: sentence(refused)})
    messages.success(
        request, _("L’arrêt est constaté. Le titulaire et l’organisme sont prévenus et peuvent le contester.")
    )
    return see_other(f"/agents/inscriptions/{enrolment_id}")


def _said(
    request: Request, enrolment: EnrolmentDetails, errors: dict[str, str]
) -> tuple[date | None, FollowedPart | None]:
    """The day, and the part followed: what the form says, else what a stop of the whole body would count."""
    stopped_on = None
    try:
        stopped_on = date.fromisoformat(request.POST.get("stopped_on", ""))
    except ValueError:
        errors["stopped_on"] = _("Indiquez le jour de l’arrêt.")
    typed_done, typed_total = (request.POST.get(key, "").strip() for key in ("done", "total"))
    if not typed_done and not typed_total:
        if stopped_on is None:
            return None, None
        part = attendance.followed_until(enrolment.id, until=stopped_on, by=actor_of(request))
        if part is None:
            errors["done"] = _("Rien ne dit ce qui a été suivi : indiquez les heures, par exemple 34,5.")
        return stopped_on, part
    done, total = number_of(typed_done), number_of(typed_total)
    if done is None:
        errors["done"] = _("Indiquez les heures suivies jusqu’à l’arrêt, par exemple 34,5.")
    if not total:
        errors["total"] = _("Indiquez les heures prévues, par exemple 70.")
    if done is None or not total:
        return stopped_on, None
    return stopped_on, FollowedPart(done=done, total=total, unit=Unit.HOURS)


def _shown(
    request: Request,
    enrolment_id: EnrolmentId,
    *,
    errors: dict[str, str] | None = None,
    preview: dict[str, Any] | None = None,
    part: FollowedPart | None = None,
) -> HttpResponse:
    by = actor_of(request)
    enrolment = enrolments.details(enrolment_id, by=by)
    if Act.DECLARE_FAILURE not in enrolment.may:
        raise Http404
    record = attendance.record_of(enrolment_id, by=by, at=request.at)
    counted = record is not None and bool(record.half_days)
    standing = {
        "stopped_on": "",
        "done": "",
        "total": "",
        "continued": "",
    }
    return page(
        request,
        "staff/failure.html",
        status=422 if errors else 200,
        enrolment=enrolment,
        record=record if counted else None,
        typed={key: request.POST.get(key, value) for key, value in standing.items()},
        preview=preview,
        part=part,
        figure=typed_as,
        today=day_of(request.at),
        errors=errors or {},
    )
