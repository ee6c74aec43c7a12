"""The State chooses changes of the law and reads what they would do; nothing here needs a script."""

from __future__ import annotations

import csv
import json
from typing import Any

import pytest
from django.test import Client
from tests import scenes
from tests.insight.scenes import LOW, OFFICER, asked
from tests.scenes import AT
from tests.web.visiting import at, signed_in, title, words

from acquis.insight import actions
from acquis.insight import queries as insight
from acquis.insight.models import Simulation
from acquis.insight.types import SimulationState

pytestmark = pytest.mark.django_db
CHOSEN = {"c": [LOW]}


@pytest.fixture
def client() -> Any:
    with at(AT):
        yield signed_in(OFFICER)


@pytest.mark.parametrize("actor", [scenes.STAFF, scenes.FINANCE])
def test_for_others_these_pages_do_not_exist(actor: Any) -> None:
    other = signed_in(actor)
    simulation_id = asked()
    assert other.get("/etat").status_code == 404
    assert other.get(f"/etat/simulations/{simulation_id}").status_code == 404
    assert other.post("/etat/simulations", CHOSEN).status_code == 404
    assert Client().get("/etat")["Location"] == "/connexion?next=%2Fetat"


def test_the_state_sees_nothing_of_the_staff(client: Client) -> None:
    for path in ("/agents", "/agents/paiements", "/organisme", "/mes-droits"):
        assert client.get(path).status_code == 404


def test_every_parameter_is_told_with_its_value_its_day_and_its_article(client: Client) -> None:
    said = words(client.get("/etat"))
    assert "Droits annuels d’un salarié peu qualifié à mi-temps ou plus : Changer 800 € 01/01/2019 L6323-11-1" in said
    assert "Participation forfaitaire du titulaire : Changer 150 €" in said
    assert "Âge à partir duquel le compte n’est plus alimenté ni utilisé : Changer 67 ans" in said


def test_a_change_is_typed_in_euros_and_kept_in_the_address(client: Client) -> None:
    form = words(client.get("/etat?p=credit.low_qualified_cents"))
    assert "Aujourd’hui 800 €" in form
    answer = client.get(
        "/etat", {"p": "credit.low_qualified_cents", "value": "1 012,50 €", "since": "2027-01-01", "c": "rubbish"}
    )
    assert answer.status_code == 303
    assert answer["Location"] == "/etat?c=credit.low_qualified_cents%3D101250%402027-01-01"
    said = words(client.get(answer["Location"]))
    assert "Le changement à essayer" in said
    assert "800 € → devient 1 012,50 € à partir du 1er janvier 2027" in said


def test_several_changes_are_chosen_one_after_the_other_and_taken_away(client: Client) -> None:
    answer = client.get("/etat", {"p": "account.closing_age", "value": "64", "since": "2028-01-01", "c": LOW})
    page = client.get(answer["Location"])
    assert "Les 2 changements à essayer" in words(page)
    assert 'href="/etat?c=account.closing_age%3D64%402028-01-01"' in page.content.decode()
    # The same parameter from the same day is replaced, not chosen twice.
    again = client.get("/etat", {"p": "credit.low_qualified_cents", "value": "700", "since": "2027-01-01", "c": LOW})
    assert again["Location"] == "/etat?c=credit.low_qualified_cents%3D70000%402027-01-01"


def test_yes_no_and_nothing_are_values_too(client: Client) -> None:
    answer = client.get("/etat", {"p": "participation.jobseeker_exempt", "value": "false", "since": "2027-01-01"})
    assert "jobseeker_exempt%3Dfalse" in answer["Location"]
    assert "oui → devient non" in words(client.get(answer["Location"]))
    answer = client.get("/etat", {"p": "purchase.rs_cap_cents", "value": "", "nothing": "1", "since": "2027-01-01"})
    assert "rs_cap_cents%3Dnone" in answer["Location"]
    assert "1 500 € → devient rien de fixé" in words(client.get(answer["Location"]))


