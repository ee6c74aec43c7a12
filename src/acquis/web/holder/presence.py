"""I sign my presence: by the code shown at the place, typed or scanned, or without it once the half-day is over."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from acquis.attendance import actions
from acquis.attendance import queries as attendance
from acquis.attendance.types import Refusal
from acquis.kit.refusal import Refused
from acquis.web.attendance_words import day_and_part, times, where
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.refusals import sentence
from acquis.web.session import Request


@reads(Audience.HOLDER)
def show(request: Request, half_day_id: UUID) -> HttpResponse:
    # The square to scan brings the code along; the person still presses the button.
    return _shown(request, half_day_id, typed=request.GET.get("code", "")[:12])


@writes(Audience.HOLDER)
def sign(request: Request, half_day_id: UUID) -> HttpResponse:
    """A wrong code is written down by the act, so it is an answer and not a refusal."""
    by, typed = actor_of(request), request.POST.get("code", "")[:12]
    attendee, _half_day = attendance.half_day_to_sign(half_day_id, by=by, at=request.at)
    try:
        signed = actions.sign(half_day_id=half_day_id, code=typed, by=by, at=request.at)
    except Refused as refused:
        if refused.reason is not Refusal.TOO_MANY_TRIES:
            raise
        return _shown(request, half_day_id, typed=typed, error=sentence(refused))
    if signed is None:
        wrong = _(
            "Ce n’est pas le code affiché maintenant. Il change toutes les trente secondes : lisez-le de nouveau."
        )
        return _shown(request, half_day_id, typed="", error=wrong)
    messages.success(request, _("Votre présence est signée. Merci."))
    return see_other(f"/mes-inscriptions/{attendee.id}/assiduite")


def _shown(request: Request, half_day_id: UUID, *, typed: str, error: str = "") -> HttpResponse:
    attendee, half_day = attendance.half_day_to_sign(half_day_id, by=actor_of(request), at=request.at)
    return page(
        request,
        "holder/presence.html",
        status=422 if error else 200,
        attendee=attendee,
        half_day=half_day,
        plan=half_day.card.plan,
        typed=typed,
        errors={"code": error} if error else {},
        day_and_part=day_and_part,
        times=times,
        where=where,
    )
