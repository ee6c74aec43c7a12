"""What a company states of an employee's interviews, what the law makes due by it, and that it was paid."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from tests import scenes
from tests.employers.scenes import a_company, told
from tests.employers.test_companies import refused, second_siret
from tests.moments import AT, TODAY

from acquis.employers import queries
from acquis.employers.actions import add_establishment, note_corrective_paid, state_interviews
from acquis.employers.models import Scope
from acquis.employers.types import Refusal
from acquis.kit.actor import Flow
from acquis.people.actions import register_person
from acquis.people.types import CivilIdentity, Sex
from acquis.rules.types import Refusal as Unowed

pytestmark = pytest.mark.django_db

NIR = "2 87 03 59 350 041 41"


@pytest.fixture
def claire():
    civil = CivilIdentity(
        birth_name="Vasseur",
        usage_name="Le Gall",
        first_names="Claire",
        born_on=date(1987, 3, 14),
        sex=Sex.FEMALE,
        birth_place="59350",
    )
    return register_person(civil=civil, nir=NIR.replace(" ", ""), by=scenes.SYSTEM, at=AT)


def test_what_is_due_is_told_and_paid_once(claire) -> None:
    company, other = a_company(), a_company()
    given = {"company_id": company.id, "siret": company.siret, "nir": NIR, "name": "VASSEUR", "told": told()}
    entrusted = replace(company.agent, flows=frozenset({Flow.ENDOWMENTS}))
    for by, more, reason in (
        (entrusted, {}, Refusal.NOT_ENTRUSTED),
        (other.manager, {}, Refusal.NOT_ENTRUSTED),
        (company.agent, {"siret": other.siret}, Refusal.ESTABLISHMENT_UNKNOWN),
        (company.agent, {"told": told(reviewed_on=TODAY + timedelta(days=1))}, Refusal.REVIEW_TO_COME),
        (company.agent, {"told": told(interviews_held=-1)}, Refusal.NUMBER_NEGATIVE),
        (company.agent, {"nir": "123"}, Refusal.EMPLOYEE_UNKNOWN),
        (company.agent, {"name": "Martin"}, Refusal.EMPLOYEE_UNKNOWN),
        (company.agent, {"name": ""}, Refusal.EMPLOYEE_UNKNOWN),
    ):
        assert refused(state_interviews, **{**given, **more}, by=by) is reason
    row = state_interviews(**given, by=company.agent, at=AT)
    (card,) = queries.statements(by=company.agent)
    assert (card.id, card.person_id, card.due_cents, card.due_by) == (row, claire, 300_000, date(2026, 6, 30))
    assert queries.is_owed(card)
    assert queries.statements(by=entrusted) == queries.statements(by=other.manager) == []

    # Stated again, by the usual name: a training had been followed, nothing is due.
    again = {**given, "name": "Le-Gall", "told": told(training_followed=True)}
    assert state_interviews(**again, by=company.agent, at=AT) == row
    (card,) = queries.statements(by=company.agent)
    assert (card.due_cents, card.refusal) == (0, Unowed.DUTIES_FULFILLED)
    paid = {"statement_id": row, "reference": "ordre 1"}
    assert refused(note_corrective_paid, **paid, by=scenes.FINANCE) is Refusal.NOTHING_DUE

    state_interviews(**given, by=company.agent, at=AT)
    assert refused(note_corrective_paid, **paid, by=company.manager) is Refusal.NOT_ALLOWED
    assert refused(note_corrective_paid, statement_id=uuid4(), reference="x", by=scenes.FINANCE) is (
        Refusal.STATEMENT_UNKNOWN
    )
    for _twice in range(2):
        note_corrective_paid(**paid, by=scenes.FINANCE, at=AT)
    assert refused(note_corrective_paid, statement_id=row, reference="autre", by=scenes.FINANCE) is Refusal.PAID_ALREADY
    assert refused(state_interviews, **given, by=company.agent) is Refusal.PAID_ALREADY
    assert not queries.is_owed(queries.statements(by=company.agent)[0])


def test_who_is_limited_to_a_place_states_and_reads_of_it_alone(claire) -> None:
    company = a_company()
    siret = second_siret(company.siren)
    place = add_establishment(company_id=company.id, siret=siret, by=company.manager, at=AT)
    Scope.objects.create(agent_id=company.agent.id, establishment_id=place)
    given = {"company_id": company.id, "nir": NIR, "name": "Vasseur", "told": told()}
    assert refused(state_interviews, **given, siret=company.siret, by=company.agent) is Refusal.ESTABLISHMENT_UNKNOWN
    state_interviews(**given, siret=company.siret, by=company.manager, at=AT)
    assert queries.statements(by=company.agent) == []
    assert len(queries.statements(by=company.manager)) == 1