@pytest.mark.parametrize(
    ("parameter", "value", "since", "said"),
    [
        ("credit.low_qualified_cents", "neuf cents", "2027-01-01", "Écrivez un montant en euros"),
        ("credit.low_qualified_cents", "-5", "2027-01-01", "Écrivez un montant en euros"),
        ("credit.low_qualified_cents", "", "2027-01-01", "Écrivez un montant en euros"),
        ("credit.half_time_percent", "150", "2027-01-01", "Écrivez un nombre entier entre 0 et 100"),
        ("credit.reference_hours", "0", "2027-01-01", "Écrivez un nombre entier"),
        ("participation.jobseeker_exempt", "peut-être", "2027-01-01", "Choisissez oui ou non"),
        ("account.closing_age", "64", "2020-01-01", "Indiquez un jour entre le 01/01/2027 et le 31/12/2037"),
        ("account.closing_age", "64", "demain", "Indiquez un jour entre le 01/01/2027"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(
    client: Client, parameter: str, value: str, since: str, said: str
) -> None:
    answer = client.get("/etat", {"p": parameter, "value": value, "since": since, "c": LOW})
    assert answer.status_code == 422
    assert said in words(answer)
    assert f'name="c" value="{LOW}"' in answer.content.decode()
    if value and value != "peut-être":
        assert f'value="{value}"' in answer.content.decode()


def test_an_address_made_by_hand_breaks_nothing(client: Client) -> None:
    for query in (
        "c=%E2%80%AE",
        "c=employee_cents=" + "9" * 5000 + "@2027-01-01",
        "p=account.low_qualified_cents",
        "p=no_such",
        "c=" + "x" * 4000,
        "c==@&c=@",
        "p=&value=3",
    ):
        assert client.get(f"/etat?{query}").status_code == 200


def test_a_small_simulation_is_read_at_once(client: Client) -> None:
    answer = client.post("/etat/simulations", {**CHOSEN, "accounts": "20000", "years": "3"})
    assert answer.status_code == 303
    page = client.get(answer["Location"])
    said = words(page)
    assert title(page).startswith("En 2027, ")
    assert title(page).endswith("personne n’y perdrait.")
    for part in (
        "Selon l’activité",
        "Selon l’âge",
        "Île-de-France",
        "Ce que cela suppose",
        "Aucun compte réel n’y entre",
    ):
        assert part in said
    assert "Un titulaire de 18 ans, sans droits, prend la place de chacun" in said
    together = words(client.get(answer["Location"] + "?duree=tout"))
    assert "De 2027 à 2029" in together
    assert "chacun est compté dans son groupe du début" in together
    # Asked again, it is the same, and listed once.
    assert (
        client.post("/etat/simulations", {**CHOSEN, "accounts": "20000", "years": "3"})["Location"]
        == (answer["Location"])
    )
    assert Simulation.objects.count() == 1
    assert "terminée" in words(client.get("/etat"))


def test_the_figures_of_the_page_are_those_of_the_outcome_for_the_nation(client: Client) -> None:
    simulation_id = asked(accounts=40_100, years=1)
    actions.compute_simulation(simulation_id=simulation_id, by=OFFICER, at=AT)
    card = insight.simulation(simulation_id, by=OFFICER)
    assert card is not None
    assert card.outcome is not None
    everybody = card.outcome.first_year.everybody
    # One account in a thousand: the nation has a thousand times as many.
    gainers = f"{everybody.gainers * 1_000:,}".replace(",", " ")
    assert f"{gainers} personnes gagneraient" in title(client.get(f"/etat/simulations/{simulation_id}"))


def test_a_large_one_waits_and_says_how_far_it_is(client: Client) -> None:
    answer = client.post("/etat/simulations", {**CHOSEN, "accounts": "40100000", "years": "10"})
    Simulation.objects.update(done_accounts=10_025_000)
    page = client.get(answer["Location"])
    assert "10 025 000 comptes sur 40 100 000 sont faits" in words(page)
    assert 'value="25"' in page.content.decode()
    assert "Actualiser" in words(page)
    for kind in ("csv", "json"):
        assert client.get(f"{answer['Location']}/resultat.{kind}").status_code == 404


def test_one_that_broke_can_be_asked_again(client: Client) -> None:
    answer = client.post("/etat/simulations", {**CHOSEN, "accounts": "40100000", "years": "10"})
    Simulation.objects.update(state=SimulationState.FAILED)
    page = client.get(answer["Location"])
    assert "s’est interrompue" in words(page)
    assert "credit.low_qualified_cents%3D90000%402027-01-01" in page.content.decode()


def test_without_any_change_there_is_nothing_to_simulate(client: Client) -> None:
    answer = client.post("/etat/simulations", {"accounts": "100", "years": "1"}, follow=True)
    assert "Choisissez au moins un changement" in words(answer)
    assert not Simulation.objects.exists()


def test_the_result_is_taken_away_as_a_sheet_and_as_data(client: Client) -> None:
    where = client.post("/etat/simulations", {**CHOSEN, "accounts": "20000", "years": "2"})["Location"]
    sheet = client.get(f"{where}/resultat.csv")
    assert "attachment" in sheet["Content-Disposition"]
    rows = list(csv.reader(sheet.content.decode("utf-8-sig").splitlines(), delimiter=";"))
    data = json.loads(client.get(f"{where}/resultat.json").content)
    assert [row[:3] for row in rows[1:2]] == [["En 2027", "", "Ensemble"]]
    assert int(rows[1][4]) == round(data["first_year"]["everybody"]["gainers"] * 40_100_000 / 20_000)
    assert sum(int(row[3]) for row in rows if row[:2] == ["En 2027", "Selon la région"]) == pytest.approx(
        40_100_000, abs=9
    )
    assert data["changes"] == [LOW]


def test_an_outcome_of_another_law_says_so(client: Client) -> None:
    where = client.post("/etat/simulations", {**CHOSEN, "accounts": "5000", "years": "1"})["Location"]
    assert "mises à jour depuis" not in words(client.get(where))
    Simulation.objects.update(ground="0" * 64)
    assert "mises à jour depuis" in words(client.get(where))


def test_there_is_no_such_simulation(client: Client) -> None:
    assert client.get("/etat/simulations/00000000-0000-0000-0000-000000000000").status_code == 404
