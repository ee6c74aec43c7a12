"""The holder's way through an enrolment, page by page: what is shown, what each button does, what is refused."""

from __future__ import annotations

from datetime import date

import pytest
from tests import scenes
from tests.moments import TODAY
from tests.web.visiting import at, signed_in, words

from acquis.accounts.actions import freeze
from acquis.enrolments.queries import basket_of
from acquis.enrolments.types import State
from acquis.people import actions as people
from acquis.treasury.queries import collection
from acquis.treasury.types import CollectionState, Outcome
from acquis.web import session as sessions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def of(scene: scenes.Scene, what: str = "") -> str:
    return f"/mes-inscriptions/{scene.id}{what}"


# Asking for a place --------------------------------------------------------------------------------------------


def test_the_price_is_split_before_anything_is_committed() -> None:
    holder, body = scenes.a_holder(rights_cents=100_000), scenes.a_body()
    session = scenes.a_session(body, price_cents=150_000)
    said = words(signed_in(holder.actor).get(f"/acheter/{session}"))
    assert "Vos droits 1 000,00 €" in said
    assert "Ce que vous payez 500,00 €" in said
    assert "Prix de la formation 1 500,00 €" in said
    assert "participation obligatoire de 150,00 €" in said


def test_asking_sends_the_request_and_shows_it() -> None:
    holder, body = scenes.a_holder(), scenes.a_body()
    session = scenes.a_session(body)
    client = signed_in(holder.actor)
    answer = client.post(f"/acheter/{session}")
    assert answer.status_code == 303
    said = words(client.get(answer["Location"]))
    assert "Votre demande est envoyée." in said
    assert "Réponse de l’organisme avant la fin du mardi 24 novembre 2026" in said


def test_a_start_too_soon_is_said_beside_the_day_which_stays() -> None:
    session = scenes.a_session(scenes.a_body(), permanent=True, starts_on=None, ends_on=None)
    client = signed_in(scenes.a_holder().actor)
    answer = client.post(f"/acheter/{session}", {"starts_on": "2026-11-23"})
    assert answer.status_code == 422
    assert "La formation commencerait trop tôt" in words(answer)
    assert 'value="2026-11-23"' in answer.content.decode()
    answer = client.post(f"/acheter/{session}", {"starts_on": "demain"})
    assert answer.status_code == 422
    assert "Indiquez un jour, par exemple" in words(answer)


def test_a_frozen_account_still_shows_what_was_asked_for() -> None:
    scene = scenes.proposed()
    freeze(account_id=scene.holder.account_id, reason="contrôle", by=scenes.SYSTEM, at=scenes.AT)
    client = signed_in(scene.holder.actor)
    answer = client.get(f"/mes-inscriptions/{scene.id}")
    assert answer.status_code == 200
    assert client.post(f"/mes-inscriptions/{scene.id}/abandonner").status_code == 303
    assert scene.now.state == State.ABANDONED


def test_asking_twice_is_refused_in_words() -> None:
    scene = scenes.requested()
    client = signed_in(scene.holder.actor)
    said = words(client.get(f"/acheter/{scene.now.session_id}"))
    assert "Vous avez déjà une demande en cours pour cette session." in said
    assert "Envoyer ma demande" not in said
    answer = client.post(f"/acheter/{scene.now.session_id}", follow=True)
    assert "Vous avez déjà une demande en cours pour cette session." in words(answer)


# Seeing --------------------------------------------------------------------------------------------------------


def test_the_list_says_what_to_do_and_by_when() -> None:
    scene = scenes.proposed()
    said = words(signed_in(scene.holder.actor).get("/mes-inscriptions"))
    assert "Proposition à confirmer À vous d’agir avant le jeudi 26 novembre inclus" in said
    assert scene.now.number in said


def test_another_s_enrolment_does_not_exist() -> None:
    scene = scenes.proposed()
    stranger = signed_in(scenes.a_holder().actor)
    for address in (of(scene), of(scene, "/confirmer")):
        assert stranger.get(address).status_code == 404
    for act in ("/abandonner", "/se-retracter", "/annuler", "/identite", "/confirmer"):
        assert stranger.post(of(scene, act)).status_code == 404, act
    assert scene.now.state is State.PROPOSED


def test_a_refused_request_gives_its_reason() -> None:
    scene = scenes.requested()
    signed_in(scene.body.agent).post(f"/organisme/inscriptions/{scene.id}/refuser", {"reason": "session_full"})
    said = words(signed_in(scene.holder.actor).get(of(scene)))
    assert "Demande refusée par l’organisme" in said
    assert "La session est complète." in said
    assert "Rien n’a été pris sur votre compte." in said


# Confirming and paying -----------------------------------------------------------------------------------------


def test_confirming_asks_first_for_a_proof_of_identity() -> None:
    scene = scenes.proposed()
    client = signed_in(scene.holder.actor)
    said = words(client.get(of(scene, "/confirmer")))
    assert "M’identifier avec FranceConnect+" in said
    assert "Ce que vous payez 150,00 €" in said
    answer = client.post(of(scene, "/confirmer"), follow=True)
    assert scene.now.state is State.PROPOSED
    assert "FranceConnect+" in words(answer)


def test_with_the_proof_the_rights_are_held_and_the_card_is_asked() -> None:
    scene = scenes.proposed()
    client = signed_in(scene.holder.actor)
    _prove(client, scene)
    assert "Confirmer et payer 150,00 €" in words(client.get(of(scene, "/confirmer")))
    answer = client.post(of(scene, "/confirmer"))
    assert answer.status_code == 303
    assert scene.now.state is State.AWAITING_PAYMENT
    assert answer["Location"] == f"/paiement/{scene.now.collection_id}"
    assert "Payer 150,00 €" in words(client.get(answer["Location"]))
    found = collection(scene.now.collection_id)
    assert found is not None
    assert found.return_path == f"/paiement/retour/{found.id}"


