"""The staff's pages of identities: who sees what, both sides of a case, a decision, and two accounts made one."""

from __future__ import annotations

from datetime import date

import httpx
import pytest
from django.test import Client
from tests import scenes
from tests.people.declared import maelle
from tests.web.visiting import signed_in, title, words

from acquis.accounts import queries as accounts
from acquis.joining import queries as joinings
from acquis.joining.types import JoiningState
from acquis.journal.reads import reads_about
from acquis.kit.clock import day_of
from acquis.outside import identity_register
from acquis.people import queries as people
from acquis.people.actions import match_declared, register_person
from acquis.people.types import CivilIdentity, DoubtState, Sex

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

QUEUE = "/agents/identites"


@pytest.fixture
def known():
    return match_declared(identities=[maelle()], by=scenes.SYSTEM, at=scenes.AT)[0].person_id


@pytest.fixture
def doubt(known):
    stranger = maelle(
        reference="12345678900011/0002",
        birth_name="Nguyen",
        first_names="Paul",
        born_on=date(1971, 2, 3),
        sex=Sex.MALE,
        birth_place="75056",
    )
    return match_declared(identities=[stranger], by=scenes.SYSTEM, at=scenes.AT)[0].doubt_id


def case(doubt):
    return people.doubt(doubt, by=scenes.STAFF, reason="test")


class TestQueue:
    def test_it_is_not_there_for_those_who_keep_the_money(self, doubt) -> None:
        assert signed_in(scenes.FINANCE).get(QUEUE).status_code == 404
        assert signed_in(scenes.FINANCE).get(f"{QUEUE}/{doubt}").status_code == 404
        assert signed_in(scenes.APPROVER).get(f"{QUEUE}/{doubt}").status_code == 404

    def test_it_names_nobody(self, doubt, known) -> None:
        answer = signed_in(scenes.STAFF).get(QUEUE)
        assert title(answer) == "1 identité à vérifier"
        assert "Le numéro est celui de quelqu’un d’autre" in words(answer)
        assert "Nguyen" not in words(answer)
        assert reads_about(known) == []

    def test_it_counts_all_and_shows_one_kind(self, doubt, known, monkeypatch) -> None:
        client = signed_in(scenes.STAFF)
        reason = case(doubt).reason
        assert "1 identité à vérifier" in words(client.get(QUEUE))
        assert str(doubt)[-6:] in words(client.get(QUEUE, {"pourquoi": reason.value}))
        assert str(doubt)[-6:] not in words(
            client.get(QUEUE, {"pourquoi": "death" if reason != "death" else "several"})
        )
        assert str(doubt)[-6:] in words(client.get(QUEUE, {"pourquoi": "zzz"}))
        monkeypatch.setattr(people, "doubt_counts", lambda by: {reason: 17_705})
        said = words(client.get(QUEUE))
        assert "705 identités à vérifier" in said
        assert "Les 1 plus anciennes sont montrées." in said

    def test_empty_it_says_so(self) -> None:
        assert title(signed_in(scenes.STAFF).get(QUEUE)) == "Aucune identité à vérifier"


