"""Companies that tests need, by acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from tests import scenes
from tests.moments import AT

from acquis.employers import actions
from acquis.employers.types import Interviews
from acquis.kit.actor import Actor, Flow, Role


@dataclass(frozen=True)
class Company:
    """A company, its first establishment, somebody who works there and its manager."""

    id: UUID
    siren: str
    siret: str
    agent: Actor
    manager: Actor


def a_company(*, name: str = "Biscuiterie", at: datetime = AT) -> Company:
    siret = scenes.a_siret()
    company_id = actions.register_company(siren=siret[:9], name=name, by=scenes.STAFF, at=at)
    actions.add_establishment(company_id=company_id, siret=siret, by=scenes.STAFF, at=at)
    return Company(company_id, siret[:9], siret, acting(company_id), acting(company_id, Role.EMPLOYER_MANAGER))


def acting(company_id: UUID, role: Role = Role.EMPLOYER_AGENT) -> Actor:
    """Somebody of the company itself."""
    return Actor(roles=frozenset({role}), id=uuid4(), employer_id=company_id, flows=frozenset(Flow))


def told(**more: Any) -> Interviews:
    """Nothing was done for somebody who has been there for eight years."""
    given = {
        "reviewed_on": date(2026, 3, 31), "company_staff": 120, "years_present": 8, "interviews_held": 0,
        "training_followed": False, "hired_in_period": False, "agreement_on_rhythm": False,
    }  # fmt: skip
    return Interviews(**{**given, **more})
