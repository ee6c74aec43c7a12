"""Another agent agrees that a body stopped: nothing more is bought from it, and its enrolments end one by one."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.journal.jobs import later
from acquis.kit.act import act
from acquis.kit.actor import Actor, system
from acquis.kit.refusal import Refused
from acquis.providers import actions as providers
from acquis.providers import queries as providers_of
from acquis.providers.types import ProviderState

from .. import events, jobs, lifecycle, permissions, reckoning
from ..models import Stop
from ..types import Act, Refusal, StopState

#: Why the body is off the list, as its own page and the staff read it.
REASON = "Arrêt d’activité constaté"
#: Who takes the body off the list and reads what is under way with it: two agents decided, neither alone.
BY = system("stop of a body")


@act
def approve(*, stop_id: UUID, by: Actor, at: datetime) -> None:
    """What is approved is what was shown: refused when an enrolment moved since then. What is owed is still paid."""
    stop = Stop.objects.locked(stop_id)

    permissions.DECIDE.require(by, stop)
    state = lifecycle.STOP.require(Act.APPROVE, StopState(stop.state))
    if by.wrote(stop.prepared_by):
        raise Refused(Refusal.SAME_AGENT)
    lines = list(stop.lines.all())
    now = reckoning.under_way(stop.provider_id, stopped_on=stop.stopped_on, by=BY)
    if {reckoning.shape(line) for line in lines} != {reckoning.shape(row) for row in now}:
        raise Refused(Refusal.CHANGED_MEANWHILE)

    # After this point the stop must be under way.
    stop.state, stop.decided_at, stop.decided_by = state, at, by.key
    stop.save(update_fields=["state", "decided_at", "decided_by"])
    body = providers_of.provider(stop.provider_id)
    if body is not None and body.state is not ProviderState.DELISTED:
        providers.delist(provider_id=stop.provider_id, reason=REASON, by=BY, at=at)
    later(jobs.end_all, at=at, stop_id=stop.id)

    record(
        events.StopApproved(
            about=stop.id,
            provider_id=stop.provider_id,
            stopped_on=stop.stopped_on,
            continued=stop.continued,
            enrolments=len(lines),
        ),
        by=by,
        at=at,
    )
