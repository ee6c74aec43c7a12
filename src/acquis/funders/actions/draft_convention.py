"""A funder drafts a convention: nothing is promised to anybody until the operator has approved it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused

from .. import permissions, stepping
from ..models import Convention, Funder
from ..types import Act, Funding, Refusal, Terms, Unspent
from ..written import plain


@act
def draft_convention(
    *,
    funder_id: UUID,
    terms: Terms,
    starts_on: date,
    ends_on: date,
    budget_cents: int,
    funding: Funding,
    unspent: Unspent,
    by: Actor,
    at: datetime,
) -> UUID:
    """The id of the new convention, version 1. Its number is of its year and of its funder."""
    funder = Funder.objects.select_for_update().filter(pk=funder_id).first()
    if funder is None:
        raise Refused(Refusal.FUNDER_UNKNOWN)

    permissions.DRAFT.require(by, funder)
    stepping.require_terms(terms)
    stepping.require_period(starts_on, ends_on)
    if budget_cents <= 0:
        raise Refused(Refusal.BUDGET_TOO_SMALL)

    # After this point the draft must succeed.
    year = day_of(at).year
    count = Convention.objects.filter(funder=funder, version=1).count()
    convention = Convention(
        funder=funder,
        number=f"{year}-{funder.siret[:9]}-{count + 1:03d}",
        terms=plain(terms),
        starts_on=starts_on,
        ends_on=ends_on,
        budget_cents=budget_cents,
        funding=funding,
        unspent=unspent,
        drafted_at=at,
    )
    convention.save(force_insert=True)

    stepping.tell(convention, Act.CHANGE, by=by, at=at)
    return convention.id
