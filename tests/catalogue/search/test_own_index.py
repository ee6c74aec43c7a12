"""No test meets the index of another."""

from __future__ import annotations

import pytest
from tests.catalogue.search.scenes import OFFERS, a_catalogue
from tests.moments import TODAY

from acquis.catalogue.search import index
from acquis.catalogue.search.queries import search
from acquis.catalogue.search.types import SearchRequest


@pytest.mark.django_db
@pytest.mark.parametrize("time", ["first", "second"])
def test_the_index_is_absent_until_this_test_searches(time: str) -> None:
    assert index.store().snapshot() is None
    a_catalogue()
    assert search(SearchRequest(), on=TODAY).total == len(OFFERS)
