"""Reviews on the pages, without any script: given, read by a moderator, replied to, and shown to anybody."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from tests import scenes
from tests.moments import AT
from tests.web.visiting import signed_in, title, words

from acquis.catalogue.models import Review
from acquis.catalogue.reviews import actions as reviews
from acquis.catalogue.reviews.queries import review_of_purchase
from acquis.enrolments import actions as enrolments

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
WORDS = "Le formateur Karim explique bien.\nTrop de monde."


def mine(scene: scenes.Scene) -> str:
    return f"/mes-inscriptions/{scene.id}/avis"


def shown(agent: Client, review_id: object) -> str:
    """What the forms of a moderator's page send along: which words stand on it."""
    (value,) = set(re.findall(r'name="seen" value="(\w+)"', agent.get(f"/agents/avis/{review_id}").content.decode()))
    return str(value)


def test_the_whole_way_of_a_review() -> None:
    scene = scenes.validated()
    holder, agent, body = (signed_in(each) for each in (scene.holder.actor, scenes.STAFF, scene.body.agent))
    assert "Donner mon avis" in words(holder.get(f"/mes-inscriptions/{scene.id}"))
    said = words(holder.post(mine(scene), {"stars": "4", "words": WORDS}, follow=True))
    assert "publié après relecture" in said
    assert "En attente de relecture" in said
    assert "4 étoiles sur 5" in words(holder.get(f"/mes-inscriptions/{scene.id}"))
    review = review_of_purchase(scene.id)
    assert review is not None
    offer = f"/formations/{review.training_id}"
    assert "Personne n’a encore donné d’avis." in words(Client().get(offer))

    assert "Nom de personne" in words(agent.get("/agents/avis"))
    seen = words(agent.get(f"/agents/avis/{review.id}"))
    assert "« formateur Karim »" in seen
    assert "Quelqu’un semble nommé" in seen
    answer = agent.post(f"/agents/avis/{review.id}/refuser", {"what": "review"})
    assert answer.status_code == 422
    assert "Choisissez la raison" in words(answer)
    was = shown(agent, review.id)
    agent.post(f"/agents/avis/{review.id}/refuser", {"what": "review", "reason": "names_somebody", "seen": was})
    said = words(holder.get(mine(scene)))
    assert "Il nomme quelqu’un" in said
    assert "Corriger et envoyer de nouveau" in said

    holder.post(mine(scene), {"stars": "3", "words": "Le formateur explique bien.\nTrop de monde."})
    # A page that still shows the words of before publishes nothing.
    for stale in ({"seen": was}, {}):
        said = words(agent.post(f"/agents/avis/{review.id}/publier", {"what": "review"} | stale, follow=True))
        assert "Cet avis a changé depuis l’affichage de la page." in said
    assert "Personne n’a encore donné d’avis." in words(Client().get(offer))
    read = {"what": "review", "seen": shown(agent, review.id)}
    said = words(agent.post(f"/agents/avis/{review.id}/publier", read, follow=True))
    assert "C’est publié." in said
    assert "Aucun avis à relire" in said
    said = words(Client().get(offer))
    assert "3 étoiles sur 5 novembre 2026" in said
    assert "Trop de monde." in said
    assert "La moyenne paraît à partir de 3 avis." in said

    assert "1 avis sur vos formations n’a pas de réponse." in words(body.get("/organisme"))
    assert "3 étoiles sur 5" in words(body.get("/organisme/avis"))
    assert "Écrivez votre réponse." in words(body.post(f"/organisme/avis/{review.id}", {"words": " "}))
    said = words(body.post(f"/organisme/avis/{review.id}", {"words": "Les groupes ont changé."}, follow=True))
    assert "Elle sera publiée après relecture." in said
    assert "Les groupes ont changé." not in words(Client().get(offer))
    assert "Réponse à relire" in words(agent.get(f"/agents/avis/{review.id}"))
    agent.post(f"/agents/avis/{review.id}/publier", {"what": "reply", "seen": shown(agent, review.id)})
    for page in (Client().get(offer), holder.get(mine(scene)), body.get(f"/organisme/avis/{review.id}")):
        assert "Les groupes ont changé." in words(page)

    said = words(holder.post(f"{mine(scene)}/retirer", follow=True))
    assert "Votre avis est retiré. Son texte est effacé." in said
    assert "Envoyer mon avis" not in said
    assert "Personne n’a encore donné d’avis." in words(Client().get(offer))


