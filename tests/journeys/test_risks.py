"""After a work accident: what the law gives is received in one screen, then pays what rights lack in a purchase."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from tests.journeys.lived import holder
from tests.journeys.scene import BEGIN, COOKING, SYSTEM
from tests.journeys.test_every_page import Inspector

from acquis.accounts import actions as accounts
from acquis.accounts.types import AccidentTold, PointsTold
from acquis.enrolments import actions as enrolments
from acquis.kit import clock

if TYPE_CHECKING:
    from tests.journeys.scene import Country
    from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True)
PAPER = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def test_an_accident_gives_in_one_screen_and_pays(arrive: Callable[..., Visitor], country: Country) -> None:
    told = {"account_id": holder(country, "gaelle").account_id, "as_of": date(2026, 10, 31)}
    before = country.rights("gaelle").total_cents
    accounts.note_risk_rights(
        told=[
            PointsTold(number="C2P 7", points=2, reserved=2, deducted=0, **told),
            AccidentTold(
                number="AT 7",
                incapacity_percent=15,
                notified_on=date(2026, 2, 10),
                says_delay=True,
                attested_on=None,
                **told,
            ),
        ],
        by=SYSTEM,
        at=BEGIN,
    )
    gaelle = arrive()
    inspector = Inspector(gaelle)
    gaelle.sign_in("gaelle")
    gaelle.go("/mes-droits")
    gaelle.reads("De l’argent vous attend pour vous former", "vous avez droit à 7 500,00 €")
    gaelle.follow("Utiliser cet argent")
    gaelle.arrives("/mes-droits/risques-professionnels")
    gaelle.reads("Vous avez 2 points à utiliser, soit 1 000,00 €.", "À demander au plus tard le 10 février 2028.")
    gaelle.press("Envoyer et recevoir 7 500,00 €")
    gaelle.reads("Choisissez l’organisme de votre conseiller.")
    inspector.look("what is missing", "risks-errors")
    gaelle.choose("Organisme de votre conseiller", "Cap emploi")
    gaelle.type("Jour de l’attestation", "2026-09-22")
    paper: Any = {"name": "projet.pdf", "mimeType": "application/pdf", "buffer": PAPER}
    gaelle.page.get_by_label("Attestation", exact=True).set_input_files(paper)
    gaelle.press("Envoyer et recevoir 7 500,00 €")
    gaelle.reads("C’est fait : vous avez reçu 7 500,00 € sur votre compte.")
    gaelle.press("Changer ces points en euros")
    gaelle.reads("C’est fait : 2 points sont devenus 1 000,00 € sur votre compte.")
    inspector.look("all received", "risks-received")
    assert country.rights("gaelle").total_cents == before + 850_000

    gaelle.go(f"/acheter/{country.session_of(COOKING)}")
    gaelle.reads("Points de prévention convertis en euros")
    gaelle.press("Envoyer ma demande")
    purchase = country.purchase("gaelle")
    enrolments.accept(enrolment_id=purchase.id, by=country.agents["samir"], at=clock.now())
    gaelle.go(f"/mes-inscriptions/{purchase.id}/confirmer")
    gaelle.does_not_read("participation obligatoire de")
    inspector.conclude()
