"""Offers side by side: the same facts, what differs, what is best, and what to do with fewer than two."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from tests.catalogue.search.scenes import a_catalogue
from tests.catalogue.test_doors import brought, financed
from tests.web.visiting import title, words

from acquis.catalogue.models import Session, Training
from acquis.catalogue.search.index import rebuild_index
from acquis.catalogue.types import OfferState

pytestmark = pytest.mark.django_db


@pytest.fixture
def sessions(today: None, tmp_path: Any, settings: Any) -> dict[str, str]:
    """Title → session."""
    settings.SEARCH_PATH = tmp_path
    a_catalogue()
    rebuild_index()
    rows = Session.objects.values_list("action__training__title", "id")
    return {each: str(i) for each, i in rows}


def address(*sessions: str) -> str:
    return "/comparer?" + "&".join(f"o={each}" for each in sessions)


def row(answer: Any, words_of_row: str) -> str:
    found = re.search(rf"<tr[^>]*>\s*<th[^>]*>{words_of_row}.*?</tr>", answer.content.decode(), re.S)
    assert found, words_of_row
    return found[0]


def test_facts_stand_side_by_side_and_differences_are_marked(client: Client, sessions: dict[str, str]) -> None:
    answer = client.get(address(sessions["CAP Boulanger, parcours adulte"], sessions["Viennoiserie et pain au levain"]))
    assert title(answer) == "2 formations côte à côte"
    price = row(answer, "Prix")
    assert 'class="differs"' in price
    assert re.search(r"is-best.*1\s200,00", price, re.S)
    assert 'class="differs"' not in row(answer, "Niveau")
    assert "À tout moment" in row(answer, "Début")
    assert "le plus tôt" in row(answer, "Début")


def test_the_form_of_the_list_ends_at_the_short_address(client: Client, sessions: dict[str, str]) -> None:
    chosen = sessions["Anglais professionnel"]
    answer = client.get(f"/comparer?q=anglais&lieu=&o={chosen}")
    assert (answer.status_code, answer["Location"]) == (303, address(chosen))


def test_one_alone_is_offered_company(client: Client, sessions: dict[str, str]) -> None:
    one = sessions["CAP Boulanger, parcours adulte"]
    answer = client.get(address(one))
    assert "Ajoutez-en une autre" in words(answer)
    assert (
        f"{address(one).replace('&', '&amp;')}&amp;o={sessions['CAP Boulanger le week-end']}" in answer.content.decode()
    )


def test_none_says_what_to_do(client: Client, sessions: dict[str, str]) -> None:
    assert "Rien à comparer pour l’instant" in words(client.get("/comparer"))
    assert "Rien à comparer pour l’instant" in words(client.get("/comparer?o=nonsense"))


def test_what_left_the_shelf_is_told(client: Client, sessions: dict[str, str]) -> None:
    Training.objects.filter(title="Anglais professionnel").update(state=OfferState.WITHDRAWN)
    answer = client.get(address(sessions["Anglais professionnel"], sessions["L’anglais de l’hôtellerie"]))
    assert "Une des formations choisies n’est plus proposée" in words(answer)


def test_what_only_others_pay_for_has_no_price_here_and_is_not_the_cheapest(
    client: Client, sessions: dict[str, str]
) -> None:
    (action,) = brought(financed("2")).actions
    answer = client.get(address(sessions["CAP Boulanger, parcours adulte"], str(action.sessions[0].id)))
    price = row(answer, "Prix")
    assert "Payée par d’autres\u00a0: voir son offre" in price
    assert not re.search(r"(?<![\d,])0,00", price)
    assert "is-best" not in price
