"""Funders and conventions that tests need, all by acts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from tests import scenes
from tests.moments import AT

from acquis.enrolments import actions as purchases
from acquis.funders import actions, queries
from acquis.funders.types import (
    AidRow,
    AmountKind,
    AmountRule,
    Comparison,
    ConventionCard,
    Criterion,
    Fact,
    FunderKind,
    Funding,
    Instruction,
    Public,
    Silence,
    Terms,
    Unspent,
)
from acquis.kit.actor import Actor, Role
from acquis.people.types import ProofFile

RNCP = Criterion(fact=Fact.ACTION, how=Comparison.AMONG, values=("rncp",))
EVERYTHING_LEFT = AmountRule(kind=AmountKind.REMAINING)


@dataclass(frozen=True)
class Giver:
    """A funder, somebody who composes for it, and its manager, who signs."""

    id: UUID
    agent: Actor
    manager: Actor


def a_funder(kind: FunderKind = FunderKind.REGION, *, name: str = "Région Bretagne", at: datetime = AT) -> Giver:
    region = "53" if kind is FunderKind.REGION else ""
    funder_id = actions.register_funder(
        kind=kind, name=name, siret=scenes.a_siret(), region=region, by=scenes.STAFF, at=at
    )
    return Giver(
        funder_id,
        Actor(roles=frozenset({Role.FUNDER_AGENT}), id=uuid4(), funder_id=funder_id),
        Actor(roles=frozenset({Role.FUNDER_MANAGER}), id=uuid4(), funder_id=funder_id),
    )


def terms(
    *common: Criterion, publics: tuple[Public, ...] = (), amount: AmountRule = EVERYTHING_LEFT, purpose: str = "Aider"
) -> Terms:
    return Terms(purpose=purpose, common=common or (RNCP,), publics=publics, amount=amount)


def drafted(giver: Giver, said: Terms | None = None, *, at: datetime = AT, **more: Any) -> UUID:
    return actions.draft_convention(
        funder_id=giver.id,
        **{
            "terms": said or terms(),
            "starts_on": date(2026, 1, 1),
            "ends_on": date(2026, 12, 31),
            "budget_cents": 1_000_000,
            "funding": Funding.CALLED,
            "unspent": Unspent.REFUNDED,
            **more,
        },
        by=giver.agent,
        at=at,
    )


def submitted(giver: Giver, said: Terms | None = None, *, at: datetime = AT, **more: Any) -> UUID:
    convention_id = drafted(giver, said, at=at, **more)
    actions.submit_convention(convention_id=convention_id, by=giver.manager, at=at)
    return convention_id


def in_force(giver: Giver | None = None, said: Terms | None = None, *, at: datetime = AT, **more: Any) -> UUID:
    convention_id = submitted(giver or a_funder(at=at), said, at=at, **more)
    actions.approve_convention(convention_id=convention_id, by=scenes.APPROVER, at=at)
    return convention_id


def card(convention_id: UUID) -> ConventionCard:
    return queries.convention(convention_id, by=scenes.SYSTEM)


def budget(convention_id: UUID) -> tuple[int, int, int]:
    """(free, promised, spent) of a convention, in cents."""
    told = queries.budget_of(card(convention_id))
    return told.free_cents, told.promised_cents, told.spent_cents


PAPER = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
#: Late enough to ask for any aid on 20 November 2026.
LATER = {"starts_on": date(2027, 1, 18), "ends_on": date(2027, 2, 26)}


def instructed(said: Terms | None = None, **more: Any) -> Terms:
    """Terms that an agent decides on, as the employment service's (register § 4.2)."""
    days = {"answer_days": 10, "silence": Silence.ACCEPTS, "ask_days": 21, "documents": ("Projet",), "motive": True}
    return replace(said or terms(), instruction=Instruction(**{**days, **more}))


def asked(scene: scenes.Scene, convention_id: UUID, *, at: datetime = AT) -> UUID:
    """The holder of a proposal asks for the aid of a convention; the request."""
    purchases.ask_funder(
        enrolment_id=scene.id,
        convention_id=convention_id,
        motive="Ce métier recrute près de chez moi.",
        files=[("Projet", ProofFile(name="projet.pdf", content=PAPER))],
        by=scene.holder.actor,
        at=at,
    )
    return queries.aids_of(scene.id, by=scenes.SYSTEM)[-1].id


def told(request_id: UUID) -> AidRow:
    return queries.aid_asked(request_id, by=scenes.SYSTEM).row
