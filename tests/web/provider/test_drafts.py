"""An offer written by hand, from the first answer to the shelf; and the person who looks at one that has signals."""

from __future__ import annotations

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from tests import scenes
from tests.catalogue.scenes import certification
from tests.web.visiting import signed_in, title, words

from acquis.catalogue import queries as catalogue
from acquis.catalogue.types import OfferAction, OfferState, OfferTraining, Place
from acquis.web.provider import draft_forms as forms

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

TRAINING = {
    "number": "BOUL-1",
    "title": "Devenir boulanger",
    "certification_code": "rncp 36788",
    "blocks": "RNCP36788BC01",
    "objective": "Savoir :\n- pétrir\n- cuire",
    "content": "Le levain & le four",
    "expected_results": "Le titre de boulanger",
    "level_in": "3",
}
ACTION = {
    "modality": "on_site",
    "entry": "fixed",
    "address": "3 rue du Four",
    "postal_code": "75012",
    "town": "Paris",
    "price": "1 200,50",
    "certification_fee": "in_price",
    "hours_centre": "70",
    "languages": "fr, en",
    "phone": "0102030405",
    "email": "a@b.fr",
    "rhythm": ["weekdays", "full_time"],
    "accessible": "1",
}
DATES = {"starts_on": "2027-01-04", "ends_on": "2027-03-05", "places": "8", "state": "open"}


def seen(page: HttpResponse) -> str:
    found = re.search(r'name="seen" value="(\d+)"', page.content.decode())
    assert found
    return found[1]


def a_writer() -> tuple[scenes.Body, Client]:
    body = scenes.a_body()
    certification(siret=body.siret)
    return body, signed_in(body.agent)


def begun(client: Client, **more: str) -> str:
    answer = client.post("/organisme/offres/nouvelle", {**TRAINING, **more})
    assert answer.status_code == 303, words(answer)
    return str(answer["Location"])


def filled(client: Client, **more: str) -> str:
    draft = begun(client, **more)
    page = client.get(f"{draft}/action")
    assert client.post(f"{draft}/action", {**ACTION, "seen": seen(page)}).status_code == 303
    page = client.get(f"{draft}/sessions?action=A1")
    assert client.post(f"{draft}/sessions", {**DATES, "action": "A1", "seen": seen(page)}).status_code == 303
    return draft


def test_an_offer_is_written_seen_and_published() -> None:
    body, client = a_writer()
    draft = filled(client)
    assert "Publier l’offre" in words(client.get(draft))
    preview = words(client.get(f"{draft}/apercu"))
    assert "1 200,50 €" in preview
    assert client.post(f"{draft}/soumettre").status_code == 303
    (card,) = catalogue.trainings_of(body.id)
    assert card.state is OfferState.PUBLISHED
    assert card.objective == "<p>Savoir :</p><ul><li>pétrir</li><li>cuire</li></ul>"
    assert card.content == "<p>Le levain &amp; le four</p>"
    (action,) = card.actions
    assert (action.price_cents, action.languages, action.accessible) == (120_050, ("FR", "EN"), True)
    assert action.sessions[0].places == 8
    listed = words(client.get("/organisme/offres"))
    assert "En vente" in listed


def test_what_cannot_be_read_comes_back_beside_its_field_with_what_was_typed() -> None:
    _, client = a_writer()
    answer = client.post("/organisme/offres/nouvelle", {**TRAINING, "title": " ", "certification_code": "boulanger"})
    assert answer.status_code == 422
    said = words(answer)
    assert "Donnez un titre" in said
    assert "Écrivez le code comme RNCP37537" in said
    assert 'value="boulanger"' in answer.content.decode()
    draft = begun(client)
    wrong = {**ACTION, "price": "cher", "hours_centre": "-3", "postal_code": "abc", "email": "x", "url": "javascript:a"}
    page = client.post(f"{draft}/action", {**wrong, "seen": "1"})
    assert page.status_code == 422
    assert page.content.decode().count('aria-invalid="true"') == 5
    other = client.post("/organisme/offres/nouvelle", TRAINING)
    assert other.status_code == 422
    assert "Ce numéro est déjà" in words(other)


def test_the_errors_of_sense_lead_to_their_field() -> None:
    _, client = a_writer()
    draft = begun(client)
    page = client.get(draft)
    assert f'href="{draft}/action"' in page.content.decode()
    answer = client.post(f"{draft}/soumettre", follow=True)
    assert "Il reste des erreurs à corriger" in words(answer)


def test_two_agents_do_not_overwrite_each_other() -> None:
    _, client = a_writer()
    draft = begun(client)
    old = seen(client.get(f"{draft}/formation"))
    client.post(f"{draft}/formation", {**TRAINING, "title": "Un", "seen": old})
    answer = client.post(f"{draft}/formation", {**TRAINING, "title": "Deux", "seen": old}, follow=True)
    assert "Cette offre a changé pendant que vous la lisiez" in words(answer)
    assert title(client.get(draft)) == "Un"


