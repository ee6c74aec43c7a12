"""A holder is known by (issuer, sub), reconciled on civil identity alone; a professional must be enrolled."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from acquis.journal.queries import history
from acquis.kit.actor import Actor, Role, system
from acquis.kit.refusal import Refused
from acquis.people import queries
from acquis.people.actions import enrol_agent, register_person, sign_in_agent, sign_in_holder
from acquis.people.models import Agent, Identity, Person
from acquis.people.types import AgentKind, Refusal, VerifiedAgent, VerifiedIdentity

pytestmark = pytest.mark.django_db

SYSTEM = system("test")
ISSUER = "https://auth.exemple/api/v2"
SIRET = "73282932000074"
HEAD = "https://proconnect.gouv.fr/assurance/certification-dirigeant"


@pytest.fixture
def identity(someone) -> VerifiedIdentity:
    return VerifiedIdentity(issuer=ISSUER, sub="a" * 64 + "v1", acr="eidas2", civil=someone, email="m@exemple.fr")


@pytest.fixture
def samir() -> VerifiedAgent:
    return VerifiedAgent(
        issuer=ISSUER,
        sub="1234",
        acr="eidas1-mfa",
        siret=SIRET,
        email="Samir.Haddad@Fournil.exemple",
        first_name="Samir",
        last_name="Haddad",
    )


def sign_in(identity, at, *, by=SYSTEM):
    return sign_in_holder(identity=identity, by=by, at=at)


def test_only_the_system_signs_people_in(identity, samir, at) -> None:
    anybody = Actor(roles=frozenset({Role.STAFF_AGENT}), id=uuid4())
    for sign in (lambda: sign_in(identity, at, by=anybody), lambda: sign_in_agent(identity=samir, by=anybody, at=at)):
        with pytest.raises(Refused) as refused:
            sign()
        assert refused.value.reason is Refusal.NOT_ALLOWED


def test_a_newcomer_is_registered_and_found_again(identity, at) -> None:
    first = sign_in(identity, at)
    assert sign_in(identity, at) == first
    assert [told.kind for told in history(first)].count("people.holder_signed_in") == 2
    assert Person.objects.count() == Identity.objects.count() == 1


def test_a_known_person_without_identity_is_reconciled_whatever_the_spelling(identity, someone, at) -> None:
    known = register_person(civil=someone, by=SYSTEM, at=at)
    spelled = replace(someone, birth_name="KEROUEDAN", first_names="MAELLE ANNE SOPHIE")
    assert sign_in(replace(identity, civil=spelled), at) == known


@pytest.mark.parametrize(
    "other",
    [
        {"first_names": "Maëlle"},
        {"born_on": date(1985, 5, 18)},
        {"birth_place": "29020"},
        {"birth_name": "Kerouédan-Le Gall"},
        {"sex": "male"},
    ],
)
def test_another_civil_identity_is_another_person(identity, someone, at, other) -> None:
    known = register_person(civil=replace(someone, **other), by=SYSTEM, at=at)
    assert sign_in(identity, at) != known
    assert Person.objects.count() == 2


def test_an_e_mail_address_never_links_two_people(identity, someone, at) -> None:
    register_person(civil=replace(someone, first_names="Yann"), email="m@exemple.fr", by=SYSTEM, at=at)
    sign_in(identity, at)
    assert Person.objects.count() == 2


def test_homonyms_are_refused_and_nothing_is_written(identity, someone, at) -> None:
    register_person(civil=someone, by=SYSTEM, at=at)
    register_person(civil=someone, by=SYSTEM, at=at)
    with pytest.raises(Refused) as refused:
        sign_in(identity, at)
    assert refused.value.reason is Refusal.HOMONYM
    assert not Identity.objects.exists()


def test_a_second_sub_of_the_same_civil_identity_is_refused_not_linked(identity, at) -> None:
    first = sign_in(identity, at)
    with pytest.raises(Refused) as refused:
        sign_in(replace(identity, sub="b" * 64 + "v1"), at)
    assert refused.value.reason is Refusal.HOMONYM
    assert Identity.objects.get().person_id == first


def test_another_issuer_vouching_for_the_same_person_is_attached(identity, at) -> None:
    first = sign_in(identity, at)
    assert sign_in(replace(identity, issuer="https://autre.exemple", sub="x"), at) == first
    assert queries.is_identity_of(first, issuer="https://autre.exemple", sub="x")
    assert not queries.is_identity_of(first, issuer=ISSUER, sub="x")


# ---------------------------------------------------------------- professionals


def enrol(at, *, by=SYSTEM, email="samir.haddad@fournil.exemple", roles=(Role.PROVIDER_AGENT,), **more):
    given = {
        "kind": AgentKind.PROVIDER,
        "first_name": "Samir",
        "last_name": "Haddad",
        "email": email,
        "siret": SIRET,
        "organisation_id": uuid4(),
        "roles": roles,
    }
    return enrol_agent(**(given | more), by=by, at=at)


def test_an_invited_agent_is_attached_by_siret_and_address_then_known_by_sub(samir, at) -> None:
    agent_id = enrol(at)
    facts = sign_in_agent(identity=samir, by=SYSTEM, at=at)
    assert facts.id == agent_id
    assert facts.roles == {Role.PROVIDER_AGENT}
    assert sign_in_agent(identity=replace(samir, email="autre@fournil.exemple"), by=SYSTEM, at=at).id == agent_id


def test_an_invitation_answers_for_its_own_establishment_only(samir, at) -> None:
    enrol(at)
    with pytest.raises(Refused) as refused:
        sign_in_agent(identity=replace(samir, siret="00000001800010"), by=SYSTEM, at=at)
    assert refused.value.reason is Refusal.ORGANISATION_UNKNOWN
    sign_in_agent(identity=samir, by=SYSTEM, at=at)
    with pytest.raises(Refused):
        sign_in_agent(identity=replace(samir, siret="00000001800010"), by=SYSTEM, at=at)


def test_an_invitation_that_somebody_answered_is_not_answered_by_another_sub(samir, at) -> None:
    organisation = uuid4()
    enrol(at, organisation_id=organisation, roles=[Role.PROVIDER_MANAGER])
    sign_in_agent(identity=samir, by=SYSTEM, at=at)
    with pytest.raises(Refused) as refused:
        sign_in_agent(identity=replace(samir, sub="5678"), organisation_id=organisation, by=SYSTEM, at=at)
    assert refused.value.reason is Refusal.NOT_ENROLLED


def test_the_first_manager_must_be_certified_as_head(samir, at) -> None:
    organisation = uuid4()
    with pytest.raises(Refused) as refused:
        sign_in_agent(identity=samir, organisation_id=organisation, by=SYSTEM, at=at)
    assert refused.value.reason is Refusal.FIRST_MANAGER_NEEDS_CERTIFICATION
    assert not Agent.objects.exists()

    facts = sign_in_agent(identity=replace(samir, acr=HEAD), organisation_id=organisation, by=SYSTEM, at=at)
    assert facts.roles == {Role.PROVIDER_MANAGER}
    assert facts.organisation_id == organisation

    # Once there is a manager, even another certified head must be enrolled by them.
    other = replace(samir, sub="99", acr=HEAD, email="autre@fournil.exemple")
    with pytest.raises(Refused) as refused:
        sign_in_agent(identity=other, organisation_id=organisation, by=SYSTEM, at=at)
    assert refused.value.reason is Refusal.NOT_ENROLLED


def test_who_may_enrol_whom(at) -> None:
    organisation = uuid4()
    manager = Actor(roles=frozenset({Role.PROVIDER_MANAGER}), id=uuid4(), provider_id=organisation)
    agent = Actor(roles=frozenset({Role.PROVIDER_AGENT}), id=uuid4(), provider_id=organisation)
    staff = Actor(roles=frozenset({Role.STAFF_AGENT}), id=uuid4())
    staffer = {"kind": AgentKind.STAFF, "organisation_id": None, "roles": [Role.STAFF_FINANCE]}
    for by, given, reason in (
        (agent, {"organisation_id": organisation}, Refusal.NOT_ALLOWED),
        (manager, {}, Refusal.NOT_ALLOWED),
        (manager, staffer, Refusal.NOT_ALLOWED),
        (staff, staffer, Refusal.NOT_ALLOWED),
        (manager, {"organisation_id": organisation, "roles": [Role.STAFF_AGENT]}, Refusal.AGENT_ROLES),
        (SYSTEM, {"roles": []}, Refusal.AGENT_ROLES),
    ):
        with pytest.raises(Refused) as refused:
            enrol(at, by=by, **given)
        assert refused.value.reason is reason
    assert not Agent.objects.exists()

    enrol(at, by=manager, organisation_id=organisation)
    enrol(at, by=SYSTEM, email="fatou@acquis.exemple", **staffer)
    with pytest.raises(Refused) as refused:
        enrol(at, by=staff, email="SAMIR.haddad@fournil.exemple")
    assert refused.value.reason is Refusal.AGENT_ALREADY_ENROLLED
    assert [card.display for card in queries.agents_of(organisation, by=agent)] == ["Samir Haddad"]
    assert queries.agents_of(organisation, by=replace(agent, provider_id=uuid4())) == []


def test_the_first_manager_of_a_company_is_its_head_and_enrols_its_people(samir, at) -> None:
    company = uuid4()
    employer = {"organisation_id": company, "kind": AgentKind.EMPLOYER}
    with pytest.raises(Refused) as refused:
        sign_in_agent(identity=samir, **employer, by=SYSTEM, at=at)
    assert refused.value.reason is Refusal.FIRST_MANAGER_NEEDS_CERTIFICATION
    head = sign_in_agent(identity=replace(samir, acr=HEAD), **employer, by=SYSTEM, at=at)
    assert (head.kind, head.roles) == (AgentKind.EMPLOYER, {Role.EMPLOYER_MANAGER})

    manager = Actor(roles=frozenset({Role.EMPLOYER_MANAGER}), id=head.id, employer_id=company)
    given = {"kind": AgentKind.EMPLOYER, "email": "lise@fournil.exemple", "roles": [Role.EMPLOYER_AGENT]}
    for by, more, reason in (
        (manager, {"organisation_id": uuid4()}, Refusal.NOT_ALLOWED),
        (replace(manager, roles=frozenset({Role.EMPLOYER_AGENT})), {"organisation_id": company}, Refusal.NOT_ALLOWED),
        (manager, {"organisation_id": company, "roles": [Role.PROVIDER_AGENT]}, Refusal.AGENT_ROLES),
    ):
        with pytest.raises(Refused) as refused:
            enrol(at, by=by, **{**given, **more})
        assert refused.value.reason is reason
    enrol(at, by=manager, **given, organisation_id=company)
    assert len(queries.agents_of(company, by=manager)) == 2
    assert queries.agents_of(company, by=replace(manager, employer_id=uuid4())) == []
