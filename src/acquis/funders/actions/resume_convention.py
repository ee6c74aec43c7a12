"""A suspended convention promises again."""

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
def resume_convention(*, convention_id: UUID, by: Actor, at: datetime) -> None:
    """Resume."""
    convention = Convention.objects.locked(convention_id)

    permissions.HALT.require(by, convention)
    CONVENTION.require(Act.RESUME, ConventionState(convention.state))

    # After this point resuming must succeed.
    stepping.move(convention, Act.RESUME, reason="", by=by, at=at)
