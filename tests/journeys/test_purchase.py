"""The whole purchase: by mouse until the body is paid, and to its confirmation by keyboard and without script."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from lxml import etree
from tests.journeys import scene
from tests.journeys.scene import BREAD, Country, work

from acquis.enrolments.types import BillingState, State
from acquis.kit import clock
from acquis.outside import bank_files
from acquis.site.invariants import verify
from acquis.web.design import written

if TYPE_CHECKING:
    from tests.journeys.visitor import Visitor

Arrive = Callable[..., "Visitor"]
#: Claire's rights before, and what each pays of the 1,500 €: the participation of 2026 is 150 €.
SPLIT = {"Vos droits": "1 350,00 €", "Ce que vous payez": "150,00 €", "Prix de la formation": "1 500,00 €"}


def request_a_place(claire: Visitor) -> None:
    """From the home page to the request, signing in on the way."""
    claire.go("/")
    claire.type("Que souhaitez-vous apprendre", "boulangerie")
    claire.press("Rechercher")
    claire.arrives("/formations")
    claire.follow(BREAD)
    claire.arrives("/formations/")
    assert claire.title == BREAD
    claire.reads("il vous reste à payer 150,00 €", "Le Fournil École")
    claire.follow("Demander mon inscription")
    claire.identify("claire")
    claire.arrives("/acheter/")
    assert claire.figures("Qui paie quoi") == SPLIT
    claire.press("Envoyer ma demande")
    claire.reads("Votre demande est envoyée", "au plus tard")


def propose_a_place(samir: Visitor) -> None:
    """The training body answers the one request it has."""
    samir.sign_in("samir")
    samir.arrives("/organisme")
    samir.reads("Claire Vasseur", BREAD, "mercredi 25 novembre")
    samir.follow("Claire Vasseur")
    samir.type("Message pour la personne", "Rendez-vous à 9 h.")
    samir.press("Proposer une place")
    samir.reads("Proposition à confirmer", "Confirmation par le titulaire avant la fin du vendredi 27 novembre 2026")


def confirm(claire: Visitor) -> None:
    """A fresh proof of identity for this basket, then to the card page."""
    claire.go("/mes-inscriptions")
    claire.follow(BREAD)
    claire.reads("Rendez-vous à 9 h.")
    claire.follow("Confirmer et payer 150,00 €")
    claire.reads("D’abord, prouvez que c’est bien vous")
    assert claire.figures("Qui paie quoi") == SPLIT
    claire.press("M’identifier avec FranceConnect+")
    claire.choose_persona("claire")
    claire.reads("Votre identité est vérifiée")
    claire.press("Confirmer et payer 150,00 €")
    claire.press("Continuer vers le paiement")
    claire.arrives("/demo/cards/pay/")


def pay(claire: Visitor, country: Country) -> None:
    claire.pay()
    claire.press("Voir où en est mon paiement")
    claire.reads("Votre paiement est reçu et votre inscription est confirmée.")
    assert country.purchase("claire").state is State.CONFIRMED
    rights = country.rights("claire")
    assert (rights.available_cents, rights.reserved_cents) == (350_000 - 135_000, 135_000)


def test_by_keyboard_alone(arrive: Arrive, country: Country) -> None:
    claire = arrive(keyboard=True)
    request_a_place(claire)
    propose_a_place(arrive(keyboard=True))
    confirm(claire)
    pay(claire, country)


def test_without_any_script(arrive: Arrive, country: Country) -> None:
    claire = arrive(java_script_enabled=False)
    request_a_place(claire)
    propose_a_place(arrive(java_script_enabled=False))
    confirm(claire)
    pay(claire, country)


def go_to(marc: Visitor, day: date) -> None:
    """Somebody of the staff moves the demonstration's clock, and the worker does what became due."""
    marc.go("/agents/horloge")
    marc.type("Ou jusqu’à un jour précis", day.isoformat())
    marc.press("Aller à ce jour")
    marc.reads(f"Nous sommes le {written.day_full(day)}".replace("\xa0", " "))
    work()
    assert clock.day_of(clock.now()) == day


def declare_everything(samir: Visitor, marc: Visitor) -> None:
    """The training body says that Claire came, left, and followed it all, each on its day."""
    go_to(marc, scene.STARTS)
    samir.go("/organisme")
    samir.follow("Claire Vasseur")
    samir.press("Déclarer l’entrée")
    samir.reads("C’est enregistré.", "En formation")
    go_to(marc, scene.ENDS)
    samir.go("/organisme")
    samir.follow("Claire Vasseur")
    samir.choose("Comment la formation s’est-elle terminée ?", "Formation suivie jusqu’au bout")
    samir.press("Déclarer la sortie")
    samir.reads("C’est enregistré.", "Heures suivies")
    samir.press("Déclarer la formation suivie")
    samir.reads("C’est enregistré.", "100 %")