class TestCase:
    def test_both_sides_stand_side_by_side_and_the_reading_is_kept(self, doubt, known) -> None:
        said = words(signed_in(scenes.STAFF).get(f"{QUEUE}/{doubt}"))
        assert "Nguyen KEROUEDAN ≠ différent" in said.replace("  ", " ")
        assert "2 85 05 ** *** *** ** = identique" in said
        assert "019123" not in said
        assert [read.what for read in reads_about(known)] == ["identity"]

    def test_an_unknown_case(self) -> None:
        assert signed_in(scenes.STAFF).get(f"{QUEUE}/{scenes.UUID(int=1)}").status_code == 404

    def test_without_an_answer_or_a_reason_nothing_is_decided(self, doubt) -> None:
        answer = signed_in(scenes.STAFF).post(f"{QUEUE}/{doubt}", {"note": "  "})
        assert answer.status_code == 422
        assert "2 réponses sont à corriger" in words(answer)
        assert case(doubt).state is DoubtState.OPEN

    @pytest.mark.parametrize("choice", ["zzz", str(scenes.UUID(int=9))])
    def test_nonsense_is_not_an_answer(self, doubt, choice) -> None:
        answer = signed_in(scenes.STAFF).post(f"{QUEUE}/{doubt}", {"choice": choice, "note": "pièce reçue"})
        assert answer.status_code == 422
        assert "pièce reçue" in answer.content.decode()

    def test_the_same_person(self, doubt, known) -> None:
        said = signed_in(scenes.STAFF).post(
            f"{QUEUE}/{doubt}", {"choice": str(known), "note": "pièce reçue"}, follow=True
        )
        assert "La décision est enregistrée." in words(said)
        assert case(doubt).person_id == known
        assert "Décidé le" in words(signed_in(scenes.STAFF).get(f"{QUEUE}/{doubt}"))

    def test_somebody_else(self, doubt, known) -> None:
        signed_in(scenes.STAFF).post(f"{QUEUE}/{doubt}", {"choice": "new", "note": "pièce reçue"})
        assert case(doubt).person_id not in (None, known)

    def test_asking_for_more(self, doubt) -> None:
        said = signed_in(scenes.STAFF).post(f"{QUEUE}/{doubt}", {"choice": "ask", "note": "acte demandé"}, follow=True)
        assert "Un complément a été demandé : acte demandé" in words(said)

    def test_the_register_is_asked_and_its_answer_shown(self, doubt, known) -> None:
        def answer(request: httpx.Request) -> httpx.Response:
            got = Client().get(request.url.raw_path.decode())
            return httpx.Response(got.status_code, content=got.content)

        with identity_register.speaking_through(httpx.MockTransport(answer)):
            said = signed_in(scenes.STAFF).post(f"{QUEUE}/{doubt}/repertoire", follow=True)
        assert "Une seule personne, exactement comme déclarée." in words(said)

    def test_a_silent_register_changes_nothing(self, doubt) -> None:
        def silent(_: httpx.Request) -> httpx.Response:
            raise httpx.ConnectError("refused")

        with identity_register.speaking_through(httpx.MockTransport(silent)):
            said = signed_in(scenes.STAFF).post(f"{QUEUE}/{doubt}/repertoire", follow=True)
        assert "ne répond pas" in said.content.decode()
        assert case(doubt).register_asked_at is None


def test_a_number_is_changed_by_who_saw_the_document_and_the_old_one_still_leads(known) -> None:
    agent = signed_in(scenes.STAFF)
    form = f"/agents/personnes/{known}/numero"
    assert agent.get(form)["Location"] == "/agents"
    agent.post("/agents", {"name": "martin", "reason": "attestation reçue"})
    assert title(agent.get(form)) == "Changer le numéro de sécurité sociale"
    said = words(agent.post(form, {"nir": "123", "reason": "attestation de droits"}))
    assert "Vérifiez les quinze caractères" in said
    assert "123" not in said.partition("Nouveau numéro")[2]
    other = CivilIdentity(birth_name="Zola", first_names="Rose", born_on=date(1951, 2, 3), sex=Sex.FEMALE)
    held = "251027511600175"
    register_person(civil=other, nir=held, by=scenes.STAFF, at=scenes.AT)
    said = words(agent.post(form, {"nir": held, "reason": "attestation de droits"}))
    assert "réunissez les deux comptes" in said
    free = "285057800608540"
    said = words(agent.post(form, {"nir": free, "reason": "attestation de droits"}, follow=True))
    assert "L’ancien mène toujours à cette personne." in said
    assert "2 85 05" in said
    assert signed_in(scenes.FINANCE).get(form).status_code == 404


