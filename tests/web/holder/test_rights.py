"""« Mes droits » : the figures are the ledger's, the reasons the law's, and nobody else sees them."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import scenes
from tests.web.visiting import signed_in, title, words

from acquis.accounts import actions as accounts
from acquis.accounts.types import PurseKind, YearRow
from acquis.journal.reads import reads_about
from acquis.rules import Regime, WorkUnit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def credited(worked: dict[int, str]) -> scenes.Holder:
    holder = scenes.a_holder(rights_cents=0)
    rows = [
        YearRow(account_id=holder.account_id, year=year, regime=Regime.EMPLOYEE, unit=WorkUnit.HOURS, worked=text)
        for year, text in worked.items()
    ]
    for row in rows:
        accounts.credit_years(rows=[row], by=scenes.SYSTEM, at=scenes.AT)
    return holder


def test_the_balance_is_exact_and_written_the_french_way() -> None:
    holder = credited({2024: "600.5", 2025: "1607"})
    scenes.give(holder, PurseKind.EMPLOYER, 123_456)
    page = signed_in(holder.actor).get("/mes-droits")
    said = words(page)
    assert "Mes droits disponibles 1 921,40 €" in said  # 186,84 + 500,00 + 1 234,56
    assert "500,00 € reçus le 20 novembre 2026 pour votre travail de 2025" in said
    assert "Depuis 2024, votre travail vous a donné 686,84 € de droits." in said
    assert "+1 234,56 €" in said


def test_what_an_enrolment_holds_is_told_apart() -> None:
    holder = scenes.a_holder(rights_cents=100_000, jobseeker=True)
    scenes.confirmed(holder, price_cents=60_000)
    said = words(signed_in(holder.actor).get("/mes-droits"))
    assert "Mes droits disponibles 400,00 €" in said
    assert "En plus, 600,00 € sont réservés pour vos inscriptions en cours." in said
    assert "réservé, pas encore dépensé" in said


def test_the_chart_draws_one_bar_a_year_without_style() -> None:
    holder = credited({2023: "1607", 2024: "803.5", 2025: "1607"})
    text = signed_in(holder.actor).get("/mes-droits").content.decode()
    assert text.count('class="year-bar"') == 3
    assert "style=" not in text


def test_an_empty_account_says_when_rights_come() -> None:
    said = words(signed_in(scenes.a_holder(rights_cents=0).actor).get("/mes-droits"))
    assert "Mes droits disponibles 0,00 €" in said
    assert "Vos premiers droits arrivent au printemps" in said
    assert "Aucun mouvement pour l’instant" in said


def test_why_shows_the_working_and_the_articles() -> None:
    holder = credited({2024: "600.5"})
    page = signed_in(holder.actor).get("/mes-droits/pourquoi/2024")
    said = words(page)
    assert title(page) == "Pourquoi 186,84 € pour 2024 ?"
    assert "Vous avez travaillé 600,5 heures, soit moins de la moitié d’une année complète." in said
    assert "Droits ajoutés 186,84 €" in said
    assert "1 607 heures R6323-1" in said
    # No declaration was read: it says that a total is all there is, rather than nothing.
    assert "Ce qui a été déclaré pour vous Pour cette année, nous avons reçu seulement un total." in said


def test_a_year_that_gave_nothing_is_no_page() -> None:
    holder = credited({2024: "1607"})
    assert signed_in(holder.actor).get("/mes-droits/pourquoi/2021").status_code == 404


def test_what_waits_for_the_holder_is_said_first_at_home_and_on_their_rights() -> None:
    scene = scenes.proposed()
    client = signed_in(scene.holder.actor)
    for address in ("/", "/mes-droits"):
        page = client.get(address)
        assert "Une inscription vous attend" in words(page)
        assert f"/mes-inscriptions/{scene.id}" in page.content.decode()
    assert "vous attend" not in words(signed_in(scenes.a_holder().actor).get("/"))


def test_every_reading_by_somebody_else_is_shown_with_its_reason() -> None:
    scene = scenes.requested()
    client = signed_in(scene.holder.actor)
    assert "Personne n’a consulté votre dossier" in words(client.get("/mes-droits/consultations"))
    signed_in(scene.body.agent).get(f"/organisme/inscriptions/{scene.id}")
    assert len(reads_about(scene.holder.person_id)) == 1
    said = words(client.get("/mes-droits/consultations"))
    assert f"Formation {scene.body.siret[-6:]} l’identité et les coordonnées" in said
    assert "traitement des inscriptions de l’organisme" in said
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "handling of the provider’s enrolments" in words(client.get("/mes-droits/consultations"))
    # Looking at one's own file is no news.
    assert len(reads_about(scene.holder.person_id)) == 1


def test_a_closed_account_says_so_and_offers_nothing() -> None:
    holder = scenes.a_holder(rights_cents=200_000)
    accounts.close(account_id=holder.account_id, by=scenes.SYSTEM, at=scenes.AT)
    said = words(signed_in(holder.actor).get("/mes-droits"))
    assert "Votre compte est fermé" in said
    assert "Mes droits disponibles" not in said
    assert "2 000,00 €" in said


def test_no_choice_of_the_law_is_shown_by_its_name_in_the_code() -> None:
    holder = scenes.a_holder(rights_cents=0)
    row = YearRow(
        account_id=holder.account_id,
        year=2025,
        regime=Regime.SELF_EMPLOYED,
        unit=WorkUnit.MONTHS,
        worked="7",
        contribution_paid=True,
    )
    accounts.credit_years(rows=[row], by=scenes.SYSTEM, at=scenes.AT)
    said = words(signed_in(holder.actor).get("/mes-droits/pourquoi/2025"))
    assert re.search("Salarié et indépendant la même année .{0,60} un seul montant", said)
    assert "one_yearly_amount" not in said


def test_each_fact_of_the_page_is_read_once() -> None:
    holder = credited({2024: "600.5", 2025: "1607"})
    scenes.give(holder, PurseKind.EMPLOYER, 123_456)
    visitor = signed_in(holder.actor)
    visitor.get("/mes-droits")
    with CaptureQueriesContext(connection) as asked:
        visitor.get("/mes-droits")
    questions = [each["sql"] for each in asked.captured_queries if "SAVEPOINT" not in each["sql"]]
    # The session; which account it leads to; the account, its purses, their balances, its years, its movements; the
    # enrolments that wait for the holder; and what the risk bodies told.
    assert len(questions) == 9, questions
