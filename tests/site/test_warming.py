"""A server process makes the search ready by itself, and a search that fails keeps it from nothing."""

from __future__ import annotations

from typing import Any

import pytest

from acquis.catalogue.search import queries
from acquis.catalogue.search.columns import machine
from acquis.site import warming


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was asked of the search, on no database: the thread has a connection of its own."""
    found: list[str] = []
    monkeypatch.setattr(warming, "reading", _nothing)
    monkeypatch.setattr(queries, "search", lambda request, on: found.append(request.text))
    monkeypatch.setattr(queries, "suggest", lambda text: found.append(text))
    monkeypatch.setattr(machine, "make", lambda: found.append("the loops"))
    return found


class _nothing:
    def __enter__(self) -> None: ...
    def __exit__(self, *_: object) -> None: ...


def test_the_first_question_is_asked_before_anybody_does(asked: list[str]) -> None:
    warming.begin().join(60)
    assert asked == ["fo", "the loops", "formation"]


def test_a_search_that_fails_is_told_and_ends_there(
    asked: list[str], monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OSError("no index")

    monkeypatch.setattr(queries, "search", broken)
    warming.begin().join(60)
    assert "could not be made ready" in caplog.text
    assert asked == ["fo", "the loops"]
