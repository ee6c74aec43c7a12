"""The ways a purchase does not go well: the card, the answer that does not come, the change of mind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.journeys.scene import BREAD, Country, work
from tests.journeys.visitor import EMPTY_CARD, FAILING_CARD, REFUSED_CARD

from acquis.enrolments import actions as enrolments
from acquis.enrolments.types import DeclineReason, State
from acquis.kit import clock
from acquis.kit.actor import Actor, Role
from acquis.site.invariants import verify

if TYPE_CHECKING:
    from tests.journeys.visitor import Visitor

Arrive = Callable[..., "Visitor"]
WHOLE, PRICE, SHARE = 350_000, 150_000, 15_000


@pytest.fixture
def proposed(country: Country) -> Country:
    """Claire asked for a place and the body proposes one."""
    asked(country)
    enrolments.accept(enrolment_id=country.purchase("claire").id, by=country.agents["samir"], at=clock.now())
    return country


def asked(country: Country) -> None:
    claire = Actor(roles=frozenset({Role.HOLDER}), id=country.persons["claire"], account_id=country.accounts["claire"])
    enrolments.request(
        account_id=country.accounts["claire"], session_id=country.session_of(BREAD), by=claire, at=clock.now()
    )


def holds(country: Country, *, reserved: int = 0, spent: int = 0) -> None:
    """What Claire's account holds, and that every invariant holds."""
    rights = country.rights("claire")
    assert (rights.available_cents, rights.reserved_cents) == (WHOLE - reserved - spent, reserved)
    assert {name: found for name, found in verify().items() if found} == {}


def at_the_card_page(claire: Visitor, country: Country) -> None:
    """Claire signs in, proves who she is, confirms, and stands before the card page."""
    claire.sign_in("claire", path=f"/mes-inscriptions/{country.purchase('claire').id}/confirmer")
    prove(claire)
    claire.press("Confirmer et payer 150,00 €")
    claire.press("Continuer vers le paiement")
    claire.arrives("/demo/cards/pay/")


def prove(claire: Visitor) -> None:
    claire.press("M’identifier avec FranceConnect+")
    claire.choose_persona("claire")
    claire.reads("Votre identité est vérifiée")


def back_and_refused(claire: Visitor, country: Country) -> None:
    """Back on the site, told that nothing was taken; and nothing was."""
    work()
    claire.press("Voir où en est mon paiement")
    claire.reads("Rien n’a été pris, ni argent ni droits : vous pouvez recommencer.")
    assert country.purchase("claire").state is State.PROPOSED
    holds(country)


def test_a_refused_card_then_an_empty_one_then_a_good_one(arrive: Arrive, proposed: Country) -> None:
    claire = arrive()
    at_the_card_page(claire, proposed)
    holds(proposed, reserved=PRICE - SHARE)
    for card in (REFUSED_CARD, EMPTY_CARD):
        claire.pay(card)
        back_and_refused(claire, proposed)
        claire.follow("Confirmer et payer 150,00 €")
        prove(claire)
        claire.press("Confirmer et payer 150,00 €")
        claire.press("Continuer vers le paiement")
    claire.pay()
    work()
    claire.press("Voir où en est mon paiement")
    claire.reads("Votre paiement est reçu et votre inscription est confirmée.")
    holds(proposed, reserved=PRICE - SHARE)


def test_the_bank_does_not_believe_it_is_claire(arrive: Arrive, proposed: Country) -> None:
    claire = arrive()
    at_the_card_page(claire, proposed)
    claire.pay(decision="Ce n’est pas moi : refuser")
    back_and_refused(claire, proposed)


def test_the_check_of_the_bank_fails(arrive: Arrive, proposed: Country) -> None:
    claire = arrive()
    at_the_card_page(claire, proposed)
    claire.pay(FAILING_CARD)
    back_and_refused(claire, proposed)


def test_giving_up_on_the_card_page(arrive: Arrive, proposed: Country) -> None:
    claire = arrive()
    at_the_card_page(claire, proposed)
    claire.press("Ne pas payer et revenir")
    back_and_refused(claire, proposed)


