"""Look at a search again: what answers and did not before is announced, once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of

from .. import events, looking, permissions, sealing
from ..models import Watch
from ..types import State

#: More than these are counted and not listed.
_LISTED = 50


@act
def look(*, watch_id: UUID, by: Actor, at: datetime) -> int:
    """How many trainings are new. The first look only gets to know; a training that left and returns is not new."""
    watch = Watch.objects.select_for_update().filter(pk=watch_id).first()

    permissions.LOOK.require_any(by)
    # Its holder may have dropped it, or wants to hear nothing of it.
    if watch is None or watch.state != State.ACTIVE:
        return 0

    asked = sealing.unseal(watch.content_sealed, watch_id=watch.id).asked
    answer = looking.answers(asked, watch.account_id, on=day_of(at))
    if answer is None:
        return 0
    found, trainings = answer
    known = set(watch.known)
    # Farther than one looks, what comes into sight is not new.
    new = [] if watch.looked_at is None or found > looking.FARTHEST else [i for i in trainings if i not in known]

    # After this point the look must be written.
    watch.known = list(dict.fromkeys([*trainings, *watch.known]))[: looking.FARTHEST]
    watch.looked_at, watch.found = at, found
    if new:
        watch.news, watch.told_at, watch.rounds = new[:_LISTED], at, watch.rounds + 1
    watch.save(update_fields=["known", "looked_at", "found", "news", "told_at", "rounds"])

    if new:
        matched = events.Matched(
            about=watch.id,
            account_id=watch.account_id,
            person_id=watch.person_id,
            number=len(new),
            round=watch.rounds,
        )
        record(matched, by=by, at=at)
    return len(new)
