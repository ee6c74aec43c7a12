"""Deaths are told by name and birth: those that may be of our holders wait to be confirmed, nothing else is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.ids import new_id
from acquis.people import actions as people
from acquis.people.types import DeclaredIdentity, Match, Outcome
from acquis.people.types import Refusal as PeopleRefusal

from .. import events, permissions
from ..models import DeathNotice


@act
def receive_deaths(*, deaths: Sequence[DeclaredIdentity], by: Actor, at: datetime) -> list[Match]:
    """What became of each, in order: doubtful (it waits), nobody of ours, or refused. Told again, nothing is added.

    A death may be told without its day (`died_on` None): it is one and the same however often it is told so.
    An account is closed when the register confirms (`jobs.ask_the_register`) or an agent decides, never on names alone.
    """
    permissions.END.require_any(by)
    today = day_of(at)
    to_come = {place for place, each in enumerate(deaths) if each.died_on is not None and each.died_on > today}
    sound = [each for place, each in enumerate(deaths) if place not in to_come]

    # After this point the notices must be written.
    answers = iter(people.doubt_deaths(identities=sound, by=by, at=at))
    matches = [
        Match(reference=each.reference, outcome=Outcome.REFUSED, reason=PeopleRefusal.DEATH_TO_COME)
        if place in to_come
        else next(answers)
        for place, each in enumerate(deaths)
    ]
    notices = [
        DeathNotice(doubt_id=match.doubt_id, died_on=each.died_on, received_at=at)
        for each, match in zip(deaths, matches, strict=True)
        if match.doubt_id is not None
    ]
    known = set(DeathNotice.objects.filter(pk__in=[each.pk for each in notices]).values_list("pk", flat=True))
    new = {each.pk: each for each in notices if each.pk not in known}
    DeathNotice.objects.bulk_create(new.values())

    if new:
        record(events.DeathsTold(about=new_id(), count=len(new)), by=by, at=at)
    return matches
