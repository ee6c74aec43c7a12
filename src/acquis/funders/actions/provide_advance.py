"""A funder's advance was received: it goes into the envelope of its convention, up to the budget."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import permissions, providing
from ..models import Convention, Provision
from ..types import WITH_ENVELOPE, ConventionState, Funding, Refusal


@act
def provide_advance(*, convention_id: UUID, amount_cents: int, reference: str, by: Actor, at: datetime) -> None:
    """Put an advance into the envelope. The same `reference` is the same transfer."""
    convention = Convention.objects.locked(convention_id)

    permissions.PROVIDE.require(by, convention)
    if ConventionState(convention.state) not in WITH_ENVELOPE - {ConventionState.ENDED}:
        raise Refused(Refusal.NOT_IN_THIS_STATE)
    if convention.funding != Funding.ADVANCE:
        raise Refused(Refusal.NO_ADVANCE_EXPECTED)
    if amount_cents <= 0:
        raise Refused(Refusal.AMOUNT_NOT_POSITIVE)
    if not reference.strip():
        raise Refused(Refusal.REASON_MISSING)
    if known := Provision.objects.filter(pk=reference.strip()).first():
        if (known.envelope_id, known.amount_cents) != (convention.envelope_id, amount_cents):
            raise Refused(Refusal.REFERENCE_REUSED)
        return
    left = convention.budget_cents - providing.provided_cents(convention.envelope_id)
    if amount_cents > left:
        raise Refused(Refusal.OVER_BUDGET, left=left)

    # After this point the advance must succeed.
    providing.provide(convention, amount_cents, reference=reference.strip(), by=by, at=at)
