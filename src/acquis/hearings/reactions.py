"""What is done here when others announce a fact: an enrolment that ended with everything given back needs no file, and
what was done in the name of somebody who had died needs one."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from acquis.enrolments.events import Cancelled, CancelledByOperator, EnrolmentEvent, PutUnderControl, Withdrawn
from acquis.enrolments.types import ControlMotive
from acquis.journal.reactions import reaction
from acquis.kit.actor import Actor

from .actions.close import close
from .actions.open_hearing import open_hearing
from .models import Hearing
from .types import HearingKind


@reaction(Withdrawn)
def withdrawn(event: Withdrawn, *, by: Actor, at: datetime) -> None:
    _close_all(event, by=by, at=at)


@reaction(Cancelled)
def cancelled(event: Cancelled, *, by: Actor, at: datetime) -> None:
    _close_all(event, by=by, at=at)


@reaction(CancelledByOperator)
def cancelled_by_operator(event: CancelledByOperator, *, by: Actor, at: datetime) -> None:
    _close_all(event, by=by, at=at)


@reaction(PutUnderControl)
def acted_after_death(event: PutUnderControl, *, by: Actor, at: datetime) -> None:
    """A control that no agent asked for has its file too, so that somebody decides."""
    if event.motive != ControlMotive.ACTED_AFTER_DEATH:
        return
    of_control = Hearing.objects.filter(enrolment_id=event.about, kind=HearingKind.CONTROL)
    if of_control.filter(control_id=event.control_id).exists() or of_control.going_on().exists():
        return
    open_hearing(
        enrolment_id=event.about,
        kind=HearingKind.CONTROL,
        said=_("Quelque chose a été fait au nom du titulaire après le jour de son décès."),
        motive=ControlMotive.ACTED_AFTER_DEATH,
        by=by,
        at=at,
    )


def _close_all(event: EnrolmentEvent, *, by: Actor, at: datetime) -> None:
    """Late, the money is still open to an excuse; a file that is there already goes on."""
    going_on = Hearing.objects.going_on().filter(enrolment_id=event.about, opened_at__lte=at)
    for hearing_id in going_on.values_list("pk", flat=True):
        close(hearing_id=hearing_id, by=by, at=at)
