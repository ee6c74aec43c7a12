"""The pages of a funder's keys: its manager registers, changes and withdraws them; nobody else sees them."""

from __future__ import annotations

from io import BytesIO

import pytest
from joserfc.jwk import ECKey
from tests import scenes
from tests.funders.scenes import a_funder
from tests.partners.scenes import KEY, a_machine, jwks
from tests.web.visiting import signed_in, title, words

from acquis.partners import queries
from acquis.web.readings import Readers, what_was_read, why_read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
FORM = {"name": "Logiciel des aides", "scope": ["budgets:read"], "sandbox": "1"}


def test_a_manager_registers_a_key_and_withdraws_it():
    giver = a_funder()
    manager = signed_in(giver.manager)
    assert "Aucune clé pour l’instant" in words(manager.get("/financeur/cles"))
    wrong = manager.post("/financeur/cles/nouvelle", FORM | {"jwks": KEY.as_pem(private=True).decode()})
    assert wrong.status_code == 422
    assert "Ceci est une clé privée" in words(wrong)
    assert "Cochez au moins une chose" in words(manager.post("/financeur/cles/nouvelle", {"name": "x", "jwks": jwks()}))
    file = BytesIO(KEY.as_pem(private=False))
    file.name = "cle.pem"
    shown = manager.post("/financeur/cles/nouvelle", FORM | {"file": file}, follow=True)
    (card,) = queries.clients(by=giver.manager)
    assert title(shown) == "Logiciel des aides"
    assert card.keys[0].fingerprint in words(shown)
    assert str(card.id) in words(shown)
    assert "Bac à sable" in words(manager.get("/financeur/cles"))
    address = f"/financeur/cles/{card.id}"
    assert "trop de clés" in words(
        manager.post(address, {"act": "replace_keys", "jwks": jwks(*[ECKey.generate_key("P-256") for _ in range(5)])})
    )
    changed = manager.post(address, {"act": "replace_keys", "jwks": jwks(ECKey.generate_key("P-256"))}, follow=True)
    assert "La clé publique est changée" in words(changed)
    assert card.keys[0].fingerprint not in words(changed)
    assert manager.post(address, {"act": "autre"}).status_code == 404
    assert "elle n’ouvre plus rien" in words(manager.post(address, {"act": "withdraw"}, follow=True))
    assert "Retirer cette clé" not in words(manager.get(address))


def test_an_agent_sees_and_touches_nothing_and_others_see_nothing():
    machine = a_machine()
    address = f"/financeur/cles/{machine.id}"
    agent, stranger = signed_in(machine.giver.agent), signed_in(a_funder(name="Autre").manager)
    assert "Seul un responsable" in words(agent.get("/financeur/cles"))
    assert "Retirer cette clé" not in words(agent.get(address))
    assert agent.get("/financeur/cles/nouvelle").status_code == 404
    assert agent.post("/financeur/cles/nouvelle", FORM | {"jwks": jwks()}).status_code == 404
    assert agent.post(address, {"act": "withdraw"}).status_code == 404
    assert stranger.get(address).status_code == 404
    assert stranger.post(address, {"act": "withdraw"}).status_code == 404
    assert "Logiciel des aides" not in words(stranger.get("/financeur/cles"))


def test_a_holder_reads_which_funder_looked_and_why():
    machine = a_machine()
    readers = Readers()
    assert readers.of(f"funder_agent:{machine.id}") == "Région Bretagne"
    assert readers.of(f"funder_agent:{scenes.a_holder().actor.id}") == "Financeur"
    assert what_was_read("promise") == "l’aide d’un financeur à une formation"
    assert why_read("audit") == "pour contrôler l’emploi de son argent"


def test_a_manager_says_where_to_be_called_and_makes_a_call_again():
    giver = a_funder()
    manager, agent = signed_in(giver.manager), signed_in(giver.agent)
    wrong = manager.post("/financeur/appels", {"url": "http://10.0.0.1", "kind": ["promise.made"]})
    assert wrong.status_code == 422
    assert "Nous n’appelons pas cette adresse" in words(wrong)
    assert 'value="http://10.0.0.1"' in wrong.content.decode()
    form = {"url": "https://aides.exemple.fr/acquis", "kind": ["promise.made"]}
    assert "Cochez au moins une chose" in words(manager.post("/financeur/appels", form | {"kind": []}))
    shown = manager.post("/financeur/appels", form, follow=True)
    (card,) = queries.endpoints(by=giver.agent)
    assert queries.secret(card.id, by=giver.manager) in shown.content.decode()
    address = f"/financeur/appels/{card.id}"
    assert "Secret de signature" not in words(agent.get(address))
    assert "Un appel d’essai part" in words(manager.post(address, {"act": "try"}, follow=True))
    (call,) = queries.calls_of(card.id, limit=5, by=giver.agent)
    assert "déjà en route" in words(manager.post(address, {"act": "replay", "call": str(call.id)}, follow=True))
    assert manager.post(address, {"act": "replay", "call": "x"}).status_code == 404
    assert agent.post(address, {"act": "remove"}).status_code == 404
    assert signed_in(a_funder(name="Autre").manager).get(address).status_code == 404
    assert "n’est plus appelée" in words(manager.post(address, {"act": "remove"}, follow=True))
    assert "Retirée le" in words(manager.get(address))