def test_a_form_with_a_mistake_keeps_what_was_written() -> None:
    scene = scenes.validated()
    client = signed_in(scene.holder.actor)
    for typed in ({"words": "Très bien"}, {"stars": "six", "words": "Très bien"}, {"stars": "²", "words": "Très bien"}):
        answer = client.post(mine(scene), typed)
        assert answer.status_code == 422
        assert "Choisissez de une à cinq étoiles." in words(answer)
        assert "Très bien</textarea>" in answer.content.decode()
    answer = client.post(mine(scene), {"stars": "2", "words": "é" * 1001})
    assert answer.status_code == 422
    assert "1001 caractères, pour 1000 au plus" in words(answer)
    assert 'value="2" checked' in answer.content.decode()
    assert not Review.objects.exists()


def test_stars_alone_are_there_at_once() -> None:
    scene = scenes.validated()
    said = words(signed_in(scene.holder.actor).post(mine(scene), {"stars": "5"}, follow=True))
    assert "Merci. Votre avis est publié." in said


def test_before_the_end_the_page_says_when() -> None:
    scene = scenes.confirmed()
    client = signed_in(scene.holder.actor)
    page = client.get(mine(scene))
    assert "quand la formation sera terminée et validée" in words(page)
    assert "Envoyer mon avis" not in words(page)
    said = words(client.post(mine(scene), {"stars": "5"}, follow=True))
    assert "Vous pourrez donner votre avis" in said


def test_a_mean_is_shown_to_anybody_and_to_its_body_from_three_on() -> None:
    body = scenes.a_body()
    for stars in (5, 4, 4):
        scene = scenes.validated(None, body)
        enrolments.give_review(enrolment_id=scene.id, stars=stars, by=scene.holder.actor, at=AT)
    Review.objects.update(training_id=scene.now.training_id, action_id=scene.now.action_id)
    said = words(Client().get(f"/formations/{scene.now.training_id}?avis=7&avis=x"))
    assert "4,3 sur 5 (3 avis)" in said
    assert "4,3 sur 5 (3 avis)" in words(signed_in(body.agent).get("/organisme/avis"))


def test_these_pages_are_for_those_they_are_for() -> None:
    scene = scenes.validated()
    review = enrolments.give_review(enrolment_id=scene.id, stars=2, words="Moyen.", by=scene.holder.actor, at=AT)
    stranger, other = signed_in(scenes.a_holder().actor), signed_in(scenes.a_body().manager)
    assert stranger.get(mine(scene)).status_code == 404
    assert stranger.post(mine(scene), {"stars": "1"}).status_code == 404
    for by in (scenes.FINANCE, scenes.APPROVER):
        client = signed_in(by)
        assert client.get("/agents/avis").status_code == 404
        assert client.get(f"/agents/avis/{review}").status_code == 404
        assert client.post(f"/agents/avis/{review}/publier", {"what": "review"}).status_code == 404
    # Not published yet: not even its own body's.
    for client in (other, signed_in(scene.body.agent)):
        assert client.get(f"/organisme/avis/{review}").status_code == 404
        assert client.post(f"/organisme/avis/{review}", {"words": "Merci."}).status_code == 404
    reviews.moderate_review(review_id=review, seen=scenes.seen(review), by=scenes.STAFF, at=AT)
    assert other.get(f"/organisme/avis/{review}").status_code == 404
    # An agent of the body reads what is said and never who said it.
    page = signed_in(scene.body.agent).get(f"/organisme/avis/{review}").content.decode()
    assert "Martin" not in page
    assert str(scene.id) not in page
    assert title(signed_in(scenes.STAFF).get(f"/agents/avis/{review}")) == "Avis"
