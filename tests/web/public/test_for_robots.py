"""What search engines read: the parts of the site map hold every address once, and an offer is data on its page."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client
from lxml import etree
from tests.catalogue.search.scenes import OFFERS, a_catalogue

from acquis.catalogue.models import Training
from acquis.catalogue.search.index import rebuild_index
from acquis.web.public import for_robots

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainings(today: None, tmp_path: Any, settings: Any) -> dict[str, Any]:
    settings.SEARCH_PATH = tmp_path
    made = a_catalogue()
    rebuild_index()
    return made


def addresses(client: Client, path: str) -> list[str]:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/xml"
    return [each.text or "" for each in etree.fromstring(answer.content).iter("{*}loc")]


def test_every_training_is_in_one_part(
    client: Client, trainings: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(for_robots, "PER_PART", 4)
    parts = addresses(client, "/sitemap.xml")
    assert len(parts) == 2 + 3
    listed = [a for part in parts for a in addresses(client, "/" + part.split("/", 3)[3]) if "/formations/" in a]
    assert sorted(a.rsplit("/", 1)[1] for a in listed) == sorted(
        map(str, Training.objects.values_list("pk", flat=True))
    )
    assert any(a.endswith("/certifications/RNCP37537") for a in addresses(client, "/sitemap-certifications.xml"))


@pytest.mark.parametrize("name", ["formations-0", "formations-99", "formations-x", "rien", "formations", "pages-2"])
def test_a_part_that_is_not_there(client: Client, trainings: dict[str, Any], name: str) -> None:
    assert client.get(f"/sitemap-{name}.xml").status_code == 404


def test_an_invented_country_is_in_no_search_engine(client: Client, settings: Any) -> None:
    assert client.get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"
    settings.ACQUIS = settings.ACQUIS.model_copy(update={"demo": False})
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /mes-" in text
    assert text.rstrip().endswith("/sitemap.xml")


def test_an_offer_is_a_course(client: Client, trainings: dict[str, Any]) -> None:
    title = "CAP Boulanger, parcours adulte"
    html = client.get(f"/formations/{trainings[title]}").content.decode()
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    assert found
    told = json.loads(found[1])
    assert (told["@type"], told["name"]) == ("Course", title)
    assert told["offers"][0]["price"] == "3950.00"
    assert told["hasCourseInstance"][0]["startDate"] == "2027-01-12"
    assert told["educationalCredentialAwarded"]["identifier"] == "RNCP37537"


def test_what_is_typed_in_an_offer_cannot_end_its_data(client: Client, trainings: dict[str, Any]) -> None:
    training = trainings[OFFERS[0][0]]
    Training.objects.filter(pk=training).update(title="</script><script>alert(1)</script>&")
    html = client.get(f"/formations/{training}").content.decode()
    assert "<script>alert" not in html
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    assert found
    assert json.loads(found[1])["name"] == "</script><script>alert(1)</script>&"
