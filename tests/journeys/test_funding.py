"""A region composes an aid for jobs in tension, tries it, signs; a holder reads in the price what it gives, and why."""

from __future__ import annotations

from collections.abc import Callable

from tests.journeys import giving
from tests.journeys.scene import COOKING, SYSTEM, Country
from tests.journeys.test_every_page import Inspector
from tests.journeys.visitor import Visitor

from acquis.enrolments import actions as enrolments
from acquis.kit import clock


def test_a_region_helps_a_job_in_tension(arrive: Callable[..., Visitor], country: Country) -> None:
    giving.a_region(country)
    erwan = arrive()
    erwan.sign_in("erwan")
    erwan.arrives("/financeur")
    erwan.reads("Région Bretagne", "300 € de plus en Bretagne")
    erwan.follow("Composer une convention")
    erwan.arrives("/financeur/nouvelle")
    # What is wrong is told, and what was typed stays.
    erwan.type("En une phrase", "Se former à un métier qui recrute")
    erwan.type("Métiers visés", "cuisinier")
    erwan.press("Enregistrer le brouillon")
    erwan.reads("« CUISINIER » n’est pas un code de cette liste")
    assert erwan.page.get_by_label("En une phrase").input_value() == "Se former à un métier qui recrute"
    erwan.type("Métiers visés", "")
    erwan.choose("Mène à un métier en tension", "Oui")
    erwan.type("Premier jour", "2026-01-01")
    erwan.type("Dernier jour", "2027-12-31")
    erwan.page.get_by_label("Tout ce qui reste à payer").check()
    erwan.type("Au plus, par formation", "100")
    erwan.type("Budget de la convention", "20 000")
    erwan.press("Enregistrer le brouillon")
    erwan.reads("Le brouillon est enregistré", "Se préparer à un métier en tension", "Habiter : Bretagne")
    erwan.reads("Votre responsable doit signer cette convention.")
    erwan.follow("Essayer")
    erwan.reads("Aucun achat à essayer")
    address = erwan.path.removesuffix("/essai")

    nolwenn = arrive()
    nolwenn.sign_in("nolwenn", path=address)
    nolwenn.arrives(address)
    nolwenn.open("Signer et envoyer")
    nolwenn.press("Signer et envoyer")
    nolwenn.reads("Signée le")

    henri = arrive()
    henri.sign_in("henri", path="/agents/conventions")
    henri.arrives("/agents/conventions")
    henri.follow("Se former à un métier qui recrute")
    henri.open("Approuver")
    henri.press("Approuver la convention")
    henri.reads("La convention est en vigueur.", "Encore libre")

    # Sophie's rights are short of what cooking costs; she lives in Rennes, where cooks are missing.
    sophie = arrive()
    sophie.sign_in("sophie", path=f"/acheter/{country.session_of(COOKING)}")
    sophie.arrives("/acheter")
    sophie.reads("Les aides qui complètent vos droits", "Région Bretagne", "Se préparer à un métier en tension")
    Inspector(sophie).look("the price with an aid", "buy-with-aid")
    sophie.press("Envoyer ma demande")
    sophie.arrives("/mes-inscriptions")
    purchase = country.purchase("sophie")
    enrolments.accept(enrolment_id=purchase.id, by=country.agents["samir"], at=clock.now())
    sophie.go(f"/mes-inscriptions/{purchase.id}/confirmer")
    sophie.reads("Région Bretagne", "Les aides qui complètent vos droits")

    enrolments.confirm(
        enrolment_id=purchase.id,
        proof_id=None,
        session="",
        return_path="/",
        by=SYSTEM,
        at=clock.now(),
    )
    sophie.go(f"/mes-inscriptions/{purchase.id}")
    sophie.reads("Région Bretagne")
    sophie.go("/mes-droits/releve")
    sophie.reads("Un financeur complète le prix de la formation que vous avez confirmée.")

    nolwenn.go(address)
    nolwenn.reads("1 formation aidée", "Ce qui reste, jour après jour", "Les aides données")
    Inspector(nolwenn).look("a convention that helped", "funder-convention-helped")
    nolwenn.open("Suspendre")
    nolwenn.page.get_by_label("Pourquoi").first.fill("Budget à revoir")
    nolwenn.press("Suspendre")
    nolwenn.reads("La convention est suspendue.", "Budget à revoir")
