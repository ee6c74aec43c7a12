"""The clock of the demonstration, moved by its staff; elsewhere the page is not there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from tests import scenes
from tests.web.visiting import signed_in, title, words

from acquis.journal import demo_clock
from acquis.kit import clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demonstration() -> Iterator[None]:
    demo_clock.forget()
    clock.shift_by(demo_clock.offset)
    yield
    clock.shift_by(None)
    demo_clock.forget()


def test_a_week_later() -> None:
    before = clock.day_of(clock.now())
    client = signed_in(scenes.STAFF)
    answer = client.post("/agents/horloge", {"days": "7"})
    assert (answer.status_code, answer["Location"]) == (303, "/agents/horloge")
    demo_clock.forget()
    assert clock.day_of(clock.now()) == before + timedelta(days=7)
    assert "L’horloge a avancé" in words(client.get("/agents/horloge"))


def test_to_a_day_given() -> None:
    wanted = clock.day_of(clock.now()) + timedelta(days=20)
    signed_in(scenes.STAFF).post("/agents/horloge", {"to": wanted.isoformat()})
    demo_clock.forget()
    assert clock.day_of(clock.now()) == wanted


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"to": "demain"}, "Indiquez un jour à venir"),
        ({"to": "2020-01-01"}, "n’avance que vers un jour à venir"),
        ({"days": "0"}, "n’avance que vers un jour à venir"),
    ],
)
def test_what_is_no_later_day_is_said_beside_the_field(typed: dict[str, str], said: str) -> None:
    answer = signed_in(scenes.STAFF).post("/agents/horloge", typed)
    assert answer.status_code == 422
    assert said in words(answer)


def test_outside_the_demonstration_there_is_no_such_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings.ACQUIS, "demo", False)
    client = signed_in(scenes.STAFF)
    assert client.get("/agents/horloge").status_code == 404
    assert client.post("/agents/horloge", {"days": "7"}).status_code == 404


def test_the_day_is_the_title() -> None:
    assert title(signed_in(scenes.STAFF).get("/agents/horloge")).startswith("Nous sommes le ")


def test_a_fact_of_an_enrolment_says_which() -> None:
    scene = scenes.requested()
    said = words(signed_in(scenes.STAFF).get("/agents/horloge"))
    assert f"Demande envoyée dossier {scene.now.number}" in said
