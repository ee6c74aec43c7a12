"""What questions are read with is made anew when something was loaded, and nobody waits for it."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from tests.catalogue.search.scenes import OFFERS, a_catalogue, an_offer
from tests.scenes import a_body

from acquis.catalogue import models as rows
from acquis.catalogue.search import known

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known, "_known", None)
    monkeypatch.setattr(known, "_looked", -known._LOOK_EVERY)


def test_an_offer_more_changes_what_is_suggested_and_not_what_is_read_with() -> None:
    a_catalogue()
    knowledge, suggester = known.knowledge(), known.suggester()
    assert known.suggester() is suggester
    an_offer(a_body(), 100, OFFERS[0])
    known.forget()
    assert known.suggester() is not suggester
    assert known.knowledge() is knowledge
    rows.JobTitle.objects.create(label="Abatteur de carrière", rome="F1402")
    known.forget()
    assert known.knowledge() is not knowledge


def test_the_others_go_on_with_the_old_while_one_makes_the_new(monkeypatch: pytest.MonkeyPatch) -> None:
    a_catalogue()
    old = known.suggester()
    known.forget()
    making, found = known._made, []

    def made(before: Any) -> Any:
        other = threading.Thread(target=lambda: found.append(known.suggester()), daemon=True)
        other.start()
        other.join(5)
        return making(before)

    monkeypatch.setattr(known, "_made", made)
    an_offer(a_body(), 100, OFFERS[0])
    assert known.suggester() is not old
    assert found == [old]
