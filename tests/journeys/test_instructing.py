"""A jobseeker asks France Travail for an aid; its agent wants a document, grants; the purchase is confirmed with it."""

from __future__ import annotations

from collections.abc import Callable

from tests.funders.scenes import PAPER
from tests.journeys import giving
from tests.journeys.scene import COOKING, SYSTEM, Country
from tests.journeys.test_every_page import Inspector
from tests.journeys.visitor import Visitor

from acquis.enrolments import actions as enrolments
from acquis.kit import clock

FILE = {"name": "projet.pdf", "mimeType": "application/pdf", "buffer": PAPER}


def test_an_aid_is_asked_for_decided_and_used(arrive: Callable[..., Visitor], country: Country) -> None:
    giving.a_service(country)
    sophie = arrive()
    sophie.sign_in("sophie", path=f"/acheter/{country.session_of(COOKING)}")
    sophie.arrives("/acheter")
    sophie.reads("Les aides que vous pouvez demander", "Vous pourrez la demander quand l’organisme")
    sophie.press("Envoyer ma demande")
    sophie.arrives("/mes-inscriptions")
    purchase = country.purchase("sophie")
    enrolments.accept(enrolment_id=purchase.id, by=country.agents["samir"], at=clock.now())
    mine = f"/mes-inscriptions/{purchase.id}"
    sophie.go(f"{mine}/confirmer")
    looked = Inspector(sophie)
    looked.look("an aid to ask for", "confirm-askable")
    sophie.follow("Demander cette aide")
    sophie.arrives(f"{mine}/aide")
    sophie.press("Envoyer ma demande d’aide")
    sophie.reads("Dites pourquoi vous voulez suivre cette formation")
    sophie.type("Pourquoi voulez-vous", "Les restaurants de mon quartier cherchent des cuisiniers.")
    sophie.page.get_by_label("Projet de formation").set_input_files(FILE)
    looked.look("asking for an aid", "ask-aid")
    sophie.page.get_by_label("Projet de formation").set_input_files(FILE)
    sophie.press("Envoyer ma demande d’aide")
    sophie.reads("Votre demande d’aide est envoyée.", "En attente d’un financeur", "Mes demandes d’aide")
    looked.look("an enrolment that waits for a funder", "enrolment-waits-for-funder")

    farah = arrive()
    farah.sign_in("farah", path="/financeur/demandes")
    farah.arrives("/financeur/demandes")
    seen = Inspector(farah)
    farah.reads("1 demande attend une réponse", COOKING)
    seen.look("the queue", "funder-requests")
    farah.follow(purchase.number)
    farah.arrives("/financeur/demandes/")
    farah.reads("Les restaurants de mon quartier", "L’aide demandée", "Chercher un emploi")
    seen.look("a request", "funder-request")
    farah.open("Demander un document")
    farah.type("Quel document", "Le devis signé par l’organisme.")
    farah.press("Demander ce document")
    farah.reads("Le document est demandé.", "Un document est attendu avant la fin du")

    sophie.go(mine)
    sophie.follow("France Travail")
    sophie.reads("Le devis signé par l’organisme.")
    looked.look("a request that lacks a document", "aid-incomplete")
    sophie.page.get_by_label("Un document").set_input_files({**FILE, "name": "devis.pdf"})
    sophie.press("Envoyer")
    sophie.reads("C’est envoyé au financeur.", "devis.pdf")

    farah.go(farah.path)
    farah.reads("devis.pdf")
    farah.press("Accorder l’aide")
    farah.reads("L’aide est accordée.", "Accordé :")
    seen.look("a request that was granted", "funder-request-granted")
    enrolments.hear_funder(enrolment_id=purchase.id, by=SYSTEM, at=clock.now())
    sophie.go(f"{mine}/confirmer")
    sophie.reads("France Travail")
    looked.look("a price with an aid granted", "confirm-granted")
    enrolments.confirm(enrolment_id=purchase.id, proof_id=None, session="", return_path="/", by=SYSTEM, at=clock.now())
    sophie.go(mine)
    sophie.reads("France Travail", "Inscription confirmée", "Utilisée")
    assert looked.wrong + seen.wrong == []
