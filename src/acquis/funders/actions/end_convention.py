"""A convention ends for ever; what it promised stands, and what is free goes back to its funder if it chose so."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import permissions, providing, stepping
from ..lifecycle import CONVENTION
from ..models import Convention
from ..types import Act, ConventionState, Unspent


@act
def end_convention(*, convention_id: UUID, reason: str, by: Actor, at: datetime) -> int:
    """End, with a reason. How much went back to the funder, in cents."""
    convention = Convention.objects.locked(convention_id)

    permissions.HALT.require(by, convention)
    CONVENTION.require(Act.END, ConventionState(convention.state))
    words = stepping.reason_of(reason)

    # After this point the end must succeed.
    stepping.move(convention, Act.END, reason=words, by=by, at=at)
    if convention.unspent != Unspent.REFUNDED:
        return 0
    return providing.refund(convention, reference=f"{convention.number} end", by=by, at=at)
