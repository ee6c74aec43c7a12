"""A convention promises nothing more until it is resumed; what it promised stands."""

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
def suspend_convention(*, convention_id: UUID, reason: str, by: Actor, at: datetime) -> None:
    """Suspend, with a reason that the other side reads."""
    convention = Convention.objects.locked(convention_id)

    permissions.HALT.require(by, convention)
    CONVENTION.require(Act.SUSPEND, ConventionState(convention.state))
    words = stepping.reason_of(reason)

    # After this point the suspension must succeed.
    stepping.move(convention, Act.SUSPEND, reason=words, by=by, at=at)