def test_a_draft_is_seen_by_its_provider_alone() -> None:
    _, client = a_writer()
    draft = begun(client)
    stranger = signed_in(scenes.a_body().agent)
    for path in (draft, f"{draft}/formation", f"{draft}/action", f"{draft}/apercu"):
        assert stranger.get(path).status_code == 404
    assert stranger.post(f"{draft}/abandonner").status_code == 404
    assert client.post(f"{draft}/abandonner").status_code == 303


def test_a_person_looks_at_what_has_signals_and_the_provider_reads_what_was_decided() -> None:
    body, client = a_writer()
    draft = filled(client, content="Une tablette offerte à tous")
    assert "Mots interdits ou promesse" in words(client.get(draft))
    client.post(f"{draft}/soumettre", {"reply": "C’est un prêt."})
    staff = signed_in(scenes.STAFF)
    queue = staff.get("/agents/offres")
    assert title(queue) == "Une offre à regarder"
    one = draft.replace("/organisme/offres/brouillons", "/agents/offres")
    page = staff.get(one)
    assert "C’est un prêt." in words(page)
    number = seen(page)
    silent = staff.post(one, {"decision": "ask_changes", "words": " ", "seen": number})
    assert silent.status_code == 422
    assert "Écrivez pourquoi" in words(silent)
    assert staff.post(one, {"decision": "", "seen": number}).status_code == 422
    assert staff.post(one, {"decision": "ask_changes", "words": "Dites « prêtée ».", "seen": number}).status_code == 303
    assert "Dites « prêtée »." in words(client.get(draft))
    unexplained = client.post(f"{draft}/soumettre", {"reply": " "})
    assert unexplained.status_code == 422
    assert "Expliquez à l’agent pourquoi" in words(unexplained)
    client.post(f"{draft}/soumettre", {"reply": "Elle est prêtée."})
    again = seen(staff.get(one))
    assert staff.post(one, {"decision": "publish", "words": "", "seen": again}).status_code == 303
    (card,) = catalogue.trainings_of(body.id)
    history = words(client.get(f"/organisme/offres/{card.id}/historique"))
    assert "Publiée par décision d’un agent" in history
    assert "l’opérateur" in history
    assert staff.get(f"/agents/formations/{card.id}/historique").status_code == 200


def test_what_is_left_as_it_was_shown_stays_as_a_file_wrote_it() -> None:
    offer = OfferTraining(
        "F1",
        title="Boulanger",
        objective="<h3>Savoir</h3><p>pétrir <strong>à la main</strong></p><ul><li>cuire</li></ul>",
        expected_results="<p>Le titre</p>",
        content="Pain &amp; levain<br/>et four",
    )
    again, errors = forms.training_from(forms.typed_training(offer), offer)
    assert not errors
    assert (again.objective, again.expected_results, again.content) == (
        offer.objective,
        offer.expected_results,
        offer.content,
    )
    typed = forms.typed_training(offer) | {"objective": "Savoir pétrir"}
    assert forms.training_from(typed, offer)[0].objective == "<p>Savoir pétrir</p>"
    action = OfferAction(
        "A1",
        conditions="<p>Lire <em>et</em> compter</p>",
        vat_rate_permille=21,
        url="www.exemple.fr",
        place=Place(
            lines=["3 rue du Four"], postal_code="97110", town="Pointe-à-Pitre", insee="97120", lat=16.2, lon=-61.5
        ),
    )
    kept, errors = forms.action_from(forms.typed_action(action), [], action)
    assert not errors
    assert kept == action
    moved, _ = forms.action_from(forms.typed_action(action) | {"town": "Baie-Mahault"}, [], action)
    assert (moved.place.insee, moved.place.lat) == ("", None)


def test_an_offer_is_withdrawn_put_back_and_changed() -> None:
    body, client = a_writer()
    draft = filled(client)
    client.post(f"{draft}/soumettre")
    (card,) = catalogue.trainings_of(body.id)
    at = f"/organisme/offres/{card.id}"
    client.post(f"{at}/retirer")
    assert "Retirée de la vente" in words(client.get("/organisme/offres?etat=withdrawn"))
    assert "Aucune formation ne répond" in words(client.get("/organisme/offres?mots=zzz"))
    client.post(f"{at}/remettre")
    change = str(client.post(f"{at}/modifier")["Location"])
    number = seen(client.get(f"{change}/formation"))
    client.post(f"{change}/formation", {**TRAINING, "title": "Le pain au levain", "seen": number})
    client.post(f"{change}/soumettre")
    (card,) = catalogue.trainings_of(body.id)
    assert card.title == "Le pain au levain"
    history = words(client.get(f"{at}/historique"))
    assert "Devenir boulanger" in history
    assert "Le pain au levain" in history


@pytest.mark.parametrize("garbage", ["\x00", "9" * 4000, "<script>", "-1", "é" * 50])
def test_nonsense_gets_a_page(garbage: str) -> None:
    _, client = a_writer()
    draft = begun(client)
    for path in (f"{draft}/action", f"{draft}/formation", f"{draft}/sessions"):
        answer = client.post(path, dict.fromkeys((*TRAINING, *ACTION, *DATES, "seen", "action", "session"), garbage))
        assert answer.status_code < 500
    assert client.get(f"{draft}/action", {"action": garbage}).status_code in (400, 404)
