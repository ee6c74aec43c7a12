"""An offer adapted to one person, on the pages, without any script: typed by the body, read by the holder alone."""

from __future__ import annotations

import pytest
from tests import scenes
from tests.web.visiting import signed_in, words

from acquis.enrolments.types import State

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
TYPED = {
    "price": "1 200,50",
    "hours": "56",
    "starts_on": "2026-12-09",
    "ends_on": "2026-12-18",
    "content": "Sans le premier module.",
    "personal_reason": "Test de positionnement du 18 novembre.",
}


def test_a_body_adapts_its_offer_and_the_holder_reads_what_changes() -> None:
    scene = scenes.requested()
    body = signed_in(scene.body.agent)
    address = f"/organisme/inscriptions/{scene.id}"
    assert "Adapter l’offre à la personne" in words(body.get(address))
    said = words(body.post(f"{address}/adapter", TYPED, follow=True))
    assert "et à elle seule" in said
    assert "Prix 1 500,00 € 1 200,50 €" in said
    said = words(signed_in(scene.holder.actor).get(f"/mes-inscriptions/{scene.id}"))
    assert "Une offre adaptée à vous" in said
    assert "Durée 70 h 56 h" in said
    assert "Début 8 décembre 2026 9 décembre 2026" in said
    assert "Test de positionnement du 18 novembre." in said
    said = words(signed_in(scene.holder.actor).get(f"/mes-inscriptions/{scene.id}/confirmer"))
    assert "Ce que vous confirmez n’est pas l’offre publiée" in said
    assert "Prix 1 500,00 € 1 200,50 €" in said
    assert "Contenu Comme publié Sans le premier module." in said
    assert signed_in(scenes.a_holder().actor).get(f"/mes-inscriptions/{scene.id}").status_code == 404


@pytest.mark.parametrize(("price", "warned"), [("1 725", False), ("1 725,01", True)])
def test_a_price_far_above_the_published_one_is_told_to_the_holder(price: str, warned: bool) -> None:
    holder = scenes.a_holder(rights_cents=300_000)
    scene = scenes.requested(holder)
    address = f"/organisme/inscriptions/{scene.id}/adapter"
    signed_in(scene.body.agent).post(address, TYPED | {"price": price})
    said = words(signed_in(holder.actor).get(f"/mes-inscriptions/{scene.id}"))
    assert "Une offre adaptée à vous" in said
    assert ("bien plus élevé que le prix publié" in said) is warned


@pytest.mark.parametrize(
    ("mistake", "said"),
    [
        ({"price": "cher"}, "Indiquez un prix en euros"),
        ({"price": "9" * 15}, "Indiquez un prix en euros"),
        ({"price": "0"}, "Indiquez un prix au-dessus de zéro."),
        ({"hours": "trente"}, "Indiquez un nombre d’heures entier"),
        ({"hours": "0"}, "Indiquez une durée d’au moins une heure."),
        ({"starts_on": "demain"}, "Indiquez un jour"),
        ({"starts_on": "2026-11-23"}, "commencerait trop tôt"),
        ({"ends_on": "2026-12-01"}, "finirait avant de commencer"),
        ({"personal_reason": ""}, "Dites pourquoi cette offre est adaptée"),
        ({"content": "a" * 2001}, "Ce texte est trop long : 2000 caractères au plus."),
    ],
)
def test_a_mistake_is_told_beside_its_field_and_everything_typed_stays(mistake: dict[str, str], said: str) -> None:
    scene = scenes.requested()
    answer = signed_in(scene.body.agent).post(f"/organisme/inscriptions/{scene.id}/adapter", TYPED | mistake)
    assert answer.status_code == 422
    assert said in words(answer)
    assert '<details class="ds-details confirm" open>' in answer.content.decode()
    if "content" not in mistake:
        assert "Sans le premier module.</textarea>" in answer.content.decode()
    assert scene.now.state is State.REQUESTED


def test_another_body_adapts_nothing() -> None:
    scene = scenes.requested()
    address = f"/organisme/inscriptions/{scene.id}/adapter"
    assert signed_in(scenes.a_body().agent).post(address, TYPED).status_code == 404
