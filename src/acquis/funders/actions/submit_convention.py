"""The funder's manager signs a convention: from now on the operator decides."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused

from .. import permissions, stepping
from ..lifecycle import CONVENTION
from ..models import Convention
from ..types import Act, ConventionState, Refusal


@act
def submit_convention(*, convention_id: UUID, by: Actor, at: datetime) -> None:
    """Sign and submit a draft."""
    convention = Convention.objects.locked(convention_id)

    permissions.SIGN.require(by, convention)
    CONVENTION.require(Act.SUBMIT, ConventionState(convention.state))
    if convention.ends_on < day_of(at):
        raise Refused(Refusal.PERIOD_OVER)

    # After this point the submission must succeed.
    stepping.move(convention, Act.SUBMIT, submitted_at=at, submitted_by=by.key, reason="", by=by, at=at)
