"""A funder gives up a draft."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import permissions, stepping
from ..lifecycle import CONVENTION
from ..models import Convention
from ..types import Act, ConventionState


@act
def discard_convention(*, convention_id: UUID, by: Actor, at: datetime) -> None:
    """Discard a draft; it stays readable."""
    convention = Convention.objects.locked(convention_id)

    permissions.COMPOSE.require(by, convention)
    CONVENTION.require(Act.DISCARD, ConventionState(convention.state))

    # After this point discarding must succeed.
    stepping.move(convention, Act.DISCARD, by=by, at=at)
