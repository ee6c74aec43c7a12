"""What a journey starts from: the small country, its clock, and a browser for each person it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests import browser

if TYPE_CHECKING:
    from tests.journeys.scene import Country
    from tests.journeys.visitor import Visitor


@pytest.fixture
def country(site: str, settings: Any, tmp_path: Path) -> Iterator[Country]:
    """The small country of `scene`, on its first day."""
    # Here, and not above: tests/rules are collected where no framework is installed.
    from tests.journeys import scene

    settings.SEARCH_PATH = tmp_path
    with scene.at_the_beginning():
        yield scene.a_country()


@pytest.fixture
def arrive(
    site: str, new_context: Callable[..., Any], complaints: list[str], country: Country
) -> Iterator[Callable[..., Visitor]]:
    """A function `(keyboard=False, **context)`: somebody arrives with a browser of their own."""
    from tests.journeys.visitor import Keyboard, Visitor

    visitors: list[Visitor] = []

    def come(*, keyboard: bool = False, **options: Any) -> Visitor:
        context = new_context(**options)
        browser.listen(context, complaints)
        page = context.new_page()
        page.set_default_timeout(60_000)
        visitors.append((Keyboard if keyboard else Visitor)(page, site))
        return visitors[-1]

    yield come
    assert not complaints, "The browser complained:\n" + "\n".join(complaints)
