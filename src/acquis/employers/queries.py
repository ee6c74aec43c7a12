"""What others may ask about companies; the answers are frozen rows.

What a company is called and its numbers are public facts, asked by id; its establishments are for who may see them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q

from acquis.kit.actor import Actor, Flow

from . import permissions
from .models import Company, Delegation, Establishment, InterviewStatement, Scope
from .types import CompanyCard, DelegationCard, EstablishmentCard, Interviews, StatementCard, Unowed


def company(company_id: UUID) -> CompanyCard | None:
    row = Company.objects.filter(pk=company_id).first()
    return None if row is None else _company(row)


def companies(company_ids: Iterable[UUID]) -> dict[UUID, CompanyCard]:
    """Those of the ids that exist."""
    return {row.id: _company(row) for row in Company.objects.filter(pk__in=set(company_ids))}


def company_with_siren(siren: str) -> CompanyCard | None:
    row = Company.objects.filter(siren=siren).first()
    return None if row is None else _company(row)


def establishments_of(company_id: UUID, *, by: Actor) -> list[EstablishmentCard]:
    """The establishments of a company that `by` may see, those that are open first, by SIRET."""
    rows = permissions.READ.rows(by, Establishment.objects.filter(company_id=company_id)).order_by("siret")
    return sorted((_establishment(row) for row in rows), key=lambda each: each.closed_on is not None)


def delegations(company_id: UUID, *, by: Actor, on: date) -> list[DelegationCard]:
    """What a company entrusted and what it was entrusted with, what is in force first, then the latest given."""
    sides = Q(company_id=company_id) | Q(delegate_id=company_id)
    rows = permissions.DELEGATIONS.rows(by, Delegation.objects.filter(sides)).select_related("company", "delegate")
    cards = [_delegation(row, on) for row in rows.order_by("-given_at", "-pk")]
    return sorted(cards, key=lambda each: not each.in_force)


def entrusted_to(delegate_id: UUID, *, on: date) -> list[DelegationCard]:
    """The delegations in force by which the people of a company may act for others, by the others' names."""
    rows = Delegation.objects.in_force(on).filter(delegate_id=delegate_id).select_related("company", "delegate")
    return [_delegation(row, on) for row in rows.order_by("company__name", "company__siren")]


def flows_entrusted(company_id: UUID, delegate_id: UUID, *, on: date) -> frozenset[Flow]:
    """The flows that `delegate_id` does for `company_id` on a day; asked at every request of theirs."""
    rows = Delegation.objects.in_force(on).filter(company_id=company_id, delegate_id=delegate_id)
    return frozenset(Flow(each) for flows in rows.values_list("flows", flat=True) for each in flows)


def limits_of(agent_ids: Iterable[UUID]) -> dict[UUID, list[EstablishmentCard]]:
    """The establishments to which agents are limited; who is not in it acts for all of them."""
    found: dict[UUID, list[EstablishmentCard]] = {}
    rows = Scope.objects.filter(agent_id__in=set(agent_ids)).select_related("establishment")
    for row in rows.order_by("establishment__siret"):
        found.setdefault(row.agent_id, []).append(_establishment(row.establishment))
    return found


def statements(*, by: Actor) -> list[StatementCard]:
    """What the company of `by` stated of its employees' interviews: what is to be paid first, by day; then the rest."""
    rows = permissions.READ_STATEMENTS.rows(by, InterviewStatement.objects.select_related("establishment"))
    cards = [_statement(row) for row in rows.order_by("-reviewed_on", "-pk")]
    return sorted(cards, key=lambda each: (not is_owed(each), each.due_by if is_owed(each) else date.min))


def owed_to(person_id: UUID, *, company_id: UUID, reviewed_on: date) -> UUID | None:
    """The statement by which a company owes this person a payment for that review, and has not paid; None without."""
    rows = InterviewStatement.objects.filter(
        company=company_id, person_id=person_id, reviewed_on=reviewed_on, due_cents__gt=0, paid_at=None
    )
    return rows.values_list("pk", flat=True).first()


def is_owed(card: StatementCard) -> bool:
    """Whether something is due by a statement and has not been paid."""
    return card.due_cents > 0 and card.paid_at is None


def _statement(row: InterviewStatement) -> StatementCard:
    return StatementCard(
        id=row.id,
        company_id=row.company_id,
        siret=row.establishment.siret,
        person_id=row.person_id,
        told=Interviews(
            reviewed_on=row.reviewed_on,
            company_staff=row.company_staff,
            years_present=row.years_present,
            interviews_held=row.interviews_held,
            training_followed=row.training_followed,
            hired_in_period=row.hired_in_period,
            agreement_on_rhythm=row.agreement_on_rhythm,
        ),
        interviews_due=row.interviews_due,
        due_cents=row.due_cents,
        due_by=row.due_by,
        unpaid_cents=row.unpaid_cents,
        refusal=Unowed(row.refusal) if row.refusal else None,
        stated_at=row.stated_at,
        paid_at=row.paid_at,
    )


def _delegation(row: Delegation, on: date) -> DelegationCard:
    return DelegationCard(
        id=row.id,
        company=_company(row.company),
        delegate=_company(row.delegate),
        flows=tuple(Flow(each) for each in row.flows),
        given_at=row.given_at,
        ends_on=row.ends_on,
        withdrawn_at=row.withdrawn_at,
        in_force=row.withdrawn_at is None and row.ends_on >= on,
    )


def _company(row: Company) -> CompanyCard:
    return CompanyCard(id=row.id, siren=row.siren, name=row.name, registered_at=row.registered_at)


def _establishment(row: Establishment) -> EstablishmentCard:
    return EstablishmentCard(
        id=row.id,
        company_id=row.company_id,
        siret=row.siret,
        name=row.name,
        postal_code=row.postal_code,
        closed_on=row.closed_on,
    )
