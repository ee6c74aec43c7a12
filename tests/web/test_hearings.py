"""Files about an enrolment on the pages of the two sides and of the staff, and other dates, without any script."""

import html
import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import scenes
from tests.moments import moment
from tests.scenes import STAFF, STARTS
from tests.web import visiting

from acquis.enrolments import actions as enrolments
from acquis.enrolments.types import ControlState, State
from acquis.rules import CancelledBy

pytestmark = pytest.mark.django_db

MONDAY = moment(date(2026, 12, 21))
PAPER = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def read(response) -> str:
    """The words of a page."""
    assert response.status_code in (200, 422), response.status_code
    return (
        html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))
        .replace("\xa0", " ")
        .replace("\u202f", " ")
    )


def proof(name="proof.pdf"):
    return SimpleUploadedFile(name, PAPER, "application/pdf")


def test_a_contest_from_the_holder_to_the_decision():
    scene = scenes.service_declared()
    me, agent = visiting.signed_in(scene.holder.actor), visiting.signed_in(scene.body.agent)
    staff = visiting.signed_in(STAFF)
    mine, theirs = f"/mes-inscriptions/{scene.id}", f"/organisme/inscriptions/{scene.id}"
    with visiting.at(MONDAY):
        assert "vous avez suivi 100 % de la formation" in read(me.get(mine))
        assert "s’arrêtent tout de suite" in read(me.get(f"{mine}/contester"))
        assert me.post(f"{mine}/contester", {"said": ""}).status_code == 422
        wrong = {"said": "Faux", "proof": SimpleUploadedFile("a.pdf", b"MZ")}
        assert me.post(f"{mine}/contester", wrong).status_code == 422
        opened = me.post(f"{mine}/contester", {"said": "La moitié seulement.", "proof": proof()})
        file = opened["Location"].rsplit("/", 1)[1]
        assert scene.now.control_state is ControlState.IN_CONTROL
        assert "Dossier en contrôle" in read(agent.get(theirs))
        home = agent.get("/organisme")
        assert "Vos explications sont attendues" in read(home)
        assert f"{theirs}/dossiers/{file}" in home.content.decode()
        page = agent.get(f"{theirs}/dossiers/{file}")
        assert "La moitié seulement." in read(page)
        exhibit = re.search(rf"{theirs}/dossiers/{file}/pieces/[0-9a-f-]+", page.content.decode())[0]
        assert agent.get(exhibit)["Content-Disposition"].startswith("attachment")
        stranger = visiting.signed_in(scenes.a_body().agent)
        assert stranger.get(f"{theirs}/dossiers/{file}").status_code == 404
        assert re.search(r"L’organisme a jusqu’au [^.]+ pour s’expl", read(staff.get(f"/agents/dossiers/{file}")))
        agent.post(f"{theirs}/dossiers/{file}/repondre", {"said": "Signatures jointes."})

        assert "Un dossier à décider" in read(staff.get("/agents/dossiers"))
        desk = f"/agents/dossiers/{file}"
        looked = staff.get(desk)
        assert "Signatures jointes." in read(looked)
        assert "Explications de l’organisme données" in read(looked)
        assert 'value="70"' in looked.content.decode()
        assert "Part suivie selon l’émargement —" in read(looked)
        staff.post(f"{desk}/prendre")
        what = {"finding": "changed", "reason": "dropout", "done": "35", "total": "70", "said": "Émargement partiel."}
        assert staff.post(f"{desk}/decider", {**what, "finding": ""}).status_code == 422
        assert staff.post(f"{desk}/decider", {**what, "done": "x"}).status_code == 422
        shown = read(staff.post(f"{desk}/decider", what))
        # The half of 1,500 euros to each, before anything is decided.
        assert "Ce que cette décision donne à chacun" in shown
        assert "À l’organisme 750,00 €" in shown
        assert "Perdu par le titulaire 750,00 €" in shown
        assert scene.now.state is State.SERVICE_DECLARED
        staff.post(f"{desk}/decider", {**what, "sure": "yes"})
        assert (scene.now.state, scene.now.provider_cents) == (State.SERVICE_VALIDATED, 75_000)
        said = read(me.get(f"{mine}/dossiers/{file}"))
        assert "Émargement partiel." in said
        decided = read(staff.get(desk))
        for each in (said, decided):
            assert "Fin retenue Abandon ou absences Part suivie retenue 50 %" in each
            assert "avant la fin du" not in each
        assert "Part suivie déclarée" not in decided
        assert "Décision rendue" in read(staff.get(f"/agents/inscriptions/{scene.id}"))
        finance = visiting.signed_in(scenes.FINANCE)
        assert finance.get("/agents/dossiers").status_code == 404


