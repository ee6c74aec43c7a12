"""« Prévention et accidents du travail » : points changed in one form, an endowment received in one, and why not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import scenes
from tests.accounts.scenes import AGENT, PDF
from tests.accounts.test_risks import accident_told, note, points_told
from tests.web.visiting import signed_in, words

from acquis.accounts.queries import project_papers_waiting, rights

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
HERE = "/mes-droits/risques-professionnels"


def told(holder, *rights):
    note(*rights, at=scenes.AT)
    return signed_in(holder.actor)


def total(holder):
    return rights(holder.account_id, on=scenes.AT.date()).total_cents


def test_nothing_told_says_whom_to_ask():
    holder = scenes.a_holder()
    client = signed_in(holder.actor)
    assert "ne nous a rien fait connaître à votre nom" in words(client.get(HERE))
    assert "De l’argent vous attend" not in words(client.get("/mes-droits"))
    assert client.post(f"{HERE}/supplement", {"accident": "AT-1"}).status_code == 404
    said = client.post(f"{HERE}/points", {"points": "1", "turn": "0"})
    assert said.status_code == 422
    assert "ne nous a pas fait connaître de points" in words(said)


def test_points_are_changed_in_one_form():
    holder = scenes.a_holder(rights_cents=0)
    client = told(holder, points_told(holder.account_id))
    assert "Vous avez 12 points de prévention, soit 6 000,00 €." in words(client.get("/mes-droits"))
    page = words(client.get(HERE))
    assert "4 de ces points ne peuvent servir qu’à vous former : ils partent les premiers." in page
    assert "8 points = 4 000,00 €" in page
    form = {"points": "8", "turn": "0"}
    said = words(client.post(f"{HERE}/points", form, follow=True))
    assert "C’est fait : 8 points sont devenus 4 000,00 € sur votre compte." in said
    assert "Vous avez 4 points à utiliser, soit 2 000,00 €." in said
    # The same form sent again changes nothing; an older one is told that points have changed.
    client.post(f"{HERE}/points", form)
    assert total(holder) == 400_000
    late = client.post(f"{HERE}/points", {"points": "2", "turn": "0"})
    assert (late.status_code, "Vos points ont changé" in words(late)) == (422, True)
    for wrong in ("", "-1", "0", "douze", "9" * 30):
        assert client.post(f"{HERE}/points", {"points": wrong, "turn": "1"}).status_code == 422
    over = words(client.post(f"{HERE}/points", {"points": "5", "turn": "1"}))
    assert "Il vous reste 4 points : choisissez-en 4 au plus." in over
    assert total(holder) == 400_000


def test_an_accident_is_endowed_on_a_paper_and_an_agent_looks():
    holder = scenes.a_holder(rights_cents=50_000)
    accident = replace(accident_told(holder.account_id), notified_on=date(2026, 2, 10))
    client = told(holder, accident)
    assert "vous avez droit à 7 500,00 € pour changer de métier" in words(client.get("/mes-droits"))
    page = words(client.get(HERE))
    assert "À demander au plus tard le 10 février 2028." in page

    def send(content=PDF, **changed):
        file = {"file_1": SimpleUploadedFile("projet.pdf", content)} if content is not None else {}
        usual = {"accident": accident.number, "adviser_1": "apec", "attested_on_1": "2026-09-22"}
        return client.post(f"{HERE}/supplement", usual | file | changed, follow=True)

    missing = words(send(None, adviser_1="", attested_on_1="hier"))
    for sentence in ("Choisissez l’organisme", "Indiquez un jour", "Choisissez un fichier"):
        assert sentence in missing
    assert "n’est pas encore venu" in words(send(attested_on_1="2026-12-01"))
    assert send(b"hello").status_code == 422
    assert total(holder) == 50_000
    said = words(send())
    assert "C’est fait : vous avez reçu 7 500,00 € sur votre compte." in said
    assert "7 500,00 € reçus le 20 novembre 2026" in said
    assert (send().status_code, total(holder)) == (200, 800_000)

    (paper,) = project_papers_waiting(by=AGENT)
    there = f"/agents/attestations/{paper.id}"
    other = signed_in(scenes.FINANCE)
    assert other.get(there).status_code == 404
    agent = signed_in(scenes.STAFF)
    assert "Attestations de projet, déjà payées" in words(agent.get("/agents/justificatifs"))
    assert "Versé sur le compte 7 500,00 €" in words(agent.get(there))
    saved = agent.get(f"{there}/fichier")
    assert (saved.content, saved["Content-Disposition"][:10]) == (PDF, "attachment")
    assert "Indiquez la raison" in words(agent.post(f"{there}/non-valable", {"reason": ""}))
    done = words(agent.post(f"{there}/non-valable", {"reason": "Pas un conseiller."}, follow=True))
    assert "7 500,00 € ont été repris." in done
    assert total(holder) == 50_000


@pytest.mark.parametrize(
    ("rights_cents", "changed", "sentence"),
    [
        (50_000, {"incapacity_percent": 9}, "Le taux d’incapacité notifié est inférieur"),
        (50_000, {"notified_on": date(2024, 11, 19)}, "dans les deux ans qui suivent la notification"),
        (0, {"notified_on": date(2026, 2, 10)}, "Le compte doit contenir au moins un euro"),
    ],
)
def test_what_cannot_be_given_says_why(rights_cents, changed, sentence):
    holder = scenes.a_holder(rights_cents=rights_cents)
    accident = replace(accident_told(holder.account_id, attested_on=date(2026, 3, 1)), **changed)
    client = told(holder, accident)
    page = words(client.get(HERE))
    assert sentence in page
    assert "Code de la sécurité sociale, art. L432-12, R432-9-4 et R432-9-5" in page
    assert "De l’argent vous attend" not in words(client.get("/mes-droits"))
    answer = client.post(f"{HERE}/supplement", {"accident": accident.number})
    assert (answer.status_code, total(holder)) == (422, rights_cents)


def test_the_adviser_s_word_told_by_the_body_needs_no_paper():
    holder = scenes.a_holder(rights_cents=50_000)
    accident = accident_told(holder.account_id, notified_on=date(2026, 2, 10), attested_on=date(2026, 3, 1))
    client = told(holder, accident)
    assert "vous n’avez rien à envoyer" in words(client.get(HERE))
    client.post(f"{HERE}/supplement", {"accident": accident.number})
    assert (total(holder), project_papers_waiting(by=AGENT)) == (800_000, [])
