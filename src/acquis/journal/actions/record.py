"""Record a fact, and defer a job for each who must hear of it, in the caller's transaction.

If the caller's work is undone, so are the fact and the jobs: nobody hears of what did not happen.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from acquis.kit.actor import Actor

from .. import jobs, models, payload
from ..reactions import reactions_to
from ..types import Event


def record(event: Event, *, by: Actor, at: datetime) -> int:
    """Write `event` once and return its place in the order of the journal.

    The only act whose subject is not a keyword, because the fact is a sentence of its own.
    """
    if not event.kind:
        raise TypeError(f"{type(event).__qualname__} has no kind")
    with transaction.atomic(savepoint=False):
        row = models.Event.objects.create(
            kind=event.kind,
            about=event.about,
            account_id=event.account_id,
            at=at,
            by=by.key,
            payload=payload.write(event),
        )
        for reaction in reactions_to(type(event)):
            # Facts about one noun are heard in the order in which they happened.
            jobs.deliver.configure(lock=f"{event.about}").defer(seq=row.seq, reaction=reaction.name)
    return row.seq
