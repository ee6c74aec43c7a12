"""A training body is suspended: nothing more is sold and nothing is paid until it is restored (R6333-6, R6333-6-1)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import events, lifecycle, permissions
from ..models import Provider
from ..types import Act, ProviderState, Refusal


@act
def suspend(*, provider_id: UUID, reason: str, by: Actor, at: datetime) -> None:
    provider = Provider.objects.locked(provider_id)

    permissions.SUSPEND.require(by, provider)
    state = lifecycle.PROVIDER.require(Act.SUSPEND, ProviderState(provider.state))
    if not reason.strip():
        raise Refused(Refusal.REASON_MISSING)

    # After this point the suspension must succeed.
    provider.state, provider.state_reason = state, reason.strip()
    provider.save(update_fields=["state", "state_reason"])

    record(events.Suspended(about=provider.id, reason=provider.state_reason), by=by, at=at)
