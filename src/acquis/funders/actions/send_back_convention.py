"""The operator sends a convention back to its funder, with what is to be changed."""

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
def send_back_convention(*, convention_id: UUID, reason: str, by: Actor, at: datetime) -> None:
    """A submitted convention is a draft again; `reason` is what its funder reads."""
    convention = Convention.objects.locked(convention_id)

    permissions.APPROVE.require(by, convention)
    CONVENTION.require(Act.SEND_BACK, ConventionState(convention.state))
    words = stepping.reason_of(reason)

    # After this point sending it back must succeed.
    stepping.move(convention, Act.SEND_BACK, submitted_at=None, submitted_by="", reason=words, by=by, at=at)
