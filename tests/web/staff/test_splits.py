"""« Partager un compte » : what is chosen, what is foreseen, who decides, and what is said when it cannot be."""

from __future__ import annotations

import re

import pytest
from tests import scenes
from tests.joining.test_splits import Scene
from tests.web.visiting import signed_in, title, words

from acquis.joining import queries
from acquis.people.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
NEW = {"birth_name": "Autre", "first_names": "Zoé", "born_on": "1981-06-02", "sex": "female"}


@pytest.fixture
def scene() -> Scene:
    return Scene()


def agent():
    client = signed_in(scenes.STAFF)
    client.post("/agents", {"name": "martin", "reason": "deux salariés, un numéro"})
    return client


def form(scene: Scene) -> str:
    return f"/agents/personnes/{scene.person}/partager"


def chosen(scene: Scene, **more: str) -> dict[str, object]:
    return {
        "work": [scene.group.id], "right": [scene.right.reference], "who": "new",
        "reason": "pièces reçues des deux", **NEW, **more,
    }  # fmt: skip


def test_from_the_choice_to_the_undoing(scene) -> None:
    client, approver = agent(), signed_in(scenes.APPROVER)
    assert "Partager ce compte entre deux personnes" in words(client.get(f"/agents/personnes/{scene.person}"))
    shown = words(client.get(form(scene)))
    assert "2025" in shown
    assert "300,00 €" in shown
    answer = client.post(form(scene), chosen(scene))
    assert answer.status_code == 303
    address = str(answer["Location"])
    said = words(client.get(address))
    assert "Partage à approuver" in said
    assert "Arrive à l’autre personne 530,77 €" in said
    assert "Une autre personne, habilitée à approuver, doit décider." in said
    assert "Le compte est partagé." in words(approver.post(f"{address}/approuver", follow=True))
    client.post(f"{address}/defaire", {"reason": "une seule personne"})
    assert title(client.get(address)) == "Retour en arrière à approuver"
    assert "Le partage est défait" in words(approver.post(f"{address}/approuver", follow=True))
    assert "Partage défait" in words(client.get("/agents/identites"))


def test_a_decline_and_who_may_not(scene) -> None:
    client = agent()
    address = str(client.post(form(scene), chosen(scene, who="known", other=str(scene.other)))["Location"])
    assert signed_in(scenes.FINANCE).get(address).status_code == 404
    assert signed_in(scenes.FINANCE).get(form(scene)).status_code == 404
    signed_in(scenes.APPROVER).post(f"{address}/refuser")
    (card,) = queries.splits(by=scenes.STAFF)
    assert card.state == "declined"


def test_mistakes_are_told_and_nobody_is_registered_for_nothing(scene) -> None:
    client, before = agent(), Person.objects.count()
    said = words(client.post(form(scene), {"who": "new", "reason": ""}))
    for sentence in ("Choisissez au moins un travail", "Indiquez le nom de naissance", "Dites pourquoi"):
        assert sentence in said
    assert "Dites qui est l’autre personne." in words(client.post(form(scene), {}))
    assert "Collez le numéro" in words(client.post(form(scene), {"who": "known", "other": "x"}))
    scenes.confirmed(scene.holder, price_cents=60_000)
    before = Person.objects.count()
    answer = client.post(form(scene), chosen(scene))
    assert answer.status_code == 422
    assert re.search(r"\d+,\d\d € ont déjà été dépensés", words(answer))
    assert Person.objects.count() == before


def test_the_form_wants_the_reason_of_the_look_up(scene) -> None:
    assert signed_in(scenes.STAFF).get(form(scene))["Location"] == "/agents"


@pytest.mark.parametrize(
    ("born_on", "said"),
    [
        ("2090-06-02", "Ce jour n’est pas encore venu."),
        ("1785-06-02", "Personne n’est né si tôt."),
        ("2013-06-02", "Cette personne n’a pas encore l’âge d’avoir un compte."),
    ],
)
def test_the_other_person_was_born_and_is_of_age(scene, born_on, said) -> None:
    client, before = agent(), Person.objects.count()
    answer = client.post(form(scene), chosen(scene, born_on=born_on))
    assert answer.status_code == 422
    assert said in words(answer)
    assert 'href="#f-born_on"' in answer.content.decode()
    assert Person.objects.count() == before


def test_nothing_is_said_of_where_the_other_was_born(scene) -> None:
    client = agent()
    said = words(client.get(str(client.post(form(scene), chosen(scene))["Location"])))
    assert "99100" not in said.split("L’autre personne", 1)[1]


def test_the_page_names_the_rights_wherever_they_are(scene) -> None:
    client, approver = agent(), signed_in(scenes.APPROVER)
    address = str(client.post(form(scene), chosen(scene))["Location"])
    for act in ("approuver", "defaire", "approuver"):
        assert "employeur, 300,00 €" in words(client.get(address))
        (approver if act == "approuver" else client).post(f"{address}/{act}", {"reason": "une seule personne"})
    assert title(client.get(address)) == "Partage défait"
    assert "employeur, 300,00 €" in words(client.get(address))
