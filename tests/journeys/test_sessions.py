"""Sessions that are stolen, planted, forgotten or too long; a purchase that somebody tries to bend."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from tests import scenes
from tests.journeys import lived
from tests.journeys.scene import BREAD, Country
from tests.journeys.visitor import Visitor

from acquis.accounts.types import PurseKind
from acquis.enrolments import actions as enrolments
from acquis.enrolments.types import State
from acquis.kit import clock

Arrive = Callable[..., Visitor]
COOKIE = settings.SESSION_COOKIE_NAME


def cookie_of(visitor: Visitor) -> str | None:
    return next((each["value"] for each in visitor.page.context.cookies() if each["name"] == COOKIE), None)


def with_cookie(visitor: Visitor, value: str) -> Visitor:
    """A thief's browser, with somebody's session cookie in it."""
    visitor.page.context.add_cookies([{"name": COOKIE, "value": value, "url": visitor.site}])
    return visitor


@pytest.fixture
def proposed(country: Country) -> Country:
    asked = enrolments.request(
        account_id=country.accounts["claire"],
        session_id=country.session_of(BREAD),
        by=lived.holder(country, "claire").actor,
        at=clock.now(),
    )
    enrolments.accept(enrolment_id=asked, by=country.agents["samir"], at=clock.now())
    return country


def confirming(visitor: Visitor, country: Country) -> None:
    """On the last page before the purchase, identity proved."""
    visitor.go(f"/mes-inscriptions/{country.purchase('claire').id}/confirmer")
    visitor.press("M’identifier avec FranceConnect+")
    visitor.choose_persona("claire")
    visitor.reads("Votre identité est vérifiée")


def test_an_old_cookie_opens_nothing_once_signed_out(arrive: Arrive) -> None:
    claire, thief = arrive(), arrive()
    claire.sign_in("claire", path="/mes-droits")
    claire.reads("3 500,00 €")
    stolen = cookie_of(claire)
    assert stolen
    claire.press("Se déconnecter")
    claire.arrives("/signin/done")
    with_cookie(thief, stolen).go("/mes-droits")
    assert thief.path == "/connexion"
    claire.page.go_back()
    claire.does_not_read("3 500,00 €")


def test_a_cookie_planted_before_signing_in_does_not_become_signed_in(arrive: Arrive) -> None:
    claire, thief = arrive(), arrive()
    planted = "a" * 32
    with_cookie(claire, planted).sign_in("claire", path="/mes-droits")
    claire.reads("3 500,00 €")
    assert cookie_of(claire) != planted
    with_cookie(thief, planted).go("/mes-droits")
    assert thief.path == "/connexion"


def test_the_answer_to_a_thief_signs_nobody_else_in(arrive: Arrive) -> None:
    """The thief stops before the last step and sends the address to Claire, to have her work in the thief's account."""
    claire, thief = arrive(), arrive()
    thief.go("/connexion")
    thief.press("S’identifier avec FranceConnect+")
    thief.reads("Qui êtes-vous ?")
    names = ("csrfmiddlewaretoken", "interaction")
    hidden = {name: thief.page.locator(f"[name={name}]").input_value() for name in names}
    chosen = thief.page.context.request.post(thief.page.url, form={**hidden, "persona": "luc"}, max_redirects=0)
    assert "/signin/franceconnect/callback?" in chosen.headers["location"]
    claire.page.goto(chosen.headers["location"])
    assert claire.page.get_by_role("button", name="Se déconnecter").count() == 0
    claire.go("/mes-droits")
    assert claire.path == "/connexion"


def test_what_is_not_for_somebody_is_not_there_for_them(arrive: Arrive, proposed: Country) -> None:
    luc, samir, marc = arrive(), arrive(), arrive()
    luc.sign_in("luc", path="/mes-droits")
    number = proposed.purchase("claire").id
    for path in (f"/mes-inscriptions/{number}", f"/mes-inscriptions/{number}/confirmer", "/organisme", "/agents"):
        assert luc.go(path) == 404, path
    samir.sign_in("samir")
    for path in ("/mes-droits", f"/mes-inscriptions/{number}", "/agents/grand-livre"):
        assert samir.go(path) == 404, path
    marc.sign_in("marc")
    for path in ("/mes-droits", "/organisme", f"/organisme/inscriptions/{number}"):
        assert marc.go(path) == 404, path
    assert "introuvable" in marc.title.lower() or "n’existe pas" in marc.words


