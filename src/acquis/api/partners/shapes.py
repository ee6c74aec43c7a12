"""The shapes of what partners read: conventions, budgets, payments, promises. Cents, days, moments with their zone."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from acquis.funders.types import (
    AmountKind,
    BudgetCard,
    Comparison,
    ConventionCard,
    ConventionState,
    Criterion,
    Fact,
    FunderKind,
    Funding,
    PromiseCard,
    PromiseState,
    ProvisionCard,
    Unspent,
)
from acquis.partners.types import Purpose, Scope

from .cursors import Cursor, Moment

_ID = "0198c0de-0000-7000-8000-000000000001"


def _example(**told: Any) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [told]})


class Page(Schema):
    """Where a list begins and how long it is."""

    cursor: Cursor = Field(None, description="`next` de la réponse précédente, tel quel.")
    limit: int = Field(100, ge=1, le=500)


class ConventionsAsked(Page):
    state: ConventionState | None = None


class WithPurpose(Schema):
    """Ce qui touche des personnes se lit pour une raison, gardée avec la lecture."""

    purpose: Purpose = Field(
        ...,
        description="Pourquoi vous lisez : gardé avec la lecture, et montré aux personnes. `follow_up` : suivre les "
        "aides ; `reconciliation` : rapprocher des paiements ; `audit` : contrôler.",
    )


class PromisesAsked(Page, WithPurpose):
    since: Moment | None = Field(None, description="Les aides promises depuis ce moment.")
    state: PromiseState | None = None


class FunderOut(Schema):
    id: UUID
    kind: FunderKind
    name: str
    siret: str


class ClientOut(Schema):
    model_config = _example(
        client_id=_ID,
        name="Logiciel des aides",
        funder={"id": _ID, "kind": "region", "name": "Région Bretagne", "siret": "23350001600040"},
        scopes=["budgets:read", "conventions:read"],
        sandbox=False,
    )
    client_id: UUID
    name: str
    funder: FunderOut
    scopes: list[Scope]
    sandbox: bool


class CriterionOut(Schema):
    """Une condition : un fait, une comparaison, des valeurs (centimes, nombres ou codes)."""

    fact: Fact
    how: Comparison
    values: list[str | int]

    @classmethod
    def of(cls, criterion: Criterion) -> Self:
        return cls(fact=criterion.fact, how=criterion.how, values=list(criterion.values))


class PublicOut(Schema):
    name: str
    criteria: list[CriterionOut]


class AmountOut(Schema):
    kind: AmountKind
    percent: int | None
    sum_cents: int | None
    most_cents: int | None
    most_per_person_cents: int | None


class ConventionOut(Schema):
    """Une version d’une convention. Toutes les versions d’un numéro partagent un budget."""

    model_config = _example(
        id=_ID,
        number="2026-233500016-001",
        version=1,
        state="in_force",
        purpose="Se former à un métier qui recrute en Bretagne",
        starts_on="2026-01-01",
        ends_on="2026-12-31",
        budget_cents=100_000_000,
        funding="called",
        unspent="refunded",
        common=[{"fact": "home_region", "how": "among", "values": ["53"]}],
        publics=[],
        amount={
            "kind": "remaining",
            "percent": None,
            "sum_cents": None,
            "most_cents": 200_000,
            "most_per_person_cents": None,
        },
    )
    id: UUID
    number: str
    version: int
    state: ConventionState
    purpose: str
    starts_on: date
    ends_on: date
    budget_cents: int
    funding: Funding
    unspent: Unspent
    common: list[CriterionOut]
    publics: list[PublicOut]
    amount: AmountOut

    @classmethod
    def of(cls, card: ConventionCard) -> Self:
        terms = card.terms
        return cls(
            id=card.id,
            number=card.number,
            version=card.version,
            state=card.state,
            purpose=terms.purpose,
            starts_on=card.starts_on,
            ends_on=card.ends_on,
            budget_cents=card.budget_cents,
            funding=card.funding,
            unspent=card.unspent,
            common=[CriterionOut.of(each) for each in terms.common],
            publics=[
                PublicOut(name=each.name, criteria=[CriterionOut.of(one) for one in each.criteria])
                for each in terms.publics
            ],
            amount=AmountOut(
                kind=terms.amount.kind,
                percent=terms.amount.percent,
                sum_cents=terms.amount.sum_cents,
                most_cents=terms.amount.most_cents,
                most_per_person_cents=terms.amount.most_per_person_cents,
            ),
        )


class ConventionsOut(Schema):
    conventions: list[ConventionOut]
    next: str | None = Field(description="Le curseur de la suite ; absent : c’est tout.")


class BudgetOut(Schema):
    """Où est l’argent : `provided = free + promised + spent + refunded`, en centimes."""

    model_config = _example(
        budget_cents=100_000_000,
        provided_cents=100_000_000,
        free_cents=99_000_000,
        promised_cents=600_000,
        spent_cents=400_000,
        refunded_cents=0,
        promises=12,
        persons=11,
    )
    budget_cents: int
    provided_cents: int
    free_cents: int
    promised_cents: int
    spent_cents: int
    refunded_cents: int
    promises: int
    persons: int

    @classmethod
    def of(cls, card: BudgetCard) -> Self:
        return cls(**{name: getattr(card, name) for name in cls.model_fields})


class ProvisionOut(Schema):
    """De l’argent venu à la convention, ou rendu (négatif)."""

    model_config = _example(reference="VIR 2026-118", amount_cents=5_000_000, at="2026-11-02T09:00:00Z")
    reference: str
    amount_cents: int
    at: datetime

    @classmethod
    def of(cls, card: ProvisionCard) -> Self:
        return cls(reference=card.reference, amount_cents=card.amount_cents, at=card.at)


class ProvisionsOut(Schema):
    provisions: list[ProvisionOut]


class ReasonOut(Schema):
    criterion: CriterionOut
    held: bool
    public: str


class PromiseOut(Schema):
    """Une aide promise pour une inscription, sans nom ; de quoi elle est faite dit pourquoi, pas qui."""

    model_config = _example(
        id=_ID,
        convention_id=_ID,
        enrolment_id=_ID,
        state="promised",
        amount_cents=80_000,
        returned_cents=0,
        public="",
        promised_at="2026-11-20T09:00:00Z",
        reasons=[{"criterion": {"fact": "home_region", "how": "among", "values": ["53"]}, "held": True, "public": ""}],
    )
    id: UUID
    convention_id: UUID
    enrolment_id: UUID
    state: PromiseState
    amount_cents: int
    returned_cents: int
    public: str
    promised_at: datetime
    #: Which conditions held. What was found of the person (an age, a home) is not told: the funder set the condition.
    reasons: list[ReasonOut]

    @classmethod
    def of(cls, card: PromiseCard) -> Self:
        return cls(
            id=card.id,
            convention_id=card.convention_id,
            enrolment_id=card.enrolment_id,
            state=card.state,
            amount_cents=card.amount_cents,
            returned_cents=card.returned_cents,
            public=card.public,
            promised_at=card.promised_at,
            reasons=[
                ReasonOut(criterion=CriterionOut.of(each.criterion), held=each.held, public=each.public)
                for each in card.reasons
            ],
        )


class PromisesOut(Schema):
    promises: list[PromiseOut]
    next: str | None = Field(description="Le curseur de la suite ; absent : c’est tout.")
