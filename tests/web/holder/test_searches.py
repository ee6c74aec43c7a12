"""The searches a holder keeps, on their pages: kept from the results, paused, changed, dropped; nobody else's."""

from __future__ import annotations

import re
from typing import Any

import pytest
from tests import scenes
from tests.catalogue.search.scenes import a_catalogue
from tests.web.visiting import signed_in, title, words

from acquis.catalogue.search.index import rebuild_index
from acquis.watches import queries as watches

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture(autouse=True)
def catalogue(today: None, tmp_path: Any, settings: Any) -> None:
    settings.SEARCH_PATH = tmp_path
    a_catalogue()
    rebuild_index()


def keep(client: Any, **typed: str) -> Any:
    page = client.get("/mes-recherches/nouvelle?q=boulanger&lieu=Lyon")
    watch_id = re.search(r'name="id" value="([^"]+)"', page.content.decode())
    assert watch_id
    sent = {"id": watch_id[1], "recherche": "q=boulanger&lieu=Lyon", "nom": "Mon pain", "frequence": "daily", **typed}
    return client.post("/mes-recherches/nouvelle", sent)


def test_is_kept_from_the_results() -> None:
    holder = scenes.a_holder()
    client = signed_in(holder.actor)
    assert (
        'href="/mes-recherches/nouvelle?q=boulanger&amp;lieu=Lyon"'
        in client.get("/formations?q=boulanger&lieu=Lyon&tri=prix").content.decode()
    )
    assert 'value="boulanger, Lyon"' in client.get("/mes-recherches/nouvelle?q=boulanger&lieu=Lyon").content.decode()
    assert keep(client)["Location"] == "/mes-recherches"
    listed = client.get("/mes-recherches")
    assert title(listed) == "Une recherche suivie"
    assert 'href="/formations?q=boulanger&amp;lieu=Lyon"' in listed.content.decode()


def test_lives_on_its_page() -> None:
    holder = scenes.a_holder()
    client = signed_in(holder.actor)
    keep(client)
    (card,) = watches.watches_of(holder.account_id, by=holder.actor)
    place = f"/mes-recherches/{card.id}"
    assert "Rien de nouveau depuis que vous la suivez" in words(client.get(place))
    assert client.post(f"{place}/pause").status_code == 303
    assert "En pause" in words(client.get(place))
    client.post(f"{place}/reprendre")
    client.post(f"{place}/changer", {"nom": "Autre nom", "frequence": "at_once"})
    assert title(client.get(place)) == "Autre nom"
    assert "Dès qu’il y a du nouveau" in words(client.get(place))
    assert client.post(f"{place}/supprimer")["Location"] == "/mes-recherches"
    assert client.get(place).status_code == 404


def test_what_is_wrong_is_told_beside_its_field_and_nothing_is_lost() -> None:
    holder = scenes.a_holder()
    client = signed_in(holder.actor)
    answer = keep(client, nom=" ", frequence="at_once")
    assert answer.status_code == 422
    assert "Donnez un nom à cette recherche" in words(answer)
    html = answer.content.decode()
    assert 'value="at_once" checked' in html
    assert 'name="recherche" value="q=boulanger&amp;lieu=Lyon"' in html
    keep(client)
    (card,) = watches.watches_of(holder.account_id, by=holder.actor)
    answer = client.post(f"/mes-recherches/{card.id}/changer", {"nom": "x" * 90})
    assert (answer.status_code, "Ce nom est trop long" in words(answer)) == (422, True)


def test_is_nobody_elses() -> None:
    holder = scenes.a_holder()
    keep(signed_in(holder.actor))
    (card,) = watches.watches_of(holder.account_id, by=holder.actor)
    other = signed_in(scenes.a_holder().actor)
    assert other.get(f"/mes-recherches/{card.id}").status_code == 404
    assert other.post(f"/mes-recherches/{card.id}/supprimer").status_code == 404
    assert "Aucune recherche gardée" in words(other.get("/mes-recherches"))
    assert watches.watches_of(holder.account_id, by=holder.actor) == [card]


def test_nonsense_is_kept_as_nothing() -> None:
    client = signed_in(scenes.a_holder().actor)
    assert "Rien à garder pour l’instant" in words(client.get("/mes-recherches/nouvelle"))
    for typed in ("\x00", "9" * 4000, "q=%00&prix=1e400", "'\"<script>"):
        sent = {"id": typed, "recherche": typed, "nom": typed, "frequence": typed}
        assert client.post("/mes-recherches/nouvelle", sent).status_code < 500