class TestJoining:
    @pytest.fixture
    def two(self):
        return scenes.a_holder(rights_cents=100_000), scenes.a_holder(rights_cents=30_000)

    def asked(self, two) -> str:
        agent = signed_in(scenes.STAFF)
        agent.post("/agents", {"name": "martin", "reason": "doublon signalé"})
        form = f"/agents/personnes/{two[0].person_id}/reunir"
        assert title(agent.get(form)) == "Réunir deux comptes d’une même personne"
        # Two invented names may be near to each other or far apart: the agent has looked at both.
        asked = {"merged": str(two[1].person_id), "reason": "deux dossiers signalés", "sure": "1"}
        answer = agent.post(form, asked)
        assert answer.status_code == 303
        return str(answer["Location"])

    def test_from_the_proposal_to_the_parting(self, two) -> None:
        address = self.asked(two)
        agent, approver = signed_in(scenes.STAFF), signed_in(scenes.APPROVER)
        assert "Une autre personne, habilitée à approuver, doit décider." in words(agent.get(address))
        assert title(approver.get(address)) == "Réunion à approuver"
        said = words(approver.post(f"{address}/approuver", follow=True))
        assert "Les deux comptes sont réunis." in said
        assert "Passé au compte gardé 300,00 €" in said
        agent.post(f"{address}/separer", {"reason": "ce sont deux personnes"})
        assert title(agent.get(address)) == "Séparation à approuver"
        assert "de nouveau séparés" in words(approver.post(f"{address}/approuver", follow=True))
        assert accounts.rights(two[1].account_id, on=day_of(scenes.AT)).total_cents == 30_000

    def test_a_decline(self, two) -> None:
        address = self.asked(two)
        signed_in(scenes.APPROVER).post(f"{address}/refuser")
        (card,) = joinings.joinings(by=scenes.STAFF)
        assert card.state is JoiningState.DECLINED

    def test_a_session_opened_before_leads_to_the_kept_account(self, two) -> None:
        kept, merged = two
        scene = scenes.confirmed(merged, price_cents=20_000)
        browser = signed_in(merged.actor)
        address = self.asked(two)
        signed_in(scenes.APPROVER).post(f"{address}/approuver")
        total = accounts.rights(kept.account_id, on=day_of(scenes.AT)).total_cents
        assert total > 100_000
        shown = f"{total // 100_000} {total // 100 % 1000:03d},{total % 100:02d} €"
        assert shown in words(browser.get("/mes-droits"))
        assert browser.get(f"/mes-inscriptions/{scene.id}").status_code == 200
        assert str(scene.id) in browser.get("/mes-inscriptions").content.decode()

    def test_mistakes_are_told(self, two) -> None:
        agent = signed_in(scenes.STAFF)
        agent.post("/agents", {"name": "martin", "reason": "doublon signalé"})
        form = f"/agents/personnes/{two[0].person_id}/reunir"
        answer = agent.post(form, {"merged": "abc", "reason": ""})
        assert answer.status_code == 422
        assert "2 réponses sont à corriger" in words(answer)
        answer = agent.post(form, {"merged": str(two[0].person_id), "reason": "deux dossiers"})
        assert "C’est déjà la même personne." in words(answer)

    def test_two_plainly_different_people_are_shown_to_be_so_before_and_after(self, two) -> None:
        other = CivilIdentity(birth_name="Zola", first_names="Rose", born_on=date(1951, 2, 3), sex=Sex.FEMALE)
        other_id = register_person(civil=other, by=scenes.STAFF, at=scenes.AT)
        agent = signed_in(scenes.STAFF)
        agent.post("/agents", {"name": "martin", "reason": "doublon signalé"})
        form = f"/agents/personnes/{two[0].person_id}/reunir"
        asked = {"merged": str(other_id), "reason": "deux dossiers signalés"}
        answer = agent.post(form, asked)
        assert answer.status_code == 422
        assert "Ces deux identités sont très différentes (nom de naissance, prénoms, jour de naissance" in words(answer)
        assert not joinings.joinings(by=scenes.STAFF)
        answer = agent.post(form, {**asked, "sure": "1", "reason": "Rose a deux dossiers"})
        assert "Cette phrase donne un nom" in words(answer)
        answer = agent.post(form, {**asked, "sure": "1"})
        said = words(signed_in(scenes.APPROVER).get(answer["Location"]))
        assert "ce sont peut-être deux personnes" in said
        assert "Zola ≠ différent" in said

    def test_the_form_wants_the_reason_of_the_look_up(self, two) -> None:
        answer = signed_in(scenes.STAFF).get(f"/agents/personnes/{two[0].person_id}/reunir")
        assert (answer.status_code, answer["Location"]) == (303, "/agents")

    def test_others_have_no_way_in(self, two) -> None:
        address = self.asked(two)
        assert signed_in(scenes.FINANCE).get(address).status_code == 404
        assert signed_in(scenes.FINANCE).post(f"{address}/approuver").status_code == 404
