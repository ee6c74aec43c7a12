"""A body for the staff: found, seen with what is under way and owed; its stop prepared, approved by another, told."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import scenes
from tests.moments import moment
from tests.stops.test_stops import PDF, run
from tests.web import visiting
from tests.web.visiting import signed_in, words

from acquis.enrolments.types import State
from acquis.providers import queries as providers
from acquis.stops import queries

pytestmark = pytest.mark.django_db
KNOWN = moment(date(2026, 12, 21))


def test_from_the_search_to_the_end_of_its_enrolments():
    body = scenes.with_bank_account(scenes.a_body())
    begun, confirmed = scenes.in_training(None, body), scenes.confirmed(None, body)
    staff, approver, finance = (signed_in(each) for each in (scenes.STAFF, scenes.APPROVER, scenes.FINANCE))
    with visiting.at(KNOWN):
        siret = siret_of(body)
        assert f"/agents/organismes/{body.id}" in staff.get("/agents/organismes", {"mots": siret}).content.decode()
        page, form = f"/agents/organismes/{body.id}", f"/agents/organismes/{body.id}/arret"
        said = words(staff.get(page))
        assert "En formation 1" in said
        assert "Préparer son arrêt" in said
        # Only who keeps the money reads where a body is paid, and only its last four signs.
        assert "Compte bancaire" not in said
        shown = words(finance.get(page))
        assert "Compte bancaire" in shown
        assert "FR76" not in shown
        assert "Préparer son arrêt" not in shown
        assert finance.get(form).status_code == 404
        assert "Indiquez le jour de l’arrêt." in words(staff.post(form, {}))
        told = {"stopped_on": "2026-12-13", "words": "Liquidation prononcée."}
        assert "Joignez la preuve" in words(staff.post(form, told))
        proof = SimpleUploadedFile("jugement.pdf", PDF)
        address = str(staff.post(form, {**told, "proof": proof})["Location"])
        said = words(staff.get(address))
        assert "Rien n’a changé." in said
        assert "6 sur 11 jours, jusqu’au 13/12/2026" in said
        assert "En tout 2 825,00 € 2 175,00 € 0,00 €" in said
        assert "Approuver l’arrêt" not in said
        assert finance.get(address).status_code == 404
        (card,) = queries.stops(by=scenes.STAFF)
        line = queries.lines(card.id, by=scenes.STAFF)[0]
        assert begun.holder.actor.id in {each.person_id for each in queries.lines(card.id, by=scenes.STAFF)}
        (exhibit,) = queries.stop(card.id, by=scenes.STAFF).exhibits
        assert staff.get(f"{address}/pieces/{exhibit.id}").content == PDF
        sheet = staff.get(f"{address}/inscriptions.csv").content.decode()
        assert line.number in sheet
        assert "825,00" in sheet
        assert approver.post(f"{address}/approuver").status_code == 303
        assert "Les inscriptions prennent fin une par une : 0 faites, 2 à faire." in words(staff.get(address))
        run(card.id)
        assert "Terminé le 21 décembre 2026." in words(staff.get(address))
        assert "Déréférencé" in words(staff.get(page))
    assert (begun.now.state, confirmed.now.state) == (State.SERVICE_DECLARED, State.CANCELLED_BY_OPERATOR)


def test_a_stop_that_is_given_up_changes_nothing():
    body = scenes.a_body()
    staff = signed_in(scenes.STAFF)
    with visiting.at(KNOWN):
        told = {"stopped_on": "2026-12-13", "words": "Fermé.", "proof": SimpleUploadedFile("a.pdf", PDF)}
        address = str(staff.post(f"/agents/organismes/{body.id}/arret", told)["Location"])
        assert "Aucune inscription n’est en cours" in words(staff.get(address))
        staff.post(f"{address}/reprendre")
        assert "L’arrêt est abandonné." in words(staff.post(f"{address}/abandonner", follow=True))
        assert "Préparer son arrêt" in words(staff.get(f"/agents/organismes/{body.id}"))


def test_a_day_before_people_entered_is_warned_of_and_one_before_any_request_refused():
    body = scenes.a_body()
    scenes.in_training(None, body)
    staff = signed_in(scenes.STAFF)
    form, told = f"/agents/organismes/{body.id}/arret", {"words": "Fermé."}
    with visiting.at(KNOWN):
        said = words(staff.post(form, {**told, "stopped_on": "1926-12-07", "proof": SimpleUploadedFile("a.pdf", PDF)}))
        assert "À ce jour, personne n’avait encore demandé de formation à cet organisme." in said
        told |= {"stopped_on": "2026-12-07", "proof": SimpleUploadedFile("a.pdf", PDF)}
        said = words(staff.post(form, told, follow=True))
        assert "L’organisme a déclaré 1 entrée en formation après ce jour." in said


def test_nonsense_in_an_address_is_a_plain_list():
    staff = signed_in(scenes.STAFF)
    assert staff.get("/agents/inscriptions?organisme=x").status_code == 200
    assert staff.get("/agents/organismes/00000000-0000-0000-0000-000000000001").status_code == 404
    assert staff.get("/agents/arrets/00000000-0000-0000-0000-000000000001").status_code == 404


def siret_of(body: scenes.Body) -> str:
    found = providers.provider(body.id)
    assert found is not None
    return found.siret
