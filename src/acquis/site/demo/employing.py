"""Companies that have their pages here: one that makes biscuits in two places, and the accountants it trusts."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from acquis.employers import actions as employers
from acquis.kit.actor import Flow, Role
from acquis.outside.identity_standin import personas

from .lives import PLAYER
from .stage import OPENED_AT, Stage

#: The second establishment of the company, beside that of its personas.
SECOND = ("00000007500028", "Atelier de Brest", "29200")


def companies_come(stage: Stage) -> None:
    """The company and its accountants with their people; the first entrusts the second until the end of next year."""
    factory, accountants = _company("biscuiterie", "29890"), _company("comptables", "29200")
    siret, name, postal_code = SECOND
    employers.add_establishment(
        company_id=factory, siret=siret, name=name, postal_code=postal_code, by=PLAYER, at=OPENED_AT
    )
    employers.delegate(
        company_id=factory,
        delegate_id=accountants,
        flows=[Flow.ENDOWMENTS, Flow.DECLARATIONS],
        ends_on=date(stage.today.year + 1, 12, 31),
        by=PLAYER,
        at=stage.now,
    )


def _company(key: str, postal_code: str) -> UUID:
    body = personas.organisation(key)
    company_id = employers.register_company(siren=body.siret[:9], name=body.name, by=PLAYER, at=OPENED_AT)
    employers.add_establishment(
        company_id=company_id, siret=body.siret, name="Siège", postal_code=postal_code, by=PLAYER, at=OPENED_AT
    )
    for who in personas.PROFESSIONALS:
        if who.organisation == key:
            employers.invite_agent(
                company_id=company_id,
                first_name=who.first_name,
                last_name=who.last_name,
                email=who.email,
                siret=body.siret,
                role=Role(who.roles[0]),
                by=PLAYER,
                at=OPENED_AT,
            )
    return company_id
