"""The page of a trainer without an account: the link opens one half-day, shows its code, and signs it once.

The page acts as the system under the link's own label, so that journal and readings tell which link it was; what the
link may do is that and nothing else.
"""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_noop

from acquis.attendance import actions
from acquis.attendance import queries as attendance
from acquis.attendance.types import HalfDayDetails, Presence, State, TrainerCard
from acquis.kit.actor import Actor, system
from acquis.people import queries as people
from acquis.web import presence_forms, showing_code
from acquis.web.attendance_words import day_and_part, times, where
from acquis.web.door import Audience, page, reads, see_other, writes
from acquis.web.presence_forms import Errors
from acquis.web.session import Request

REASON = gettext_noop("signature d’une demi-journée par son formateur")


@reads(Audience.PUBLIC)
def show(request: Request, token: str) -> HttpResponse:
    return _shown(request, token)


@writes(Audience.PUBLIC)
def open_it(request: Request, token: str) -> HttpResponse:
    """Open the half-day: its code shows on this page."""
    trainer, by = _trainer(token, at=request.at)
    actions.open_half_day(half_day_id=trainer.half_day_id, by=by, at=request.at)
    return see_other(f"/formateur/{token}")


@writes(Audience.PUBLIC)
def sign(request: Request, token: str) -> HttpResponse:
    trainer, by = _trainer(token, at=request.at)
    details = attendance.half_day(trainer.half_day_id, by=by)
    said, errors = presence_forms.seen(request.POST, [each.enrolment_id for each in details.expected])
    if errors:
        return _shown(request, token, errors=errors)
    actions.confirm_by_link(token=token, seen=said, by=by, at=request.at)
    return see_other(f"/formateur/{token}")


def _trainer(token: str, *, at: datetime) -> tuple[TrainerCard, Actor]:
    """What the link opens, and the actor that it makes of whoever holds it."""
    card = attendance.trainer_of(token, by=system("attendance.trainer_link"), at=at)
    return card, system(f"attendance.trainer_link {card.link_id}")


def _shown(request: Request, token: str, *, errors: Errors | None = None) -> HttpResponse:
    trainer, by = _trainer(token, at=request.at)
    details = attendance.half_day(trainer.half_day_id, by=by)
    over = trainer.used or details.card.state not in (State.PLANNED, State.OPEN)
    answer = page(
        request,
        "public/trainer.html",
        status=422 if errors else 200,
        trainer=trainer,
        details=details,
        card=details.card,
        # Once it has served, a link names nobody any more.
        people=[] if over else _named(details, by=by),
        over=over,
        begun=request.at >= details.card.starts_at,
        shown=showing_code.shown(details.card.id, by=by, at=request.at),
        signed=sum(each.standing.holder_signed_at is not None for each in details.expected),
        base=f"/formateur/{token}",
        again=f"/formateur/{token}",
        presences=list(Presence),
        typed=request.POST,
        errors=errors or {},
        day_and_part=day_and_part,
        times=times,
        where=where,
    )
    add_never_cache_headers(answer)
    return answer


def _named(details: HalfDayDetails, *, by: Actor) -> list[tuple[str, str, object]]:
    """(enrolment, name, what is known) of each person expected; each name read is kept with its reason."""
    names = people.names_of({each.person_id for each in details.expected}, by=by, reason=REASON)
    return [(str(each.enrolment_id), names[each.person_id].display, each.standing) for each in details.expected]
