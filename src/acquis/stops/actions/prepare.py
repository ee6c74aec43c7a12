"""An agent finds that a body stopped: what that does to each enrolment is reckoned and shown, and nothing changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.ids import new_id
from acquis.kit.refusal import Refused
from acquis.people.types import ProofFile
from acquis.providers import queries as providers

from .. import events, exhibits, permissions, reckoning
from ..models import Line, Stop
from ..queries import earliest_day
from ..types import Refusal, StopState


@act
def prepare(
    *,
    provider_id: UUID,
    stopped_on: date,
    continued: bool,
    words: str,
    proofs: Sequence[ProofFile],
    by: Actor,
    at: datetime,
) -> UUID:
    """The id of the stop. `stopped_on` is the last day taught; `continued`: a suite is offered to the holders."""
    permissions.PREPARE.require_any(by)
    if providers.provider(provider_id) is None:
        raise Refused(Refusal.UNKNOWN)
    if Stop.objects.filter(provider_id=provider_id, state__in=[StopState.PREPARED, StopState.RUNNING]).exists():
        raise Refused(Refusal.UNDER_WAY)
    if stopped_on > day_of(at):
        raise Refused(Refusal.IN_THE_FUTURE)
    if stopped_on < earliest_day(provider_id, by=by, at=at):
        raise Refused(Refusal.BEFORE_ANY_REQUEST)
    exhibits.require(words)
    files = exhibits.inspected(proofs)
    rows = reckoning.under_way(provider_id, stopped_on=stopped_on, by=by)

    # After this point the stop must be prepared.
    stop = Stop(
        id=new_id(),
        provider_id=provider_id,
        stopped_on=stopped_on,
        continued=continued,
        prepared_at=at,
        prepared_by=by.key,
    )
    stop.words_sealed = exhibits.sealed_words(stop, words)
    stop.save(force_insert=True)
    exhibits.keep(stop, files)
    Line.objects.bulk_create(reckoning.lines(stop, rows, by=by, at=at))

    record(
        events.StopPrepared(
            about=stop.id, provider_id=provider_id, stopped_on=stopped_on, continued=continued, enrolments=len(rows)
        ),
        by=by,
        at=at,
    )
    return stop.id