def test_by_mouse_from_the_home_page_to_the_bank(arrive: Arrive, country: Country) -> None:
    claire, samir, marc, fatou, henri = (arrive() for _ in range(5))
    request_a_place(claire)
    propose_a_place(samir)
    confirm(claire)
    claire.pay()
    work()
    claire.press("Voir où en est mon paiement")
    claire.reads("Votre paiement est reçu", "Entrée en formation", "lundi 14 décembre")
    assert country.purchase("claire").state is State.CONFIRMED

    marc.sign_in("marc")
    declare_everything(samir, marc)
    due_at = country.purchase("claire").due_at
    assert due_at is not None
    go_to(marc, clock.day_of(due_at))
    purchase = country.purchase("claire")
    assert (purchase.state, purchase.billing_state) == (State.SERVICE_VALIDATED, BillingState.BILLED)
    assert (purchase.provider_cents, purchase.returned_cents, purchase.lapsed_cents) == (150_000, 0, 0)
    samir.go("/organisme/paiements")
    assert samir.title == "1 500,00 € vous sont dus"

    batch = pay_the_body(fatou, henri, country)
    work()
    samir.go("/organisme/paiements")
    assert samir.title == "Tout ce qui vous était dû est payé"
    samir.reads("Vous avez reçu 1 500,00 € en tout.")
    assert country.purchase("claire").billing_state is BillingState.PAID

    every_euro_adds_up(marc, country, batch)
    claire.go("/mes-droits")
    claire.reads("2 150,00 €")
    movements = claire.rows("Mouvements de mon compte, du plus récent au plus ancien")
    assert [row[2] for row in movements] == ["−1 350,00 €", *7 * ["+500,00 €"]]
    assert movements[0][0] == "14/12/2026"
    broken = {name: found for name, found in verify().items() if found}
    assert broken == {}


def pay_the_body(fatou: Visitor, henri: Visitor, country: Country) -> str:
    """Finance prepares, somebody else approves, the bank gets its file and executes it; the batch's number."""
    fatou.sign_in("fatou", path="/agents/paiements")
    fatou.reads("Toutes les factures en attente 1 · 1 500,00 €")
    fatou.press("Préparer un lot de toutes les factures")
    fatou.reads("Vous avez préparé ce lot : quelqu’un d’autre doit l’approuver.")
    number = fatou.title.removeprefix("Lot ").partition(" :")[0]
    henri.sign_in("henri", path="/agents/paiements")
    henri.follow(number)
    henri.press("Approuver 1 500,00 €")
    henri.reads("Le lot est approuvé.")
    with henri.page.expect_download() as download:
        henri.follow("Télécharger le fichier de virements")
    the_bank_reads(download.value.path().read_bytes(), country)
    fatou.page.reload()
    fatou.open("Dire soi-même que la banque l’a exécuté")
    fatou.press("La banque a exécuté ce lot")
    fatou.reads("Le lot est payé")
    return number


def the_bank_reads(file: bytes, country: Country) -> None:
    """One transfer of 1,500 € to the body's own account, in a message its schema accepts."""
    bank_files.verify(file, total_cents=150_000, count=1)
    said = etree.fromstring(file)

    def told(path: str) -> list[str]:
        return [each.text for each in said.iterfind(f".//{{*}}{path.replace('/', '/{*}')}")]

    assert said.tag == "{urn:iso:std:iso:20022:tech:xsd:pain.001.001.09}Document"
    assert told("InstdAmt") == ["1500.00"]
    assert told("CdtrAcct/Id/IBAN") == [country.body.iban]
    assert set(told("CtrlSum")) == {"1500.00"}


def every_euro_adds_up(marc: Visitor, country: Country, batch: str) -> None:
    """On the staff's pages: what came in about this purchase went out, and the house holds nothing of it any more."""
    committed, owed, sent = "Sommes engagées pour des formations", "Dû à Le Fournil École", "Virements en cours"
    marc.go(f"/agents/inscriptions/{country.purchase('claire').id}")
    marc.reads("Payée", f"lot {batch}")
    rows = marc.rows("Écritures de ce dossier, dans l’ordre")
    assert [(row[0], row[2], row[3], row[5]) for row in rows] == [
        ("23/11/2026", "Paiements par carte à recevoir", committed, "150,00 €"),
        ("14/12/2026", "Compte du titulaire : Droits acquis en travaillant", committed, "1 350,00 €"),
        ("28/12/2026", committed, owed, "1 500,00 €"),
        ("28/12/2026", owed, sent, "1 500,00 €"),
    ]
    marc.go("/agents/grand-livre")
    balances = {row[0]: row[3] for row in marc.rows("Sommes par compte")}
    assert {balances[name] for name in (committed, sent, "Dû aux organismes", "Remboursements à faire")} == {"0,00 €"}
    assert balances["Banque"] == "+1 500,00 €"
    assert balances["Paiements par carte à recevoir"] == "−150,00 €"