def test_what_is_typed_wrong_on_the_card_page_is_told_there(arrive: Arrive, proposed: Country) -> None:
    claire = arrive()
    at_the_card_page(claire, proposed)
    claire.type("Numéro de carte", "4111 1111 1111 1111")
    claire.type("Date de fin", "13/39")
    claire.press("Payer")
    claire.reads("Aucune vraie carte n’est acceptée ici.", "Tapez trois chiffres")
    assert claire.page.get_by_label("Numéro de carte").input_value() == ""
    holds(proposed, reserved=PRICE - SHARE)


def test_the_body_declines(arrive: Arrive, country: Country) -> None:
    asked(country)
    samir, claire = arrive(), arrive()
    samir.sign_in("samir", path=f"/organisme/inscriptions/{country.purchase('claire').id}")
    samir.open("Refuser la demande")
    samir.press("Refuser la demande")
    samir.reads("Choisissez la raison à donner à la personne.")
    samir.choose("Raison", "La session est complète.")
    samir.press("Refuser la demande")
    samir.reads("Refusée par l’organisme")
    claire.sign_in("claire", path="/mes-inscriptions")
    claire.follow(BREAD)
    claire.reads("Refusée par l’organisme", "La session est complète.", "Rien n’a été pris sur votre compte.")
    assert country.purchase("claire").decline_reason is DeclineReason.SESSION_FULL
    holds(country)


def days_pass(arrive: Arrive, day: date) -> None:
    marc = arrive()
    marc.sign_in("marc", path="/agents/horloge")
    marc.type("Ou jusqu’à un jour précis", day.isoformat())
    marc.press("Aller à ce jour")
    marc.reads("Nous sommes le")
    work()


def test_the_body_does_not_answer_in_time(arrive: Arrive, country: Country) -> None:
    asked(country)
    # Two working days from Monday: the last is Wednesday 25; on Thursday it is over.
    assert country.purchase("claire").due_on == date(2026, 11, 25)
    days_pass(arrive, date(2026, 11, 25))
    assert country.purchase("claire").state is State.REQUESTED
    days_pass(arrive, date(2026, 11, 26))
    assert country.purchase("claire").state is State.UNANSWERED
    claire = arrive()
    claire.sign_in("claire", path=f"/mes-inscriptions/{country.purchase('claire').id}")
    claire.reads("Sans réponse de l’organisme", "Rien n’a été pris sur votre compte.")
    holds(country)


def test_claire_does_not_confirm_in_time(arrive: Arrive, proposed: Country) -> None:
    # Four working days from Monday.
    assert proposed.purchase("claire").due_on == date(2026, 11, 27)
    days_pass(arrive, date(2026, 11, 27))
    assert proposed.purchase("claire").state is State.PROPOSED
    days_pass(arrive, date(2026, 11, 28))
    claire = arrive()
    claire.sign_in("claire", path=f"/mes-inscriptions/{proposed.purchase('claire').id}")
    claire.reads("Non confirmée à temps")
    claire.does_not_read("Confirmer et payer")
    # An old link to the last step leads back here.
    claire.go(f"/mes-inscriptions/{proposed.purchase('claire').id}/confirmer")
    assert not claire.path.endswith("/confirmer")
    holds(proposed)


def test_changing_ones_mind_after_paying(arrive: Arrive, proposed: Country) -> None:
    claire = arrive()
    at_the_card_page(claire, proposed)
    claire.pay()
    work()
    claire.press("Voir où en est mon paiement")
    claire.open("Me rétracter")
    claire.reads("vous pouvez vous rétracter sans donner de raison. Tout est rendu")
    claire.press("Oui, me rétracter")
    claire.reads("Votre rétractation est enregistrée.", "150,00 € vont vous être remboursés sur votre carte.")
    holds(proposed)
    work()
    claire.page.reload()
    claire.reads("150,00 € vous ont été remboursés sur votre carte.")
    assert proposed.purchase("claire").state is State.WITHDRAWN
    claire.go("/mes-droits")
    claire.reads("3 500,00 €")
    holds(proposed)
