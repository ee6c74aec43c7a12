"""The funders of the personas in the small country: the region with a convention of each state, jobs in tension; the
employment service, whose agent decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID, uuid4

from tests.employers.scenes import Company
from tests.endowing import scenes as endowments
from tests.funders.scenes import Giver, instructed, terms
from tests.journeys.scene import BEFORE, BEGIN, SYSTEM, Country
from tests.partners.scenes import jwks

from acquis.catalogue import actions as catalogue
from acquis.endowing import actions as endowing
from acquis.funders import actions
from acquis.funders.types import (
    AmountKind,
    AmountRule,
    Comparison,
    Criterion,
    Fact,
    FunderKind,
    Funding,
    Public,
    Terms,
    Unspent,
)
from acquis.kit.actor import Actor, Role
from acquis.outside.identity_standin import personas
from acquis.partners import actions as partners
from acquis.partners.types import EventType, Scope
from acquis.people import actions as people
from acquis.people.types import AgentKind

HERE = Criterion(fact=Fact.HOME_REGION, how=Comparison.AMONG, values=("53",))
YOUNG = Public(name="Jeunes", criteria=(Criterion(fact=Fact.AGE, how=Comparison.AT_MOST, values=(25,)),))


@dataclass(frozen=True)
class Region:
    """The region, who works for it, and a convention of each state."""

    id: UUID
    manager: Actor
    draft: UUID
    submitted: UUID
    in_force: UUID


def a_region(country: Country) -> Region:
    """Région Bretagne with its two people; what is in force adds 300 € for who lives there."""
    body = personas.organisation("bretagne")
    region_id = actions.register_funder(
        kind=FunderKind.REGION, name=body.name, siret=body.siret, region="53", by=SYSTEM, at=BEFORE
    )
    made = {}
    for who in (each for each in personas.PROFESSIONALS if each.organisation == body.key):
        roles = frozenset(Role(role) for role in who.roles)
        agent_id = people.enrol_agent(
            kind=AgentKind.FUNDER,
            first_name=who.first_name,
            last_name=who.last_name,
            email=who.email,
            siret=body.siret,
            organisation_id=region_id,
            roles=list(roles),
            by=SYSTEM,
            at=BEFORE,
        )
        made[who.key] = Actor(roles=roles, id=agent_id, funder_id=region_id)
    tense_jobs()
    manager = made["nolwenn"]
    regional = terms(
        HERE, amount=AmountRule(kind=AmountKind.SUM, sum_cents=30_000), purpose="300 € de plus en Bretagne"
    )
    draft = _drafted(region_id, manager, terms(HERE, publics=(YOUNG,), purpose="Les jeunes de Bretagne"))
    submitted = _drafted(region_id, manager, terms(HERE, purpose="Tout ce qui reste, en Bretagne"))
    in_force = _drafted(region_id, manager, regional)
    for convention_id in (submitted, in_force):
        actions.submit_convention(convention_id=convention_id, by=manager, at=BEGIN)
    actions.approve_convention(convention_id=in_force, by=country.agents["henri"], at=BEGIN)
    return Region(region_id, manager, draft, submitted, in_force)


def a_service(country: Country) -> UUID:
    """France Travail with its agent, who decides whether jobseekers are helped; the convention, in force."""
    body = personas.organisation("emploi")
    service_id = actions.register_funder(
        kind=FunderKind.FRANCE_TRAVAIL, name=body.name, siret=body.siret, by=SYSTEM, at=BEFORE
    )
    (who,) = (each for each in personas.PROFESSIONALS if each.organisation == body.key)
    people.enrol_agent(
        kind=AgentKind.FUNDER,
        first_name=who.first_name,
        last_name=who.last_name,
        email=who.email,
        siret=body.siret,
        organisation_id=service_id,
        roles=[Role(role) for role in who.roles],
        by=SYSTEM,
        at=BEFORE,
    )
    seeking = terms(
        Criterion(fact=Fact.JOBSEEKER, how=Comparison.IS_SO),
        amount=AmountRule(kind=AmountKind.REMAINING, most_cents=600_000),
        purpose="Se former pour retrouver un emploi",
    )
    signer = Actor(roles=frozenset({Role.FUNDER_MANAGER}), id=uuid4(), funder_id=service_id)
    convention_id = _drafted(service_id, signer, instructed(seeking, documents=("Projet de formation",)))
    actions.submit_convention(convention_id=convention_id, by=signer, at=BEGIN)
    actions.approve_convention(convention_id=convention_id, by=country.agents["henri"], at=BEGIN)
    return convention_id


def a_key(region: Region) -> UUID:
    """A key of the region's software, for trying."""
    return partners.register_client(
        funder_id=region.id,
        name="Logiciel des aides",
        scopes=list(Scope),
        jwks=jwks(),
        sandbox=True,
        by=region.manager,
        at=BEGIN,
    )


def an_endpoint(region: Region) -> UUID:
    """Where the region's software is told, with a trial that was given up."""
    endpoint_id = partners.add_endpoint(
        funder_id=region.id,
        url="https://aides.exemple.fr/acquis",
        kinds=[EventType.PROMISE_MADE, EventType.PROMISE_SPENT],
        by=region.manager,
        at=BEGIN,
    )
    partners.try_endpoint(endpoint_id=endpoint_id, by=region.manager, at=BEGIN)
    return endpoint_id


def tense_jobs() -> None:
    """Baking and cooking lack hands in Brittany."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "tensions.csv"
        path.write_text("region;rome;source;date\n53;D1102;liste;2026-01-05\n53;G1602;liste;2026-01-05\n", "utf-8")
        catalogue.import_tensions(path=path, by=SYSTEM, at=BEGIN)


def _drafted(region_id: UUID, manager: Actor, said: Terms) -> UUID:
    return actions.draft_convention(
        funder_id=region_id,
        terms=said,
        starts_on=date(2026, 1, 1),
        ends_on=date(2027, 12, 31),
        budget_cents=5_000_000,
        funding=Funding.CALLED,
        unspent=Unspent.REFUNDED,
        by=manager,
        at=BEGIN,
    )


def orders(region: Region) -> tuple[UUID, UUID]:
    """An endowment that the region prepares, one line of which was refused, and one whose transfer is awaited."""
    return two_orders(Giver(region.id, region.manager, region.manager))


def two_orders(giver: Giver | Company) -> tuple[UUID, UUID]:
    """The same, of any payer."""
    somebody = endowments.somebody(901)
    content = endowments.a_csv((somebody.nir, somebody.name, "500", "B-1"), ("x", "INCONNU", "500", "B-2"))
    made = []
    for purpose in ("Plan numérique", "Plan langues"):
        made.append(endowments.drafted(giver, purpose=purpose, at=BEGIN))
        endowments.read(made[-1], content, giver, at=BEGIN)
    endowing.submit_order(order_id=made[-1], by=giver.manager, at=BEGIN)
    return made[0], made[1]
