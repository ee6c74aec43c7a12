"""A company entrusts another one with some of what it does here: an accountant, the head of its group."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor, Flow
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused

from .. import events, permissions
from ..models import Company, Delegation
from ..types import MOST_YEARS_DELEGATED, Refusal


@act
def delegate(
    *, company_id: UUID, delegate_id: UUID, flows: Collection[Flow], ends_on: date, by: Actor, at: datetime
) -> UUID:
    """The id of the delegation, good from now to the end of `ends_on`; one at a time for one delegate."""
    company = Company.objects.locked(company_id)

    permissions.MANAGE.require(by, company)
    today = day_of(at)
    if not Company.objects.filter(pk=delegate_id).exists():
        raise Refused(Refusal.DELEGATE_UNKNOWN)
    if delegate_id == company_id:
        raise Refused(Refusal.DELEGATE_ITSELF)
    if not flows:
        raise Refused(Refusal.FLOWS_MISSING)
    if ends_on < today:
        raise Refused(Refusal.END_PASSED)
    if (ends_on.year - MOST_YEARS_DELEGATED, ends_on.month, ends_on.day) > (today.year, today.month, today.day):
        raise Refused(Refusal.END_TOO_FAR, years=MOST_YEARS_DELEGATED)
    if Delegation.objects.in_force(today).filter(company=company, delegate_id=delegate_id).exists():
        raise Refused(Refusal.DELEGATED_ALREADY)

    # After this point the delegation must stand.
    row = Delegation.objects.create(
        company=company,
        delegate_id=delegate_id,
        flows=sorted(flows),
        ends_on=ends_on,
        given_at=at,
        given_by=by.key,
    )

    told = events.Delegated(
        about=company.id, delegation_id=row.id, delegate_id=delegate_id, flows=row.flows, ends_on=f"{ends_on}"
    )
    record(told, by=by, at=at)
    return row.id
