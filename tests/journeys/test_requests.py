"""« Quelque chose ne va pas » : Claire asks, Marc asks back, passes it to her employer, answers; she agrees."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from acquis.support import queries as support
from acquis.support.types import State

if TYPE_CHECKING:
    from tests.journeys.scene import Country
    from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True)

PAPER = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def attach(visitor: Visitor, content: bytes) -> None:
    file: Any = {"name": "fiche de paie.pdf", "mimeType": "application/pdf", "buffer": content}
    visitor.page.get_by_label("Une pièce").set_input_files(file)


@pytest.mark.parametrize("script", [True, False])
def test_a_request_from_the_holder_to_the_answer(
    arrive: Callable[..., Visitor], country: Country, script: bool
) -> None:
    claire, marc = arrive(java_script_enabled=script), arrive(java_script_enabled=script)
    claire.sign_in("claire")
    claire.go("/mes-demandes/nouvelle?annee=2025")
    claire.page.get_by_label("Le temps de travail compté").check()
    claire.press("Continuer")
    claire.type("Dites ce qui est faux", "Il manque six mois de mon travail à la boulangerie.")
    claire.press("Continuer")
    # A document that would run something is turned away, and what was written stays.
    attach(claire, PAPER.replace(b"/Catalog", b"/Catalog/JavaScript 2 0 R"))
    claire.press("Envoyer ma demande")
    claire.reads("Ce PDF contient un programme")
    attach(claire, PAPER)
    claire.press("Envoyer ma demande")
    claire.reads("Votre demande est envoyée.")
    address = claire.path

    marc.sign_in("marc")
    marc.go("/agents/demandes")
    marc.reads("À traiter")
    request_id = address.rsplit("/", 1)[1]
    marc.go(f"/agents/demandes/{request_id}")
    marc.reads("Il manque six mois", "fiche de paie.pdf", "Aucun antivirus ne l’a analysé")
    marc.press("Prendre cette demande")
    marc.open("Poser une question au titulaire")
    marc.type("Votre question", "Quels mois manquent exactement ?")
    marc.press("Envoyer la question")
    marc.reads("La question est posée")

    claire.go("/mes-messages")
    claire.reads("Nous avons une question")
    claire.go(address)
    claire.reads("Quels mois manquent exactement ?")
    claire.type("Ce que vous voulez nous dire", "De juillet à décembre.")
    claire.press("Envoyer ma réponse")
    claire.reads("Votre réponse est envoyée.")

    marc.go(f"/agents/demandes/{request_id}")
    marc.reads("De juillet à décembre.")
    marc.open("Transmettre à l’employeur")
    marc.type("Message à l’employeur", "Merci de corriger juillet à décembre 2025.")
    marc.press("Noter comme transmise")
    marc.reads("La demande est notée comme transmise.")
    claire.go(address)
    claire.reads("Votre employeur vérifie sa déclaration")
    marc.page.get_by_label("Corrigé", exact=True).check()
    marc.type("Votre réponse", "Votre employeur a corrigé sa déclaration : vos droits seront recalculés.")
    marc.press("Envoyer la réponse")
    marc.reads("La réponse est envoyée")

    claire.go(address)
    claire.reads("Votre employeur a corrigé sa déclaration")
    claire.press("La réponse me convient")
    claire.reads("Votre demande est close.")
    (row,) = support.inquiries_of(country.accounts["claire"], by=country.agents["marc"])
    assert row.state is State.CLOSED
    claire.go("/mes-droits/consultations")
    claire.reads("votre demande de correction")
