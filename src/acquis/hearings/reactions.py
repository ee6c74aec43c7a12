"""What is done here when others announce a fact: an enrolment that ended with everything given back needs no file."""

from __future__ import annotations

from datetime import datetime

from acquis.enrolments.events import Cancelled, CancelledByOperator, EnrolmentEvent, Withdrawn
from acquis.journal.reactions import reaction
from acquis.kit.actor import Actor

from .actions.close import close
from .models import Hearing


@reaction(Withdrawn)
def withdrawn(event: Withdrawn, *, by: Actor, at: datetime) -> None:
    _close_all(event, by=by, at=at)


@reaction(Cancelled)
def cancelled(event: Cancelled, *, by: Actor, at: datetime) -> None:
    _close_all(event, by=by, at=at)


@reaction(CancelledByOperator)
def cancelled_by_operator(event: CancelledByOperator, *, by: Actor, at: datetime) -> None:
    _close_all(event, by=by, at=at)


def _close_all(event: EnrolmentEvent, *, by: Actor, at: datetime) -> None:
    """Late, the money is still open to an excuse; a file that is there already goes on."""
    going_on = Hearing.objects.going_on().filter(enrolment_id=event.about, opened_at__lte=at)
    for hearing_id in going_on.values_list("pk", flat=True):
        close(hearing_id=hearing_id, by=by, at=at)
