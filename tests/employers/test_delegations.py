"""What a company entrusts, for which flows, until when; who acts for it, and for which of its establishments."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from tests import scenes
from tests.employers.scenes import a_company, acting
from tests.employers.test_companies import refused, second_siret
from tests.moments import AT, TODAY

from acquis.employers import queries
from acquis.employers.actions import add_establishment, delegate, invite_agent, withdraw_delegation
from acquis.employers.types import Refusal
from acquis.journal.queries import history
from acquis.kit.actor import Actor, Flow, Role
from acquis.people.actions import withdraw_agent
from acquis.people.queries import agent_facts, agents_of
from acquis.people.types import Refusal as PeopleRefusal

pytestmark = pytest.mark.django_db

END = date(2027, 12, 31)


def test_a_delegation_lasts_until_its_day_or_is_withdrawn_by_either_side() -> None:
    company, firm, other = a_company(), a_company(name="Comptables"), a_company()
    given = {"company_id": company.id, "delegate_id": firm.id, "flows": [Flow.ENDOWMENTS], "ends_on": END}
    for by, more, reason in (
        (company.agent, {}, Refusal.NOT_ALLOWED),
        (firm.manager, {}, Refusal.NOT_ALLOWED),
        (company.manager, {"company_id": uuid4()}, Refusal.COMPANY_UNKNOWN),
        (company.manager, {"delegate_id": uuid4()}, Refusal.DELEGATE_UNKNOWN),
        (company.manager, {"delegate_id": company.id}, Refusal.DELEGATE_ITSELF),
        (company.manager, {"flows": []}, Refusal.FLOWS_MISSING),
        (company.manager, {"ends_on": TODAY - timedelta(days=1)}, Refusal.END_PASSED),
        (company.manager, {"ends_on": date(2029, 11, 21)}, Refusal.END_TOO_FAR),
    ):
        assert refused(delegate, **{**given, **more}, by=by) is reason
    row = delegate(**given, by=company.manager, at=AT)
    assert refused(delegate, **given, by=company.manager) is Refusal.DELEGATED_ALREADY

    asked = {"company_id": company.id, "delegate_id": firm.id}
    assert queries.flows_entrusted(**asked, on=END) == {Flow.ENDOWMENTS}
    assert queries.flows_entrusted(**asked, on=END + timedelta(days=1)) == frozenset()
    assert queries.flows_entrusted(firm.id, company.id, on=TODAY) == frozenset()
    assert [each.company.id for each in queries.entrusted_to(firm.id, on=TODAY)] == [company.id]
    for side in (company, firm):
        assert [each.id for each in queries.delegations(side.id, by=side.manager, on=TODAY)] == [row]
        assert queries.delegations(side.id, by=side.agent, on=TODAY) == []
    assert queries.delegations(company.id, by=other.manager, on=TODAY) == []

    assert refused(withdraw_delegation, delegation_id=row, by=other.manager) is Refusal.DELEGATION_UNKNOWN
    assert refused(withdraw_delegation, delegation_id=uuid4(), by=company.manager) is Refusal.DELEGATION_UNKNOWN
    withdraw_delegation(delegation_id=row, by=firm.manager, at=AT)
    assert refused(withdraw_delegation, delegation_id=row, by=company.manager) is Refusal.DELEGATION_OVER
    assert queries.flows_entrusted(**asked, on=TODAY) == frozenset()
    # Who really acted is in the journal.
    last = history(company.id)[-1]
    assert (last.kind, last.by) == ("employers.delegation_withdrawn", firm.manager.key)
    delegate(**given, by=company.manager, at=AT)


def test_an_agent_acts_for_the_establishments_to_which_they_are_limited() -> None:
    company, other = a_company(), a_company()
    (place,) = queries.establishments_of(company.id, by=company.agent)
    more = add_establishment(company_id=company.id, siret=second_siret(company.siren), by=company.manager, at=AT)
    given = {
        "company_id": company.id, "first_name": "Ronan", "last_name": "Tanguy", "email": "ronan@example.org",
        "siret": company.siret, "role": Role.EMPLOYER_AGENT,
    }  # fmt: skip
    (elsewhere,) = queries.establishments_of(other.id, by=other.agent)
    for by, said, reason in (
        (company.agent, {}, Refusal.NOT_ALLOWED),
        (other.manager, {}, Refusal.NOT_ALLOWED),
        (company.manager, {"siret": other.siret}, Refusal.ESTABLISHMENT_UNKNOWN),
        (company.manager, {"establishments": [elsewhere.id]}, Refusal.ESTABLISHMENT_UNKNOWN),
        (company.manager, {"establishments": [more], "role": Role.EMPLOYER_MANAGER}, Refusal.MANAGER_LIMITED),
        (company.manager, {"first_name": " "}, Refusal.NAME_MISSING),
        (company.manager, {"email": "ronan"}, Refusal.EMAIL_MALFORMED),
        (company.manager, {"role": Role.PROVIDER_AGENT}, PeopleRefusal.AGENT_ROLES),
    ):
        assert refused(invite_agent, **{**given, **said}, by=by) is reason
    ronan = invite_agent(**given, establishments=[more], by=company.manager, at=AT)
    limited = Actor(roles=frozenset({Role.EMPLOYER_AGENT}), id=ronan, employer_id=company.id, flows=frozenset(Flow))
    assert [each.id for each in queries.establishments_of(company.id, by=limited)] == [more]
    assert [each.id for each in queries.limits_of([ronan])[ronan]] == [more]
    assert [each.id for each in queries.establishments_of(company.id, by=company.agent)] == [place.id, more]


def test_an_agent_is_withdrawn_and_the_last_manager_stays() -> None:
    company, other = a_company(), a_company()
    invite = {"company_id": company.id, "siret": company.siret, "first_name": "A", "last_name": "B"}
    soizic, ronan = (
        invite_agent(**invite, email=f"{role}@example.org", role=role, by=scenes.STAFF, at=AT)
        for role in (Role.EMPLOYER_MANAGER, Role.EMPLOYER_AGENT)
    )
    for agent_id, by, reason in (
        (ronan, company.agent, PeopleRefusal.NOT_ALLOWED),
        (ronan, other.manager, PeopleRefusal.NOT_ALLOWED),
        (uuid4(), company.manager, PeopleRefusal.AGENT_UNKNOWN),
        (soizic, company.manager, PeopleRefusal.LAST_MANAGER),
    ):
        assert refused(withdraw_agent, agent_id=agent_id, by=by) is reason
    withdraw_agent(agent_id=ronan, by=company.manager, at=AT)
    assert agent_facts(ronan) is None
    assert refused(withdraw_agent, agent_id=ronan, by=company.manager) is PeopleRefusal.AGENT_UNKNOWN
    assert [each.id for each in agents_of(company.id, by=acting(company.id, Role.EMPLOYER_MANAGER))] == [soizic]
