"""What is done here when others announce a fact: an agent said whose death it was."""

from __future__ import annotations

from datetime import datetime

from acquis.journal.reactions import reaction
from acquis.kit.actor import Actor
from acquis.people.events import DoubtDismissed, DoubtSettled

from . import actions


@reaction(DoubtSettled)
def a_death_is_somebody_s(event: DoubtSettled, *, by: Actor, at: datetime) -> None:
    """The account closes, if this was a death."""
    actions.answer_death(doubt_id=event.about, person_id=event.person_id, by=by, at=at)


@reaction(DoubtDismissed)
def a_death_is_nobody_s(event: DoubtDismissed, *, by: Actor, at: datetime) -> None:
    """Who was kept from spending meanwhile is free again."""
    actions.answer_death(doubt_id=event.about, person_id=None, by=by, at=at)
