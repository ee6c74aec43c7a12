"""A suspended training body is restored: it sells and is paid again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import events, lifecycle, permissions
from ..models import Provider
from ..types import Act, ProviderState


@act
def restore(*, provider_id: UUID, by: Actor, at: datetime) -> None:
    provider = Provider.objects.locked(provider_id)

    permissions.SUSPEND.require(by, provider)
    state = lifecycle.PROVIDER.require(Act.RESTORE, ProviderState(provider.state))

    # After this point the restoring must succeed.
    provider.state, provider.state_reason = state, ""
    provider.save(update_fields=["state", "state_reason"])

    record(events.Restored(about=provider.id), by=by, at=at)
