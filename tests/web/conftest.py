"""The moment of the pages' tests: the day of the scenes."""

from collections.abc import Iterator

import pytest
from tests import scenes
from tests.web import visiting


@pytest.fixture
def today() -> Iterator[None]:
    """The site's clock shows the moment of the scenes, unless a test moves it."""
    with visiting.at(scenes.AT):
        yield
