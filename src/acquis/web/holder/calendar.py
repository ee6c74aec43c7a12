"""An enrolment as a calendar file (iCalendar, RFC 5545): its half-days or its days, and the day by which one must act.

The same enrolment always has the same identifiers, so that a calendar that reads the file again moves what it knows.
Nothing in it says who the holder is.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from acquis.attendance import queries as attendance
from acquis.attendance.types import State as HalfDayState
from acquis.enrolments import queries as enrolments
from acquis.enrolments.types import LIVE, EnrolmentDetails, EnrolmentId, Party
from acquis.kit.clock import PARIS
from acquis.providers import queries as providers
from acquis.web.door import Audience, actor_of, reads
from acquis.web.session import Request

_BEFORE = timedelta(days=1)


@reads(Audience.HOLDER)
def show(request: Request, enrolment_id: EnrolmentId) -> HttpResponse:
    by = actor_of(request)
    enrolment = enrolments.enrolment_for_holder(enrolment_id, by=by)
    provider = providers.provider(enrolment.provider_id)
    record = attendance.record_of(enrolment_id, by=by, at=request.at)
    planned = (
        [each.card for each in record.half_days if each.card.state is not HalfDayState.CANCELLED] if record else []
    )

    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Acquis//FR")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", enrolment.title)
    changed = max([enrolment.requested_at, *(deed.at for deed in enrolment.history)])
    about = _about(enrolment, provider.display if provider else "")
    for half_day in planned:
        where = half_day.plan.place or _place(enrolment)
        event = _event(f"half-day-{half_day.id}", enrolment.title, about, changed, where=where)
        event.add("dtstart", half_day.starts_at.astimezone(PARIS))
        event.add("dtend", half_day.ends_at.astimezone(PARIS))
        event.add("sequence", half_day.changes)
        calendar.add_component(event)
    if not planned and enrolment.state in LIVE:
        event = _event(f"session-{enrolment.id}", enrolment.title, about, changed, where=_place(enrolment))
        _whole_days(event, enrolment.starts_on, enrolment.ends_on or enrolment.starts_on)
        calendar.add_component(event)
    if enrolment.waits_for is Party.HOLDER and enrolment.due_on is not None:
        title = _("Dernier jour pour répondre : %(title)s") % {"title": enrolment.title}
        event = _event(f"due-{enrolment.id}", title, about, changed)
        _whole_days(event, enrolment.due_on, enrolment.due_on)
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", title)
        alarm.add("trigger", -_BEFORE)
        event.add_component(alarm)
        calendar.add_component(event)
    calendar.add_missing_timezones()

    response = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="formation-{enrolment.number}.ics"'
    return response


def _event(name: str, title: str, about: str, changed: datetime, *, where: str = "") -> Event:
    event = Event()
    event.add("uid", f"{name}@{settings.ACQUIS.site_url.partition('://')[2]}")
    event.add("dtstamp", changed.astimezone(ZoneInfo("UTC")))
    event.add("summary", title)
    event.add("description", about)
    if where:
        event.add("location", where)
    return event


def _whole_days(event: Event, first: date, last: date) -> None:
    """All-day events end on the day after their last."""
    event.add("dtstart", first)
    event.add("dtend", last + timedelta(days=1))
    event.add("transp", "TRANSPARENT")


def _about(enrolment: EnrolmentDetails, provider: str) -> str:
    address = f"{settings.ACQUIS.site_url}/mes-inscriptions/{enrolment.id}"
    return _("%(provider)s, dossier %(number)s. Tout ce qui est attendu : %(address)s") % {
        "provider": provider,
        "number": enrolment.number,
        "address": address,
    }


def _place(enrolment: EnrolmentDetails) -> str:
    if not enrolment.town:
        return _("À distance")
    return f"{enrolment.address}, {enrolment.town}" if enrolment.address else enrolment.town