def test_an_excuse_comes_with_its_proof_and_the_body_does_not_read_it():
    scene = scenes.in_training()
    me, agent = visiting.signed_in(scene.holder.actor), visiting.signed_in(scene.body.agent)
    mine = f"/mes-inscriptions/{scene.id}"
    with visiting.at(moment(date(2026, 12, 15))):
        assert "Un cas de force majeure" in read(me.get(mine))
        assert "Joignez un justificatif" in read(me.post(f"{mine}/force-majeure", {"said": "Opération."}))
        where = me.post(f"{mine}/force-majeure", {"said": "Opération au genou.", "proof": proof()})["Location"]
        assert "Opération au genou." in read(me.get(where))
        told = read(agent.get(where.replace("/mes-inscriptions", "/organisme/inscriptions")))
        assert "genou" not in told
        assert "ne sont lues que par nos agents" in told
        me.post(f"{where}/retirer")
        assert scene.now.control_state is ControlState.RELEASED


def test_an_excuse_after_a_late_cancellation_says_what_it_changes():
    scene = scenes.confirmed()
    late = STARTS - timedelta(days=1)
    enrolments.cancel(enrolment_id=scene.id, on_behalf_of=CancelledBy.HOLDER, by=scene.holder.actor, at=moment(late))
    me, staff = visiting.signed_in(scene.holder.actor), visiting.signed_in(STAFF)
    mine = f"/mes-inscriptions/{scene.id}"
    with visiting.at(moment(late, 15)):
        asked = read(me.get(f"{mine}/force-majeure"))
        assert "tout ce que l’annulation ou l’absence a coûté vous est rendu" in asked
        assert "continue comme avant" not in asked
        where = me.post(f"{mine}/force-majeure", {"said": "Opération.", "proof": proof()})["Location"]
        assert "la formation déclarée sera validée" not in read(me.get(where))
        told = read(visiting.signed_in(scene.body.agent).get(f"/organisme/inscriptions/{scene.id}"))
        assert "le paiement attend la décision" in told
        desk = f"/agents/dossiers/{where.rsplit('/', 1)[1]}"
        shown = read(staff.post(f"{desk}/decider", {"finding": "granted", "said": "Prouvé."}))
        # Before the body was heard, the figures are shown and nothing can be decided.
        assert "Revient aux droits du titulaire" in shown
        assert "Rendre cette décision" not in shown


def test_an_entry_in_error_is_asked_shown_and_agreed_on():
    scene = scenes.in_training()
    me, agent = visiting.signed_in(scene.holder.actor), visiting.signed_in(scene.body.agent)
    theirs = f"/organisme/inscriptions/{scene.id}"
    with visiting.at(moment(date(2026, 12, 9))):
        assert "Revient aux droits" not in read(agent.get(theirs))
        assert "Revient aux droits du titulaire" in read(agent.get(f"{theirs}/entree-par-erreur"))
        where = agent.post(f"{theirs}/entree-par-erreur", {"said": "Mauvais dossier."})["Location"]
        mine = where.replace("/organisme/inscriptions", "/mes-inscriptions")
        assert "Êtes-vous d’accord ?" in read(me.get(mine))
        me.post(f"{mine}/accepter")
        assert scene.now.returned_cents == scenes.PRICE


