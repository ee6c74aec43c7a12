"""The operator approves a convention: it is in force, its envelope is open, and it replaces the version it amends."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused

from .. import envelopes, permissions, providing, stepping
from ..lifecycle import CONVENTION
from ..models import Convention
from ..types import Act, ConventionState, Funding, Refusal


@act
def approve_convention(*, convention_id: UUID, by: Actor, at: datetime) -> None:
    """Approve what another person signed. An envelope paid on monthly calls holds its whole budget at once."""
    convention = Convention.objects.locked(convention_id)
    before = Convention.objects.locked(convention.amends_id) if convention.amends_id else None

    permissions.APPROVE.require(by, convention)
    CONVENTION.require(Act.APPROVE, ConventionState(convention.state))
    if by.wrote(convention.submitted_by):
        raise Refused(Refusal.SAME_PERSON)
    if convention.ends_on < day_of(at):
        raise Refused(Refusal.PERIOD_OVER)
    if before is not None:
        CONVENTION.require(Act.REPLACE, ConventionState(before.state))
    provided = providing.provided_cents(convention.envelope_id)
    if convention.budget_cents < provided:
        raise Refused(Refusal.BUDGET_BELOW_SPENT, provided=provided)

    # After this point the approval must succeed.
    if before is None:
        envelopes.open_envelope(convention.envelope_id, by=by, at=at)
    else:
        stepping.move(before, Act.REPLACE, by=by, at=at)
    stepping.move(convention, Act.APPROVE, approved_at=at, approved_by=by.key, by=by, at=at)
    missing = convention.budget_cents - provided
    if convention.funding == Funding.CALLED and missing:
        providing.provide(convention, missing, reference=f"{convention.number} v{convention.version}", by=by, at=at)
