"""What is done here when others announce a fact: an agent said who somebody is, and what waited is taken."""

from __future__ import annotations

from datetime import datetime

from acquis.journal.reactions import reaction
from acquis.kit.actor import Actor
from acquis.people.events import DoubtSettled

from . import actions


@reaction(DoubtSettled)
def take_what_waited(event: DoubtSettled, *, by: Actor, at: datetime) -> None:
    """Somebody declared is this person."""
    actions.take_waiting(person_id=event.person_id, references=event.references, by=by, at=at)
