"""A company's head comes for the first time, sets it up, entrusts its accountants; one of them acts for it."""

from __future__ import annotations

from collections.abc import Callable

from tests.journeys import employing
from tests.journeys.scene import Country
from tests.journeys.visitor import Visitor


def test_a_company_comes_and_entrusts_its_accountants(arrive: Callable[..., Visitor], country: Country) -> None:
    accountants = employing.a_firm("comptables")
    soizic = arrive()
    soizic.sign_in("soizic")
    soizic.arrives("/employeur")
    soizic.reads("Donnez le nom de votre entreprise", "SIREN 000 000 075")
    soizic.follow("Donnez le nom de votre entreprise")
    soizic.type("Nom de l’entreprise", "Biscuiterie de Kerlouan")
    soizic.press("Enregistrer le nom")
    soizic.reads("Le nom est enregistré.")
    soizic.type("SIRET", employing.SECOND_SIRET)
    soizic.type("Nom de l’établissement", "Atelier de Brest")
    soizic.press("Ajouter")
    soizic.reads("L’établissement est ajouté.", "Atelier de Brest")

    soizic.follow("Agents")
    soizic.type("Prénom", "Ronan")
    soizic.page.get_by_label("Nom", exact=True).fill("Tanguy")
    soizic.type("Adresse électronique professionnelle", "ronan.tanguy@kerlouan.exemple")
    soizic.press("Inviter")
    soizic.reads("Ronan Tanguy", "ne s’est pas encore connecté")

    soizic.follow("Délégations")
    soizic.type("SIREN de l’autre entreprise", accountants.siren)
    soizic.press("Chercher")
    soizic.reads("À : Cabinet Le Goff, comptables")
    soizic.page.get_by_label("Temps de travail").check()
    soizic.type("Jusqu’au", "2027-12-31")
    soizic.press("Confier")
    soizic.reads("C’est confié.", "En cours")

    ronan = arrive()
    ronan.sign_in("ronan")
    ronan.arrives("/employeur")
    ronan.reads("Biscuiterie de Kerlouan", "Entretiens et versements correctifs")

    maud = arrive()
    maud.sign_in("maud")
    maud.follow("Changer d’entreprise")
    maud.press("Agir pour Biscuiterie de Kerlouan")
    maud.arrives("/employeur")
    maud.reads("Vous agissez pour Biscuiterie de Kerlouan", "Cette entreprise vous a confié ce qui suit.")
    maud.follow("Demandes")
    maud.reads("Aucune demande n’attend votre réponse.")

    soizic.open("Mettre fin à cette délégation")
    soizic.press("Mettre fin")
    soizic.reads("La délégation est finie")
    maud.go("/employeur/demandes")
    maud.reads("ne vous confie plus rien")
