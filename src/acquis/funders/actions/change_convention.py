"""A funder changes a draft, all of what it says at once."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import permissions, stepping
from ..lifecycle import CONVENTION
from ..models import Convention
from ..types import Act, ConventionState, Funding, Refusal, Terms, Unspent
from ..written import plain


@act
def change_convention(
    *,
    convention_id: UUID,
    terms: Terms,
    starts_on: date,
    ends_on: date,
    budget_cents: int,
    funding: Funding,
    unspent: Unspent,
    by: Actor,
    at: datetime,
) -> None:
    """Write what a draft says from now on. A later version keeps the way its envelope is filled."""
    convention = Convention.objects.locked(convention_id)

    permissions.COMPOSE.require(by, convention)
    CONVENTION.require(Act.CHANGE, ConventionState(convention.state))
    stepping.require_terms(terms)
    stepping.require_period(starts_on, ends_on)
    if budget_cents <= 0:
        raise Refused(Refusal.BUDGET_TOO_SMALL)

    # After this point the change must succeed.
    stepping.move(
        convention,
        Act.CHANGE,
        terms=plain(terms),
        starts_on=starts_on,
        ends_on=ends_on,
        budget_cents=budget_cents,
        funding=convention.funding if convention.amends_id else funding,
        unspent=unspent,
        by=by,
        at=at,
    )
