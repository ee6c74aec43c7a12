"""Who may come in: each page of each audience, for everybody else."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import get_resolver
from tests import scenes
from tests.web.visiting import signed_in, words

from acquis.web.door import ROUTES, Audience

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

#: Reading the addresses is what fills `ROUTES`.
get_resolver().url_patterns  # noqa: B018
PRIVATE = [route for route in ROUTES if route.audience in (Audience.HOLDER, Audience.PROVIDER, Audience.STAFF)]


def address(pattern: str) -> str:
    """An address of the route, with an id that is nobody's."""
    given = {"int": lambda: "2024", "uuid": lambda: str(uuid4()), "slug": lambda: "accident"}
    return "/" + re.sub(r"<(\w+):\w+>", lambda found: given[found[1]](), pattern)


def test_there_are_private_pages_of_every_audience() -> None:
    assert {route.audience for route in PRIVATE} == {Audience.HOLDER, Audience.PROVIDER, Audience.STAFF}
    assert len(PRIVATE) > 40


@pytest.mark.parametrize("route", PRIVATE, ids=lambda route: route.name)
def test_who_is_not_signed_in_is_asked_to(route: object) -> None:
    for method in route.methods:  # type: ignore[attr-defined]
        answer = Client().generic(method, address(route.pattern))  # type: ignore[attr-defined]
        assert answer.status_code == 302
        assert answer["Location"].startswith("/connexion?next=")


def test_the_pages_of_one_audience_do_not_exist_for_another() -> None:
    body = scenes.a_body()
    clients = {
        Audience.HOLDER: signed_in(scenes.a_holder().actor),
        Audience.PROVIDER: signed_in(body.manager),
        Audience.STAFF: signed_in(scenes.STAFF),
    }
    for route in PRIVATE:
        for audience, client in clients.items():
            if audience is route.audience:
                continue
            for method in route.methods:
                assert client.generic(method, address(route.pattern)).status_code == 404, (route.name, audience)


def test_whoever_may_not_see_a_page_is_told_what_to_do_and_nothing_of_what_is_there() -> None:
    scene = scenes.requested()
    holder = signed_in(scene.holder.actor)
    others = holder.get(f"/agents/inscriptions/{scene.id}")
    said = words(others)
    assert others.status_code == 404
    assert "Cette page n’existe pas, ou ne vous est pas ouverte" in said
    assert "Vous êtes connecté comme : titulaire." in said
    assert "déconnectez-vous, puis choisissez dans la démonstration une personne qui a ce rôle" in said
    # What exists and what does not are answered alike, a tone of the page and its address apart.
    nowhere = words(holder.get(f"/agents/inscriptions/{uuid4()}"))
    assert said == nowhere == words(holder.get("/nulle-part"))
    finance = signed_in(scenes.FINANCE)
    assert "Vous êtes connecté comme : agent financier." in words(finance.get("/agents/demandes"))
    assert words(finance.get("/agents/demandes")) == words(finance.get("/nulle-part"))
    assert "Vous êtes connecté" not in words(Client().get("/nulle-part"))


def test_nothing_private_stays_in_a_cache() -> None:
    answer = signed_in(scenes.a_holder().actor).get("/mes-droits")
    assert "no-store" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]


def test_a_form_without_its_token_is_refused() -> None:
    scene = scenes.requested()
    client = signed_in(scene.holder.actor)
    client.handler.enforce_csrf_checks = True
    assert client.post(f"/mes-inscriptions/{scene.id}/abandonner").status_code == 403
    assert scene.now.state == "requested"
