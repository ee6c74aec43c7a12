"""The pages on which offers are written, looked at and decided, in Chromium: accessible and not too wide."""

from __future__ import annotations

import pytest
from tests import scenes
from tests.catalogue.scenes import certification
from tests.moments import AT
from tests.web.test_seen import Look
from tests.web.test_seen import look as look

from acquis.catalogue import actions
from acquis.catalogue import queries as catalogue
from acquis.catalogue.types import (
    Decision,
    Door,
    Funding,
    OfferAction,
    OfferSession,
    OfferTraining,
)

pytestmark = pytest.mark.django_db(transaction=True)


def an_offer(number: str, content: str) -> OfferTraining:
    action = OfferAction(
        "A1",
        price_cents=245_000,
        hours_centre=140,
        phone="0102030405",
        email="contact@exemple.fr",
        doors=[Door(funding=Funding.ACCOUNT)],
        sessions=[OfferSession("S1", AT.date().replace(year=2027), AT.date().replace(year=2028), places=8)],
    )
    action.place.lines, action.place.postal_code, action.place.town = ["3 rue du Four"], "75012", "Paris"
    return OfferTraining(
        number,
        title="Devenir boulanger : le pain au levain",
        objective="<p>Pétrir, façonner et cuire.</p>",
        expected_results="<p>Le titre de boulanger.</p>",
        content=content,
        certification_code="RNCP36788",
        blocks=["RNCP36788BC01"],
        actions=[action],
    )


def test_offers_are_written_and_decided(look: Look) -> None:
    body = scenes.a_body()
    certification(siret=body.siret)
    promise = "<p>Une tablette offerte, et 100 % de réussite. Appelez le 06 12 34 56 78.</p>"
    waiting, sent_back = (
        actions.start_draft(provider_id=body.id, offer=an_offer(number, promise), by=body.agent, at=AT)
        for number in ("BOUL-1", "BOUL-2")
    )
    for each in (waiting, sent_back):
        actions.submit_draft(draft_id=each, reply="La tablette est prêtée.", by=body.agent, at=AT)
    actions.decide_draft(
        draft_id=sent_back, decision=Decision.ASK_CHANGES, words="Retirez la promesse.", seen=1, by=scenes.STAFF, at=AT
    )
    clean = actions.start_draft(provider_id=body.id, offer=an_offer("BOUL-3", "<p>Levain</p>"), by=body.agent, at=AT)
    actions.submit_draft(draft_id=clean, by=body.agent, at=AT)
    (card,) = catalogue.trainings_of(body.id)
    change = actions.start_draft_of(training_id=card.id, by=body.agent, at=AT)
    new = an_offer("BOUL-3", "<p>Levain dur et levain liquide</p>")
    new.actions[0].price_cents = 251_000
    actions.write_draft(draft_id=change, offer=new, seen=1, by=body.agent, at=AT)
    actions.submit_draft(draft_id=change, by=body.agent, at=AT)
    own = "/organisme/offres/brouillons"
    for path, name in (
        ("/organisme/offres", "provider-offers"),
        ("/organisme/offres/nouvelle", "provider-new-offer"),
        (f"{own}/{waiting}", "provider-draft-waiting"),
        (f"{own}/{sent_back}", "provider-draft-sent-back"),
        (f"{own}/{sent_back}/action?action=A1", "provider-draft-action"),
        (f"{own}/{sent_back}/apercu", "provider-draft-preview"),
        (f"/organisme/offres/{card.id}/historique", "provider-offer-history"),
    ):
        look(body.agent, path, name)
    for path, name in (
        ("/agents/offres", "staff-offers"),
        (f"/agents/offres/{waiting}", "staff-offer"),
        (f"/agents/formations/{card.id}/historique", "staff-offer-history"),
    ):
        look(scenes.STAFF, path, name)
