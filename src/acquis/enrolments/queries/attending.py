"""Who follows, or is to follow, which sessions: what the record of attendance asks. Nobody's name is here."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from acquis.kit.actor import Actor

from .. import permissions
from ..models import Enrolment
from ..types import ATTENDING, Attendee, State


def attending(
    *,
    by: Actor,
    session_ids: Collection[UUID] | None = None,
    enrolment_ids: Collection[UUID] | None = None,
    since: date | None = None,
) -> list[Attendee]:
    """The enrolments by which somebody follows a session, or followed it, among those `by` may see; by number.

    `since` leaves out those that ended before that day. A provider without either list is answered with all its own.
    """
    rows = permissions.SEE.rows(by, Enrolment.objects.filter(state__in=ATTENDING))
    if session_ids is not None:
        rows = rows.filter(session_id__in=list(session_ids))
    if enrolment_ids is not None:
        rows = rows.filter(pk__in=list(enrolment_ids))
    if since is not None:
        rows = rows.exclude(ends_on__lt=since)
    return [_attendee(each) for each in rows.order_by("number")]


def _attendee(e: Enrolment) -> Attendee:
    return Attendee(
        id=e.id,
        number=e.number,
        account_id=e.account_id,
        person_id=e.person_id,
        provider_id=e.provider_id,
        session_id=e.session_id,
        title=e.title,
        place=", ".join(filter(None, (e.address, e.town))),
        state=State(e.state),
        starts_on=e.starts_on,
        ends_on=e.ends_on,
        hours=e.hours,
        exited_on=e.exited_on,
        rate_percent=e.rate_percent,
    )
