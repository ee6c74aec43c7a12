"""A holder writes to the company that declared their year; it reads what was written to it, answers, and no more."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests import scenes
from tests.declarations import dsn_files
from tests.declarations import scenes as declared
from tests.employers.scenes import a_company, acting
from tests.support.scenes import PDF, opened, taken
from tests.web.visiting import signed_in, words

from acquis.employers.actions import register_company
from acquis.journal.reads import reads_about
from acquis.kit.actor import Actor, Flow, Role
from acquis.kit.refusal import Refused
from acquis.support import actions, checks, queries
from acquis.support.types import Act, Outcome, Refusal, State, Topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    """Somebody whose month of 2025 was declared by a company of ours: (who, the company)."""
    company_id = register_company(siren=dsn_files.SIREN, name="Ateliers du Port", by=scenes.STAFF, at=scenes.AT)
    declared.bring(declared.a_year(dsn_files.person(1), months=range(4, 5)))
    number = dsn_files.nir(1)
    person = declared.Known.objects.get(nir_index=declared.crypto.nir_index(number + dsn_files.key(number)))
    account_id = declared.account(1)
    actor = Actor(roles=frozenset({Role.HOLDER}), id=person.id, account_id=account_id)
    return scenes.Holder(person.id, account_id, actor), acting(company_id)


def refused(reason: Refusal):
    return pytest.raises(Refused, match=str(reason))


def test_a_company_is_asked_by_the_holder_and_answers_once(asked) -> None:
    holder, company = asked
    other = a_company()
    assert [each.id for each in queries.companies_that_declared(holder.account_id, 2025, by=holder.actor)] == [
        company.employer_id
    ]
    for more in ({"company_id": other.id}, {"year": 2024}, {"topic": Topic.SITUATION}):
        with refused(Refusal.COMPANY_UNKNOWN):
            opened(holder, **{"company_id": company.employer_id, **more})
    inquiry_id = opened(holder, company_id=company.employer_id, proofs=[PDF])
    (row,) = queries.inquiries_of_company(by=company)
    assert (row.id, row.state) == (inquiry_id, State.RELAYED)
    found = queries.inquiry(inquiry_id, by=company)
    assert found.may == {Act.ANSWER}
    assert [entry.words for entry in found.entries if entry.words] == ["Il manque six mois."]
    assert queries.proof(inquiry_id, found.entries[0].proofs[0].id, by=company).content == PDF.content
    assert {each.what for each in reads_about(holder.person_id)} == {"request", "proof"}

    answer = {"inquiry_id": inquiry_id, "outcome": Outcome.CORRECTED, "said": "C’est corrigé.", "at": scenes.AT}
    for stranger in (other.agent, replace(company, flows=frozenset({Flow.ENDOWMENTS}))):
        assert queries.inquiries_of_company(by=stranger) == []
        with refused(Refusal.INQUIRY_UNKNOWN):
            queries.inquiry(inquiry_id, by=stranger)
        with refused(Refusal.NOT_ALLOWED):
            actions.answer(**answer, by=stranger)
    for act in (actions.ask, actions.relay):
        with refused(Refusal.NOT_ALLOWED):
            act(inquiry_id=inquiry_id, said="Et ?", by=company, at=scenes.AT)
    actions.answer(**answer, by=company)
    assert list(checks.state_follows_entries()) == []
    # What is said next is between the holder and an agent.
    actions.reply(inquiry_id=inquiry_id, said="Non, toujours pas.", by=holder.actor, at=scenes.AT)
    with refused(Refusal.NOT_NOW):
        actions.answer(**answer, by=company)
    said = [entry.words for entry in queries.inquiry(inquiry_id, by=company).entries if entry.words]
    assert said == ["Il manque six mois.", "C’est corrigé."]


def test_of_what_an_agent_passes_on_a_company_reads_what_the_agent_wrote() -> None:
    company, holder = a_company(), scenes.a_holder()
    inquiry_id = taken(holder, proofs=[PDF])
    with refused(Refusal.COMPANY_UNKNOWN):
        actions.relay(inquiry_id=inquiry_id, said="Mai ?", company_id=inquiry_id, by=scenes.STAFF, at=scenes.AT)
    actions.relay(inquiry_id=inquiry_id, said="Vérifiez mai.", company_id=company.id, by=scenes.STAFF, at=scenes.AT)
    found = queries.inquiry(inquiry_id, by=company.agent)
    assert [entry.words for entry in found.entries] == ["Vérifiez mai."]
    proof = queries.inquiry(inquiry_id, by=holder.actor).entries[0].proofs[0]
    with refused(Refusal.INQUIRY_UNKNOWN):
        queries.proof(inquiry_id, proof.id, by=company.agent)


def test_from_the_holder_s_page_to_the_company_s_and_back(asked) -> None:
    holder, company = asked
    client, employer = signed_in(holder.actor), signed_in(company)
    form = {"sujet": "hours", "annee": "2025", "said": "Il manque mai."}
    third = words(client.post("/mes-demandes/nouvelle", form))
    assert "Ateliers du Port (SIREN 482 761 160)" in third
    assert "Elle ne voit jamais vos droits" in third
    assert "Choisissez à qui envoyer" in words(client.post("/mes-demandes/nouvelle", {**form, "send": "1"}))
    sent = client.post("/mes-demandes/nouvelle", {**form, "send": "1", "to": company.employer_id}, follow=True)
    assert "Votre employeur vérifie sa déclaration" in words(sent)

    assert "1 demande de correction attend votre réponse" in words(employer.get("/employeur"))
    assert "À répondre avant la fin du" in words(employer.get("/employeur/demandes"))
    (row,) = queries.inquiries_of_company(by=company)
    page = f"/employeur/demandes/{row.id}"
    assert "Il manque mai." in words(employer.get(page))
    assert "Choisissez un résultat." in words(employer.post(page, {"said": "x"}))
    assert employer.post(page, {"outcome": "corrected", "said": ""}).status_code == 422
    assert "Votre réponse est envoyée." in words(
        employer.post(page, {"outcome": "corrected", "said": "C’est corrigé."}, follow=True)
    )
    assert "C’est corrigé." in words(client.get(f"/mes-demandes/{row.id}"))
    # Who read it is told to its holder by the company's name.
    assert "Ateliers du Port" in words(client.get("/mes-droits/consultations"))
