"""What is done here when others announce a fact: a provider paid closes the billing of the enrolment."""

from __future__ import annotations

from datetime import datetime

from acquis.journal.reactions import reaction
from acquis.kit.actor import Actor
from acquis.treasury.events import Paid

from . import actions
from .types import EnrolmentId


@reaction(Paid)
def close_billing(event: Paid, *, by: Actor, at: datetime) -> None:
    """An invoice about an enrolment is paid."""
    actions.note_paid(enrolment_id=EnrolmentId(event.about), by=by, at=at)
