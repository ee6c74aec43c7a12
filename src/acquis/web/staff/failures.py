"""A body stopped in mid-course: an agent says when and how much was followed, sees who gets what, and confirms."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from acquis.attendance import queries as attendance
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
    said = _said(request, enrolment, errors)
    if errors:
        return _shown(request, enrolment_id, errors=errors)
    try:
        foreseen = enrolments.foresee_failure(enrolment_id, **said, by=by, at=request.at)
        if request.POST.get("sure") != "yes":
            return _shown(request, enrolment_id, preview=foreseen_of(foreseen))
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


def _said(request: Request, enrolment: EnrolmentDetails, errors: dict[str, str]) -> dict[str, Any]:
    """What the form says: the day, and the part followed in the unit of this training."""
    try:
        stopped_on = date.fromisoformat(request.POST.get("stopped_on", ""))
    except ValueError:
        errors["stopped_on"] = _("Indiquez le jour de l’arrêt.")
        stopped_on = None
    done: Decimal | int | None
    total: Decimal | int | None
    if _in_hours(enrolment):
        done, total = number_of(request.POST.get("done", "")), number_of(request.POST.get("total", ""))
        if done is None:
            errors["done"] = _("Indiquez les heures suivies jusqu’à l’arrêt, par exemple 34,5.")
        if not total:
            errors["total"] = _("Indiquez les heures prévues, par exemple 70.")
    else:
        by = actor_of(request)
        days = enrolments.followed_by_days(enrolment.id, until=stopped_on, by=by) if stopped_on else None
        done, total = days or (0, 1)
    return {
        "stopped_on": stopped_on,
        "continued": request.POST.get("continued") == "1",
        "done": done,
        "total": total,
    }


def _in_hours(enrolment: EnrolmentDetails) -> bool:
    """Whether the part followed is said in hours: where hours were sold, or where no last day lets days be counted."""
    return bool(enrolment.hours) or enrolment.ends_on is None


def _shown(
    request: Request,
    enrolment_id: EnrolmentId,
    *,
    errors: dict[str, str] | None = None,
    preview: dict[str, Any] | None = None,
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
        "total": typed_as(Decimal(enrolment.hours)) if enrolment.hours else "",
        "continued": "",
    }
    return page(
        request,
        "staff/failure.html",
        status=422 if errors else 200,
        enrolment=enrolment,
        in_hours=_in_hours(enrolment),
        record=record if counted else None,
        typed={key: request.POST.get(key, value) for key, value in standing.items()},
        preview=preview,
        today=day_of(request.at),
        errors=errors or {},
    )
