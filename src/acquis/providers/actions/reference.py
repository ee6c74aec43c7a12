"""A training body is referenced: from now on holders may buy from it (L6323-9-1).

Checked here: the activity declaration and the quality label. Tax, social and other documents are checked by people.
"""

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
def reference(*, provider_id: UUID, by: Actor, at: datetime) -> None:
    provider = Provider.objects.locked(provider_id)

    permissions.REFERENCE.require(by, provider)
    state = lifecycle.PROVIDER.require(Act.REFERENCE, ProviderState(provider.state))

    if not provider.nda:
        raise Refused(Refusal.NO_ACTIVITY_DECLARATION)
    if not (provider.qualiopi_training or provider.qualiopi_assessment or provider.qualiopi_vae):
        raise Refused(Refusal.NO_QUALITY_LABEL)

    # After this point the referencing must succeed.
    provider.state, provider.state_reason = state, ""
    provider.save(update_fields=["state", "state_reason"])

    record(events.Referenced(about=provider.id), by=by, at=at)