def test_other_dates_are_proposed_and_answered():
    scene = scenes.confirmed()
    me, agent = visiting.signed_in(scene.holder.actor), visiting.signed_in(scene.body.agent)
    mine, theirs = f"/mes-inscriptions/{scene.id}", f"/organisme/inscriptions/{scene.id}"
    with visiting.at(scenes.AT):
        dates = {"new_starts_on": "2027-01-12", "new_ends_on": "2027-01-22", "why": "Travaux."}
        assert agent.post(f"{theirs}/dates", {**dates, "new_ends_on": "x"}).status_code == 422
        assert "vient avant le début" in read(agent.post(f"{theirs}/dates", {**dates, "new_ends_on": "2027-01-02"}))
        agent.post(f"{theirs}/dates", dates)
        page = me.get(mine)
        assert "L’organisme propose" in read(page)
        action = re.search(rf"{mine}/dates/[0-9a-f-]+", page.content.decode())[0]
        me.post(action, {"answer": "yes"})
        assert scene.now.starts_on == date(2027, 1, 12)
        assert "Dates changées d’un commun accord" in read(agent.get(theirs))


def test_what_an_agent_does_alone():
    stopped, ended = scenes.in_training(), scenes.confirmed()
    staff = visiting.signed_in(STAFF)
    with visiting.at(moment(date(2026, 12, 14))):
        page = f"/agents/inscriptions/{stopped.id}"
        assert "Constater l’arrêt de l’organisme" in read(staff.get(page))
        staff.post(f"{page}/controler", {"motive": "reported", "said": "Un signalement nous dit l’absence de cours."})
        assert stopped.now.control_state is ControlState.IN_CONTROL
        form = f"{page}/defaillance"
        said = {"stopped_on": "2026-12-13", "done": "35", "total": "70"}
        assert "Indiquez les heures suivies" in read(staff.post(form, {**said, "done": ""}))
        assert "pas encore arrivé" in read(staff.post(form, {**said, "stopped_on": "2026-12-15"}))
        shown = read(staff.post(form, said))
        assert "À l’organisme 750,00 €" in shown
        assert "Revient aux droits du titulaire 675,00 €" in shown
        assert stopped.now.state is State.IN_TRAINING
        staff.post(form, {**said, "sure": "yes"})
        assert (stopped.now.state, stopped.now.rate_percent) == (State.SERVICE_DECLARED, 50)
        theirs = f"/organisme/inscriptions/{stopped.id}"
        agent = visiting.signed_in(stopped.body.agent)
        assert "déclaré à votre place 50 % de la formation suivie" in read(agent.get(theirs))
        assert "Dites ce qui n’est pas juste" in read(agent.get(f"{theirs}/contester"))
        where = agent.post(f"{theirs}/contester", {"said": "Les cours ont continué à distance."})["Location"]
        assert "Les cours ont continué à distance." in read(
            visiting.signed_in(stopped.holder.actor).get(where.replace("/organisme/inscriptions", "/mes-inscriptions"))
        )
        staff.post(f"/agents/inscriptions/{ended.id}/annuler", {"motive": "ordered_twice", "said": ""})
        assert ended.now.state is State.CANCELLED_BY_OPERATOR
        told = read(visiting.signed_in(ended.holder.actor).get(f"/mes-inscriptions/{ended.id}"))
        assert "Inscription faite deux fois" in told


def test_what_an_absence_costs_is_shown_before_it_is_declared():
    scene = scenes.confirmed()
    with visiting.at(moment(STARTS) + timedelta(hours=8)):
        told = read(visiting.signed_in(scene.body.agent).get(f"/organisme/inscriptions/{scene.id}"))
    assert "À l’organisme 75,00 €" in told
    assert "Gardé en avoir pour une autre formation 150,00 €" in told
    enrolments.declare_no_show(enrolment_id=scene.id, by=scene.body.agent, at=moment(STARTS))
    with visiting.at(moment(STARTS) + timedelta(hours=9)):
        mine = read(visiting.signed_in(scene.holder.actor).get(f"/mes-inscriptions/{scene.id}"))
    assert "Demander la reconnaissance de la force majeure" in mine
