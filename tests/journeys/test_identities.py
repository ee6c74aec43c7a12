"""Marc places an identity nobody could place; with Henri he makes two accounts one, and undoes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from tests.declarations.dsn_files import OTHER_NIC, OTHER_SIREN, person
from tests.declarations.scenes import a_year, bring
from tests.declarations.scenes import account as declared_account
from tests.journeys import lived
from tests.journeys.test_every_page import Inspector
from tests.scenes import SYSTEM

from acquis.accounts import queries as accounts
from acquis.accounts.actions import credit_years
from acquis.declarations import queries as declarations
from acquis.joining import queries as joinings
from acquis.people import queries as people

if TYPE_CHECKING:
    from tests.journeys.scene import Country
    from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("script", [True, False])
def test_a_doubtful_identity_is_settled(arrive: Callable[..., Visitor], country: Country, script: bool) -> None:
    doubts = lived.doubtful()
    marc = arrive(java_script_enabled=script)
    marc.sign_in("marc")
    marc.go("/agents/identites")
    marc.reads("3 identités à vérifier")
    marc.go(f"/agents/identites/{doubts['resembles']}")
    marc.reads("Une personne connue ressemble", "≈ proche", "= identique")
    marc.press("Interroger le répertoire")
    marc.reads("Une seule personne, exactement comme déclarée.")
    marc.press("Enregistrer")
    marc.reads("2 réponses sont à corriger")
    marc.page.get_by_label("La personne 1").check()
    marc.type("Sur quoi vous fondez-vous", "pièce d’identité reçue ce matin")
    marc.press("Enregistrer")
    marc.reads("La décision est enregistrée.", "2 identités à vérifier")
    case = people.doubt(doubts["resembles"], by=country.agents["marc"], reason="test")
    assert case.person_id == case.candidates[0].person_id


def test_two_accounts_are_made_one_by_two_agents_and_undone(arrive: Callable[..., Visitor], country: Country) -> None:
    before = country.rights("claire").total_cents, country.rights("nadia").total_cents
    marc = arrive()
    marc.sign_in("marc")
    marc.go("/agents")
    marc.type("Pourquoi", "Appel du titulaire : deux dossiers")
    marc.type("Nom", "Vasseur")
    marc.press("Rechercher")
    marc.go(f"/agents/personnes/{country.persons['claire']}")
    marc.follow("Réunir avec un autre compte de la même personne")
    marc.type("Numéro de l’autre dossier", str(country.persons["nadia"]))
    marc.type("Pourquoi est-ce la même personne", "pièce d’identité et ancien nom vérifiés")
    marc.press("Proposer la réunion")
    # Two plainly different identities are not proposed by a slip of the hand.
    marc.reads("Ces deux identités sont très différentes")
    marc.page.get_by_label("J’ai vérifié").check()
    marc.press("Proposer la réunion")
    marc.reads("Réunion à approuver", "Une autre personne, habilitée à approuver, doit décider.")
    address = marc.path

    henri = arrive()
    henri.sign_in("henri")
    henri.go(address)
    henri.press("Approuver la réunion")
    henri.reads("Les deux comptes sont réunis.")
    # The years that both had worked are one right.
    assert sum(before) > country.rights("claire").total_cents == before[0]
    henri.reads("Une année que les deux comptes avaient reçue ne compte qu’une fois")

    nadia = arrive()
    nadia.sign_in("nadia")
    nadia.go("/mes-droits")
    nadia.reads("3 500,00 €")

    marc.go(address)
    marc.open("Séparer de nouveau")
    marc.type("Pourquoi", "ce sont deux sœurs")
    marc.press("Proposer la séparation")
    marc.reads("Séparation à approuver")
    henri.go(address)
    henri.press("Approuver la séparation")
    henri.reads("Les deux comptes sont de nouveau séparés.")
    assert (country.rights("claire").total_cents, country.rights("nadia").total_cents) == before


def test_an_account_with_two_persons_in_it_is_split_and_undone(
    arrive: Callable[..., Visitor], country: Country
) -> None:
    bring(a_year(person(1), year=2025))
    bring(a_year(person(1), year=2025, siren=OTHER_SIREN, nic=OTHER_NIC))
    account = declared_account(1)
    credit_years(rows=declarations.year_rows(2025, account_ids=[account]), by=SYSTEM, at=lived.BEGIN)
    holder = accounts.person_of(account)
    marc, henri = arrive(), arrive()
    marc.sign_in("marc")
    marc.go("/agents")
    marc.type("Pourquoi", "Deux salariés, un seul numéro")
    marc.type("Nom", "Vasseur")
    marc.press("Rechercher")
    marc.go(f"/agents/personnes/{holder}")
    marc.follow("Partager ce compte entre deux personnes")
    marc.press("Proposer le partage")
    marc.reads("réponses sont à corriger")
    marc.page.locator("input[name=work]").first.check()
    marc.page.get_by_label("Elle n’a pas encore de dossier").check()
    marc.type("Nom de naissance", "Autre")
    marc.type("Prénoms", "Zoé")
    marc.page.get_by_label("Jour de naissance").fill("1981-06-02")
    marc.choose("Sexe", "Femme")
    marc.type("Pourquoi sont-ce deux personnes", "pièces des deux salariés reçues")
    marc.press("Proposer le partage")
    # Each of the two worked a full year: both have theirs.
    marc.reads("Partage à approuver", "Arrive à l’autre personne", "500,00 €")
    address = marc.path
    inspector = Inspector(marc)
    inspector.look("a split to decide", "staff-split-proposed")

    henri.sign_in("henri")
    henri.go(address)
    henri.press("Approuver le partage")
    henri.reads("Le compte est partagé.")
    assert {row.state for row in joinings.splits(by=country.agents["marc"])} == {"split"}

    marc.go(address)
    marc.open("Défaire le partage")
    marc.type("Pourquoi", "c’était bien la même personne")
    marc.press("Proposer de défaire")
    henri.go(address)
    henri.press("Approuver le retour en arrière")
    henri.reads("Le partage est défait")
    inspector.conclude()
