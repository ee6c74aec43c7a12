"""An agent takes an offer off sale and puts it back; its provider cannot undo it."""

from __future__ import annotations

import pytest
from tests import scenes
from tests.catalogue.scenes import SIRET, bring, certification, edof, training
from tests.web import visiting

from acquis.catalogue import queries as catalogue
from acquis.catalogue.types import OfferState

pytestmark = pytest.mark.django_db


def test_an_agent_withdraws_an_offer_that_only_agents_put_back() -> None:
    body = scenes.a_body()
    certification(siret=body.siret)
    bring(edof(training("F1")).replace(SIRET.encode(), body.siret.encode()), body.id)
    (card,) = catalogue.trainings_of(body.id)
    agent, provider = visiting.signed_in(scenes.STAFF), visiting.signed_in(body.agent)
    at = f"/agents/formations/{card.id}"
    assert f"{at}/retirer" in agent.get(f"{at}/historique").content.decode()
    assert provider.post(f"{at}/retirer").status_code in (302, 303, 403, 404)
    assert catalogue.training_page(card.id).state is OfferState.PUBLISHED  # type: ignore[union-attr]
    assert agent.post(f"{at}/retirer").status_code == 303
    answer = provider.post(f"/organisme/offres/{card.id}/remettre", follow=True)
    assert "seul un agent peut l’y remettre" in answer.content.decode()
    assert catalogue.training_page(card.id).state is OfferState.WITHDRAWN  # type: ignore[union-attr]
    assert f"{at}/remettre" in agent.get(f"{at}/historique").content.decode()
    assert agent.post(f"{at}/remettre").status_code == 303
    assert catalogue.training_page(card.id).state is OfferState.PUBLISHED  # type: ignore[union-attr]
