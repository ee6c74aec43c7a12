"""An accident's endowment and an employer's payment, written by those who may; and a mandate. Without scripts too."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from tests.journeys.test_every_page import Inspector

if TYPE_CHECKING:
    from tests.journeys.scene import Country
    from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True)


def looks_up(visitor: Visitor) -> None:
    visitor.arrives("/agents")
    visitor.type("Pourquoi", "Notification de l’assurance maladie reçue")
    visitor.type("Nom", "Vasseur")
    visitor.press("Rechercher")
    visitor.follow("Claire Vasseur")


@pytest.mark.parametrize("script", [True, False])
def test_an_accident_is_endowed(arrive: Callable[..., Visitor], country: Country, script: bool) -> None:
    before = country.rights("claire").total_cents
    fatou = arrive(java_script_enabled=script)
    inspector = Inspector(fatou)
    fatou.sign_in("fatou")
    looks_up(fatou)
    fatou.reads("Attribuer des droits à Claire Vasseur")
    fatou.does_not_read("Mandat d’élu local")
    if script:
        inspector.look("the choice", "staff-granting")
    fatou.follow("Accident du travail ou maladie professionnelle")
    fatou.press("Voir ce que cela change")
    fatou.reads("réponses sont à corriger")
    if script:
        inspector.look("the form with errors", "staff-granting-errors")
    fatou.type("Numéro de l’accident", "2026-000123")
    fatou.type("Taux d’incapacité", "12")
    fatou.type("Jour de la notification", "2026-02-02")
    fatou.type("Jour de la demande", "2026-11-18")
    fatou.page.get_by_label("Un conseiller a attesté").check()
    fatou.press("Voir ce que cela change")
    fatou.reads("Claire Vasseur recevra 7 500,00 €.", "Sur tout le compte, après")
    assert country.rights("claire").total_cents == before
    if script:
        inspector.look("the effect", "staff-granting-confirm")
    fatou.press("Corriger")
    assert fatou.page.get_by_label("Taux d’incapacité").input_value() == "12"
    fatou.press("Voir ce que cela change")
    fatou.press("Confirmer")
    fatou.reads("C’est enregistré")
    assert country.rights("claire").total_cents == before + 750_000
    inspector.conclude()


@pytest.mark.parametrize("script", [True, False])
def test_a_large_payment_waits_for_a_second_person(
    arrive: Callable[..., Visitor], country: Country, script: bool
) -> None:
    before = country.rights("claire").total_cents
    fatou, henri = arrive(java_script_enabled=script), arrive(java_script_enabled=script)
    inspectors = [Inspector(each) for each in (fatou, henri)] if script else []
    fatou.sign_in("fatou")
    looks_up(fatou)
    fatou.follow("Versement prévu par un accord collectif")
    fatou.type("Montant reçu", "15 000")
    fatou.type("Année d’activité", "2025")
    fatou.type("Numéro de dépôt", "T07522012345")
    fatou.type("Qui a payé", "Ateliers du Port")
    fatou.type("Référence du versement", "CPF-1-151126")
    fatou.press("Voir ce que cela change")
    fatou.reads("Une autre personne doit approuver", "C’est plus de 10 000 €", "Claire Vasseur recevra 15 000,00 €.")
    assert fatou.page.get_by_role("button", name="Confirmer").count() == 0
    if inspectors:
        inspectors[0].look("more than one may write", "staff-granting-too-much")
    fatou.press("Proposer à une autre personne")
    fatou.reads("Le versement est proposé", "une autre personne, habilitée à approuver, doit décider")
    assert country.rights("claire").total_cents == before
    henri.sign_in("henri")
    henri.follow("Versements")
    henri.reads("15 000,00 €")
    if inspectors:
        inspectors[1].look("what waits", "staff-proposals")
    henri.follow("Accord collectif")
    henri.reads("Claire Vasseur", "T07522012345", "Comparez avec le versement reçu")
    if inspectors:
        inspectors[1].look("the proposal", "staff-proposal")
    henri.press("Approuver 15 000,00 €")
    henri.reads("C’est approuvé", "Approuvé")
    assert country.rights("claire").total_cents == before + 1_500_000
    for inspector in inspectors:
        inspector.conclude()


def test_a_mandate_is_written_and_ends(arrive: Callable[..., Visitor], country: Country) -> None:
    marc = arrive(keyboard=True)
    marc.sign_in("marc")
    looks_up(marc)
    marc.follow("Attribuer des droits, mandats d’élu")
    marc.does_not_read("Accident du travail")
    marc.follow("Mandat d’élu local")
    marc.page.get_by_label("Jour du premier tour").fill("2020-03-15")
    marc.type("Document vu", "procès-verbal de l’élection")
    marc.press("Voir ce que cela change")
    marc.reads("Rien n’arrive aujourd’hui")
    marc.press("Confirmer")
    marc.reads("Mandat d’élu enregistré", "procès-verbal de l’élection")
    marc.follow("Attribuer des droits, mandats d’élu")
    marc.open("Mandat du scrutin du 15 mars 2020")
    marc.page.get_by_label("Jour de la fin").fill("2026-03-22")
    marc.press("Enregistrer la fin du mandat")
    marc.reads("mandat terminé le 22 mars 2026")
    inspector = Inspector(marc)
    inspector.look("a mandate that ended", "staff-granting-mandate")
    inspector.conclude()
