"""What searches that are kept do about others' facts: the catalogue changed; an account was closed."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued

from acquis.accounts.events import Closed
from acquis.catalogue.events import OfferChanged
from acquis.journal.reactions import reaction
from acquis.kit import clock
from acquis.kit.actor import Actor

from . import jobs
from .actions.drop import drop
from .models import Watch
from .types import Cadence, State


@reaction(OfferChanged)
def look_soon(event: OfferChanged, *, by: Actor, at: datetime) -> None:
    """Who wants to hear at once hears in a moment: one job for all the changes until then."""
    if not Watch.objects.filter(cadence=Cadence.AT_ONCE, state=State.ACTIVE).exists():
        return
    when = clock.on_the_machine(clock.now() + jobs.SOON)
    # One that waits already is enough; finding it there must not spoil this transaction.
    with suppress(AlreadyEnqueued), transaction.atomic():
        jobs.after_changes.configure(schedule_at=when).defer()


@reaction(Closed)
def forget_searches(event: Closed, *, by: Actor, at: datetime) -> None:
    """A closed account keeps no search."""
    for watch_id in Watch.objects.filter(account_id=event.about).values_list("pk", flat=True):
        drop(watch_id=watch_id, by=by, at=at)
