"""Whatever one types into the addresses of the search and its pages: a clear page or a 4xx, never a 5xx."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from tests.catalogue.search.scenes import a_catalogue
from tests.moments import AT
from tests.web import visiting

from acquis.catalogue.models import Training
from acquis.catalogue.search.index import rebuild_index
from acquis.web.public.search_form import FIELDS

pytestmark = pytest.mark.django_db

#: What somebody may type, paste or send: words, operators, numbers out of range, bytes, and much of it.
TYPED = some.one_of(
    some.text(max_size=60),
    some.sampled_from(
        [
            *(
                "",
                " ",
                "\x00",
                "\ud800",
                "'",
                '"',
                "--",
                "/*",
                "*",
                "(a OR b) AND NOT c",
                "a:b^2~",
                "[* TO *]",
                "%",
                "%00",
            ),
            *("-1", "0", "1e400", "NaN", "9" * 40, "10000", "²", "٣", "0001-01-01", "9999-12-31", "2026-02-30"),
            *("x" * 3000, "boulanger " * 300, "\u202e", "🥖", "<script>", "{{7*7}}", "../../etc/passwd", "RNCP37537"),
            *("presence", "distance", "3", "215", "84", "1500", "Lyon", "69003", "week-end", "prix", "orthographe"),
        ]
    ),
)
QUESTIONS = some.lists(some.tuples(some.sampled_from([*FIELDS, "autre"]), TYPED), max_size=8)


@pytest.fixture
def catalogue(tmp_path: Any, settings: Any) -> Any:
    settings.SEARCH_PATH = tmp_path
    with visiting.at(AT):
        made = a_catalogue()
        rebuild_index()
        yield made


def ask(client: Client, path: str, question: list[tuple[str, str]], **headers: str) -> int:
    query = urlencode(question, errors="surrogatepass")
    return client.get(f"{path}?{query}", headers=headers).status_code


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=QUESTIONS)
def test_nothing_in_an_address_breaks_a_page(client: Client, catalogue: dict[str, Any], question: Any) -> None:
    for path in ("/formations", "/comparer", f"/formations/{next(iter(catalogue.values()))}"):
        assert ask(client, path, question) < 500, (path, question)
    assert ask(client, "/formations", question, **{"HX-Request": "true"}) in (200, 400), question


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=TYPED)
def test_nothing_in_a_path_breaks_a_page(client: Client, catalogue: dict[str, Any], typed: str) -> None:
    body = Training.objects.values_list("provider_id", flat=True)[0]
    for path in ("/certifications/RNCP37537", f"/organismes/{body}", "/"):
        assert ask(client, path, [("page", typed), ("q", typed)]) < 500, (path, typed)
    part = urlencode({"": typed}, errors="surrogatepass")[1:]
    for place in ("certifications", "metiers", "organismes", "formations"):
        assert client.get(f"/{place}/{part}").status_code < 500, (place, typed)
    assert client.get(f"/sitemap-{part}.xml").status_code < 500


@pytest.mark.parametrize("page", ["10000", "0", "-1", "abc", "9" * 30])
def test_a_page_far_away_is_the_last(client: Client, catalogue: dict[str, Any], page: str) -> None:
    answer = client.get(f"/formations?page={page}")
    assert answer.status_code == 200
    assert "formations" in visiting.title(answer)