def test_a_proof_serves_once_and_in_its_own_session(arrive: Arrive, proposed: Country) -> None:
    claire, elsewhere = arrive(), arrive()
    claire.sign_in("claire")
    confirming(claire, proposed)
    elsewhere.sign_in("claire", path=f"/mes-inscriptions/{proposed.purchase('claire').id}/confirmer")
    elsewhere.reads("D’abord, prouvez que c’est bien vous")
    second = claire.page.context.new_page()
    second.goto(claire.page.url)
    claire.press("Confirmer et payer 150,00 €")
    claire.press("Continuer vers le paiement")
    claire.press("Ne pas payer et revenir")
    claire.press("Voir où en est mon paiement")
    assert proposed.purchase("claire").state is State.PROPOSED
    # The same page, left open in another tab, sends the same proof again.
    claire.page = second
    claire.press("Confirmer et payer 150,00 €")
    claire.reads("Cette confirmation d’identité a déjà servi.", "D’abord, prouvez que c’est bien vous")
    assert proposed.purchase("claire").state is State.PROPOSED


def test_a_proof_does_not_outlive_five_minutes(arrive: Arrive, proposed: Country) -> None:
    claire = arrive()
    claire.sign_in("claire")
    confirming(claire, proposed)
    begin = clock.now() - clock.machine_now()
    clock.shift_by(lambda: begin + timedelta(minutes=6))
    claire.press("Confirmer et payer 150,00 €")
    claire.reads("Votre confirmation d’identité date de plus de cinq minutes.", "D’abord, prouvez que c’est bien vous")
    assert proposed.purchase("claire").state is State.PROPOSED


def test_a_proof_is_for_one_split_of_the_price(arrive: Arrive, proposed: Country) -> None:
    """Between the proof and the button, an employer adds money: another basket, which Claire has not seen."""
    claire = arrive()
    claire.sign_in("claire")
    confirming(claire, proposed)
    scenes.give(lived.holder(proposed, "claire"), PurseKind.EMPLOYER, 50_000, at=clock.now())
    claire.press("Confirmer et payer 150,00 €")
    claire.reads(
        "Votre commande a changé depuis que vous avez confirmé votre identité.", "D’abord, prouvez que c’est bien vous"
    )
    assert proposed.purchase("claire").state is State.PROPOSED
    assert proposed.rights("claire").reserved_cents == 0


def test_a_warning_comes_before_the_end_and_can_be_answered(arrive: Arrive) -> None:
    claire = arrive()
    claire.page.clock.install()
    claire.sign_in("claire", path="/mes-droits")
    claire.reads("3 500,00 €")
    claire.page.clock.fast_forward((settings.ACQUIS.session_idle_minutes * 60 - 90) * 1000)
    dialog = claire.page.get_by_role("dialog", name="Votre session va se terminer")
    dialog.wait_for()
    assert "dans 2 minutes" in " ".join(dialog.inner_text().split())
    claire.press("Rester connecté")
    dialog.wait_for(state="hidden")
    claire.page.clock.fast_forward((settings.ACQUIS.session_idle_minutes * 60 - 300) * 1000)
    assert not dialog.is_visible()
    assert claire.path == "/mes-droits"


def test_a_session_left_alone_ends_and_says_so(arrive: Arrive, monkeypatch: pytest.MonkeyPatch) -> None:
    claire = arrive()
    claire.sign_in("claire", path="/mes-droits")
    claire.reads("3 500,00 €")
    monkeypatch.setattr(settings.ACQUIS, "session_idle_minutes", 0)
    claire.go("/mes-inscriptions")
    assert claire.title == "Votre session est terminée"
    claire.reads("Nous vous avons déconnecté pour protéger vos données.")
    monkeypatch.undo()
    claire.follow("Se connecter et reprendre")
    claire.identify("claire")
    claire.arrives("/mes-inscriptions")
    assert claire.title == "Mes inscriptions"
