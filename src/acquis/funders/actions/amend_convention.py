"""A funder drafts the next version of a convention that stands; the present one holds until that one is approved."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import permissions, stepping
from ..lifecycle import CONVENTION
from ..models import Convention
from ..types import Act, ConventionState, Refusal


@act
def amend_convention(*, convention_id: UUID, by: Actor, at: datetime) -> UUID:
    """The id of the new draft, which says what the present version says."""
    convention = Convention.objects.locked(convention_id)

    permissions.COMPOSE.require(by, convention)
    CONVENTION.require(Act.REPLACE, ConventionState(convention.state))
    preparing = [ConventionState.DRAFT, ConventionState.SUBMITTED]
    if Convention.objects.filter(number=convention.number, state__in=preparing).exists():
        raise Refused(Refusal.AMENDED_ALREADY)

    # After this point the draft must succeed.
    last = Convention.objects.filter(number=convention.number).order_by("-version").values_list("version", flat=True)
    draft = Convention(
        funder_id=convention.funder_id,
        number=convention.number,
        version=last[0] + 1,
        terms=convention.terms,
        starts_on=convention.starts_on,
        ends_on=convention.ends_on,
        budget_cents=convention.budget_cents,
        funding=convention.funding,
        unspent=convention.unspent,
        envelope_id=convention.envelope_id,
        amends=convention,
        drafted_at=at,
    )
    draft.save(force_insert=True)

    stepping.tell(draft, Act.CHANGE, by=by, at=at)
    return draft.id
