"""The company of the personas in the small country: two establishments, its people, and its accountants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tests.journeys import lived
from tests.journeys.scene import BEFORE, BEGIN, SYSTEM, Country

from acquis.employers import actions
from acquis.employers.types import Interviews
from acquis.kit.actor import Actor, Flow, Role
from acquis.kit.ids import new_id
from acquis.outside.identity_standin import personas
from acquis.support import actions as support
from acquis.support.types import Topic

SECOND_SIRET = "00000007500028"


@dataclass(frozen=True)
class Firm:
    """A company and who manages it."""

    id: UUID
    siren: str
    manager: Actor


def a_firm(key: str) -> Firm:
    """The organisation of this key, registered, and the personas who work there."""
    body = personas.organisation(key)
    company_id = actions.register_company(siren=body.siret[:9], name=body.name, by=SYSTEM, at=BEFORE)
    actions.add_establishment(company_id=company_id, siret=body.siret, name="Siège", by=SYSTEM, at=BEFORE)
    manager = None
    for who in (each for each in personas.PROFESSIONALS if each.organisation == key):
        role = Role(who.roles[0])
        agent_id = actions.invite_agent(
            company_id=company_id,
            first_name=who.first_name,
            last_name=who.last_name,
            email=who.email,
            siret=body.siret,
            role=role,
            by=SYSTEM,
            at=BEFORE,
        )
        if role is Role.EMPLOYER_MANAGER:
            manager = Actor(roles=frozenset({role}), id=agent_id, employer_id=company_id, flows=frozenset(Flow))
    assert manager is not None
    return Firm(company_id, body.siret[:9], manager)


def biscuits_and_accountants() -> tuple[Firm, Firm]:
    """The factory, which entrusts its accountants with working time and endowments until the end of 2027."""
    factory, accountants = a_firm("biscuiterie"), a_firm("comptables")
    actions.add_establishment(
        company_id=factory.id, siret=SECOND_SIRET, name="Atelier de Brest", postal_code="29200", by=SYSTEM, at=BEFORE
    )
    actions.delegate(
        company_id=factory.id,
        delegate_id=accountants.id,
        flows=[Flow.ENDOWMENTS, Flow.DECLARATIONS],
        ends_on=date(2027, 12, 31),
        by=factory.manager,
        at=BEGIN,
    )
    return factory, accountants


def a_request(country: Country, firm: Firm) -> UUID:
    """Claire says that hours are missing, and an agent passes it on to the company."""
    marc, claire = country.agents["marc"], lived.holder(country, "claire").actor
    inquiry_id = support.open_inquiry(
        inquiry_id=new_id(), topic=Topic.HOURS, said="Il manque deux mois.", year=2025, by=claire, at=BEGIN
    )
    support.take(inquiry_id=inquiry_id, by=marc, at=BEGIN)
    support.relay(inquiry_id=inquiry_id, said="Merci de vérifier mai.", company_id=firm.id, by=marc, at=BEGIN)
    return inquiry_id


def a_statement(firm: Firm) -> UUID:
    """Nobody held Claire's interviews."""
    claire = next(each for each in personas.HOLDERS if each.key == "claire")
    return actions.state_interviews(
        company_id=firm.id,
        siret=SECOND_SIRET,
        nir=claire.nir,
        name=claire.birth_name,
        told=Interviews(
            reviewed_on=date(2026, 9, 15),
            company_staff=80,
            years_present=9,
            interviews_held=0,
            training_followed=False,
            hired_in_period=False,
            agreement_on_rhythm=False,
        ),
        by=firm.manager,
        at=BEGIN,
    )
