"""The funder takes back a convention that the operator has not decided on, to change it."""

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
def take_back_convention(*, convention_id: UUID, by: Actor, at: datetime) -> None:
    """A submitted convention is a draft again."""
    convention = Convention.objects.locked(convention_id)

    permissions.SIGN.require(by, convention)
    CONVENTION.require(Act.TAKE_BACK, ConventionState(convention.state))

    # After this point taking it back must succeed.
    stepping.move(convention, Act.TAKE_BACK, submitted_at=None, submitted_by="", by=by, at=at)
