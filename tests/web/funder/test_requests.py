"""An aid asked, followed and decided on the pages: what each side reads, and what nobody else may."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import scenes
from tests.funders.scenes import LATER, PAPER, a_funder, asked, card, drafted, in_force, instructed, told
from tests.moments import AT
from tests.web.visiting import signed_in, words

from acquis.enrolments import actions as enrolments
from acquis.enrolments.types import State
from acquis.funders import queries
from acquis.funders.types import AidState, FunderKind, Instruction, Silence
from acquis.journal.reads import reads_about

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def giver():
    return a_funder(FunderKind.OPCO, name="Opco Commerce")


@pytest.fixture
def convention(giver):
    return in_force(giver, instructed(), ends_on=date(2027, 12, 31))


@pytest.fixture
def scene():
    return scenes.proposed(scenes.a_holder(rights_cents=100_000), price_cents=150_000, **LATER)


def a_file(name="projet.pdf"):
    return SimpleUploadedFile(name, PAPER)


def test_a_holder_asks_and_the_funder_grants(giver, convention, scene):
    holder, agent = signed_in(scene.holder.actor), signed_in(giver.agent)
    mine = f"/mes-inscriptions/{scene.id}"
    said = words(holder.get(mine))
    assert "Les aides que vous pouvez demander Opco Commerce : jusqu’à 500,00 €" in said
    form = f"{mine}/aide/{convention}"
    assert "Vous demandez 500,00 €" in words(holder.get(form))
    wrong = holder.post(form, {"motive": "Un métier qui recrute."})
    assert wrong.status_code == 422
    assert "Il manque un document : Projet." in words(wrong)
    assert "Un métier qui recrute." in wrong.content.decode()
    assert "Pourquoi voulez-vous" in words(holder.post(form, {"motive": "", "file_1": a_file()}))
    sent = words(holder.post(form, {"motive": "Un métier qui recrute.", "file_1": a_file()}, follow=True))
    assert "Votre demande d’aide est envoyée." in sent
    assert "En attente d’un financeur" in sent
    # What is waited for is neither confirmed nor asked again.
    assert holder.get(form).status_code == 303

    queue = words(agent.get("/financeur/demandes"))
    assert "1 demande attend une réponse." in queue
    ((request,),) = [[each.id for each in _requests(scene)]]
    theirs = f"/financeur/demandes/{request}"
    page = words(agent.get(theirs))
    for sentence in (
        "Un métier qui recrute.",
        "Projet : projet.pdf",
        "L’aide demandée 500,00 €",
        "vendredi 4 décembre",
    ):
        assert sentence in page
    document = f"{theirs}/pieces/{_documents(request)[0]}"
    assert agent.get(document).content == PAPER
    noted = {(each.what, each.reason) for each in reads_about(scene.holder.person_id)}
    number = told(request).course.number
    assert {("aid", f"dossier {number}"), ("aid_document", f"dossier {number}")} <= noted
    said = words(holder.get("/mes-droits/consultations"))
    assert "Opco Commerce" in said
    assert "un document de votre demande d’aide" in said

    assert agent.post(f"{theirs}/repondre", {"said": ""}).status_code == 422
    agent.post(f"{theirs}/repondre", {"said": "Avez-vous un devis ?"})
    assert "Avez-vous un devis ?" in words(holder.get(f"{mine}/aides/{request}"))
    assert agent.post(f"{theirs}/decider", {"act": "want", "want_said": " "}).status_code == 422
    assert "Le document est demandé." in words(
        agent.post(f"{theirs}/decider", {"act": "want", "want_said": "Le devis signé"}, follow=True)
    )
    assert "Le financeur attend un document." in words(holder.get(f"{mine}/aides/{request}"))
    holder.post(f"{mine}/aides/{request}/repondre", {"said": "", "proof": a_file("devis.pdf")})
    assert told(request).state is AidState.ASKED

    for amount, sentence in (("x", "positif"), ("500,01", "plus que la somme"), ("300", "Dites pourquoi.")):
        wrong = agent.post(f"{theirs}/decider", {"act": "grant", "amount": amount})
        assert wrong.status_code == 422
        assert sentence in words(wrong)
    granted = agent.post(
        f"{theirs}/decider", {"act": "grant", "amount": "300", "grant_said": "Notre plafond."}, follow=True
    )
    assert "Accordé : 300,00 €" in words(granted)
    enrolments.hear_funder(enrolment_id=scene.id, by=scenes.SYSTEM, at=AT)
    assert "Notre plafond." in words(holder.get(f"{mine}/aides/{request}"))
    assert "Opco Commerce 300,00 €" in words(holder.get(f"{mine}/confirmer"))
    assert agent.post(f"{theirs}/decider", {"act": "nothing"}).status_code == 404


def test_nobody_else_reads_a_request(giver, convention, scene):
    request = asked(scene, convention)
    document = _documents(request)[0]
    other, stranger = signed_in(a_funder().agent), signed_in(scenes.a_holder().actor)
    for path in (f"/financeur/demandes/{request}", f"/financeur/demandes/{request}/pieces/{document}"):
        assert other.get(path).status_code == 404
    assert other.post(f"/financeur/demandes/{request}/decider", {"act": "grant", "amount": "1"}).status_code == 404
    assert "Rien à instruire" in words(other.get("/financeur/demandes"))
    theirs = f"/mes-inscriptions/{scene.id}/aides/{request}"
    for path in (theirs, f"{theirs}/pieces/{document}"):
        assert stranger.get(path).status_code == 404
    # The body that gives the training learns that somebody is waited for, not who.
    body = words(signed_in(scene.body.agent).get(f"/organisme/inscriptions/{scene.id}"))
    assert "En attente d’un financeur" in body
    assert "Opco" not in body


def test_a_holder_stops_waiting_and_reads_a_refusal(giver, convention, scene):
    holder, agent = signed_in(scene.holder.actor), signed_in(giver.agent)
    asked(scene, convention)
    stopped = words(holder.post(f"/mes-inscriptions/{scene.id}/ne-plus-attendre", follow=True))
    assert "Vous n’attendez plus cette aide." in stopped
    assert "Vous l’avez déjà demandée pour cette formation." in stopped
    assert scene.now.state is State.PROPOSED
    other = scenes.proposed(scene.holder, price_cents=150_000, **LATER)
    request = asked(other, convention)
    decide = f"/financeur/demandes/{request}/decider"
    assert agent.post(decide, {"act": "refuse", "refuse_said": ""}).status_code == 422
    agent.post(decide, {"act": "refuse", "refuse_said": "Le projet n’est pas mûr."})
    assert "Le projet n’est pas mûr." in words(holder.get(f"/mes-inscriptions/{other.id}/aides/{request}"))


def test_a_convention_says_who_decides():
    giver = a_funder()
    agent = signed_in(giver.agent)
    form = {
        "purpose": "Se former", "starts_on": "2026-01-01", "ends_on": "2027-12-31", "budget": "5000",
        "funding": "called", "unspent": "refunded", "amount": "remaining", "age_max": "25", "answer": "agent",
        "answer_days": "10", "ask_days": "21", "document_days": "5", "silence": "silence_accepts",
        "documents": "Projet\n\nDevis\nProjet", "motive": "1",
    }  # fmt: skip
    for wrong, sentence in (
        ({"answer_days": ""}, "Indiquez un nombre de jours ouvrés, de 1 à 120."),
        ({"ask_days": "10"}, "la réponse viendrait après le début"),
        ({"silence": ""}, "Choisissez une réponse."),
        ({"documents": "\n".join("abcdefg")}, "6 documents au plus"),
    ):
        answer = agent.post("/financeur/nouvelle", {**form, **wrong})
        assert answer.status_code == 422
        assert sentence in words(answer)
    address = agent.post("/financeur/nouvelle", form)["Location"]
    kept = card(address.rsplit("/", 1)[1]).terms.instruction
    assert kept == Instruction(
        answer_days=10,
        silence=Silence.ACCEPTS,
        ask_days=21,
        documents=("Projet", "Devis"),
        motive=True,
        suspends=False,
        document_days=5,
    )
    assert "Un agent, dans les 10 jours ouvrés." in words(agent.get(address))
    assert 'value="21"' in agent.get(f"{address}/modifier").content.decode()
    plain = drafted(giver)
    assert "Personne : qui remplit les conditions a l’aide tout de suite." in words(
        agent.get(f"/financeur/conventions/{plain}")
    )


def _requests(scene):
    return queries.aids_of(scene.id, by=scenes.SYSTEM)


def _documents(request_id):
    return [file.id for said in queries.aid_asked(request_id, by=scenes.SYSTEM).said for file in said.files]