def test_without_anything_to_pay_the_enrolment_is_confirmed_at_once() -> None:
    scene = scenes.proposed(scenes.a_holder(jobseeker=True))
    client = signed_in(scene.holder.actor)
    _prove(client, scene)
    assert "Confirmer mon inscription" in words(client.get(of(scene, "/confirmer")))
    answer = client.post(of(scene, "/confirmer"))
    assert answer["Location"] == of(scene)
    assert scene.now.state is State.CONFIRMED


def _prove(client: object, scene: scenes.Scene) -> None:
    """Leave in the session the proof that FranceConnect+ would have brought back."""
    store = client.session  # type: ignore[attr-defined]
    request = type("Request", (), {"session": store})()
    basket = basket_of(scene.id, on=TODAY)
    proof = people.record_proof(
        person_id=scene.holder.person_id,
        basket=basket,
        session=sessions.session_reference(request),
        acr="eidas2",
        identity_iat=scenes.AT,
        by=scene.holder.actor,
        at=scenes.AT,
    )
    sessions.keep_proof(request, basket=basket, proof_id=proof)
    store.save()


@pytest.mark.parametrize(
    ("outcome", "state", "said"),
    [
        (Outcome.PAID, CollectionState.PAID, "Votre paiement est reçu et votre inscription est confirmée."),
        (
            Outcome.REFUSED,
            CollectionState.REFUSED,
            "vous y avez renoncé, ou votre banque l’a refusé. Rien n’a",
        ),
    ],
)
def test_coming_back_from_the_card_tells_the_outcome(outcome: Outcome, state: CollectionState, said: str) -> None:
    scene = scenes.proposed()
    collection_id = scenes.confirming(scene)
    client = signed_in(scene.holder.actor)
    waiting = client.get(f"/paiement/retour/{collection_id}")
    assert "en cours de vérification" in words(waiting)
    scenes.paying(scene, outcome)
    answer = client.get(f"/paiement/retour/{collection_id}", follow=True)
    assert said in words(answer)
    found = collection(collection_id)
    assert found is not None
    assert found.state is state


def test_another_s_payment_does_not_exist() -> None:
    scene = scenes.proposed()
    collection_id = scenes.confirming(scene)
    stranger = signed_in(scenes.a_holder().actor)
    for address in (f"/paiement/{collection_id}", f"/paiement/retour/{collection_id}"):
        assert stranger.get(address).status_code == 404
        assert stranger.post(address).status_code == 404


# Changing one's mind -------------------------------------------------------------------------------------------


def test_giving_up_a_request() -> None:
    scene = scenes.requested()
    client = signed_in(scene.holder.actor)
    answer = client.post(of(scene, "/abandonner"), follow=True)
    assert scene.now.state is State.ABANDONED
    assert "Votre demande est abandonnée. Rien n’a été prélevé sur vos droits." in words(answer)


def test_withdrawing_brings_everything_back() -> None:
    scene = scenes.confirmed(scenes.a_holder(rights_cents=200_000))
    client = signed_in(scene.holder.actor)
    said = words(client.get(of(scene)))
    assert "Jusqu’au vendredi 4 décembre 2026 inclus, vous pouvez vous rétracter" in said
    assert "Revient à vos droits 1 350,00 €" in said
    assert "Remboursé sur votre carte 150,00 €" in said
    assert "Ce que vous avez payé 150,00 €" in said
    answer = client.post(of(scene, "/se-retracter"), follow=True)
    assert "Qui avait payé quoi" in words(answer)
    assert "Rendu à ceux qui ont payé 1 500,00 €" in words(answer)
    assert scene.now.state is State.WITHDRAWN
    assert "150,00 € vont vous être remboursés sur votre carte." in words(answer)
    assert "Mes droits disponibles 2 000,00 €" in words(client.get("/mes-droits"))


def test_a_late_cancellation_says_what_it_costs_before_it_is_asked() -> None:
    scene = scenes.confirmed(starts_on=date(2027, 1, 18), ends_on=date(2027, 1, 29))
    with at(scenes.moment(date(2027, 1, 15))):
        client = signed_in(scene.holder.actor)
        said = words(client.get(of(scene)))
        assert "l’annulation est tardive" in said
        assert "Vous perdez 1 350,00 € de droits : l’organisme reçoit 75,00 €" in said
        assert "Votre paiement de 150,00 € est gardé en avoir" in said
        assert "Perdu, et rendu à personne 1 275,00 €" in said
        # From a page that was opened when it was free.
        answer = client.post(of(scene, "/annuler"), follow=True)
        assert "L’annulation n’est plus gratuite." in words(answer)
        assert scene.now.state is State.CONFIRMED
        answer = client.post(of(scene, "/annuler"), {"late": "yes"}, follow=True)
        assert "Votre paiement, gardé en avoir pour une autre formation" in words(answer)
        assert "Votre inscription est annulée." in words(answer)
    assert scene.now.state is State.CANCELLED_BY_HOLDER
    assert (scene.now.lapsed_cents, scene.now.provider_cents) == (127_500, 7_500)


def test_too_late_to_withdraw_is_said_in_words() -> None:
    scene = scenes.confirmed(starts_on=date(2027, 1, 18), ends_on=date(2027, 1, 29))
    with at(scenes.moment(date(2026, 12, 20))):
        client = signed_in(scene.holder.actor)
        assert "Me rétracter" not in words(client.get(of(scene)))
        answer = client.post(of(scene, "/se-retracter"), HTTP_REFERER=f"http://testserver{of(scene)}", follow=True)
        assert "délai de rétractation" in words(answer)
    assert scene.now.state is State.CONFIRMED
