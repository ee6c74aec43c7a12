"""The clock of the demonstration: go to a later day, and see what that day brings.

It exists in the demonstration only; elsewhere the page does not.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from acquis.enrolments import queries as enrolments
from acquis.journal import queries as journal
from acquis.journal.actions.move_clock import move_clock
from acquis.kit.clock import day_of, start_of
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.session import Request

from .facts import WORDS, in_words

#: Working hours begin here on the day one goes to, so that deadlines of the day before are over.
MORNING = timedelta(hours=9)


@reads(Audience.STAFF)
def show(request: Request) -> HttpResponse:
    return _shown(request, wanted="", errors={})


@writes(Audience.STAFF)
def move(request: Request) -> HttpResponse:
    """Move to the morning of a later day, given by a date or by a number of days."""
    _only_in_the_demonstration()
    today = day_of(request.at)
    wanted = request.POST.get("to", "").strip()
    days = request.POST.get("days", "")
    if days.isdecimal() and len(days) < 5:
        to = today + timedelta(days=int(days))
    else:
        try:
            to = date.fromisoformat(wanted)
        except ValueError:
            return _shown(request, wanted, {"to": _("Indiquez un jour à venir, par exemple 15/01/2027.")})
    if to <= today:
        return _shown(request, wanted, {"to": _("L’horloge n’avance que vers un jour à venir.")})
    move_clock(to=start_of(to) + MORNING, by=actor_of(request), at=request.at)
    return see_other("/agents/horloge")


def _only_in_the_demonstration() -> None:
    if not settings.ACQUIS.demo:
        raise Http404


def _shown(request: Request, wanted: str, errors: dict[str, str]) -> HttpResponse:
    _only_in_the_demonstration()
    facts = in_words(journal.recent(40, kinds=list(WORDS)))
    return page(
        request,
        "staff/clock.html",
        status=422 if errors else 200,
        now=request.at,
        pending=journal.pending_until_now(),
        facts=facts,
        numbers=enrolments.numbers_of([each.enrolment_id for each in facts if each.enrolment_id]),
        wanted=wanted,
        errors=errors,
    )
