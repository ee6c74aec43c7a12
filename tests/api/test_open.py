"""The open addresses: what they answer, how they limit, and that nonsense never breaks them."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.catalogue import scenes as offers
from tests.catalogue.search.scenes import a_catalogue
from tests.catalogue.test_doors import financed
from tests.examples import examples
from tests.moments import TODAY

from acquis.api.open.cursors import cursor_to
from acquis.catalogue.exports import queries as exports
from acquis.catalogue.exports.types import Export
from acquis.catalogue.models import Training
from acquis.catalogue.search.index import rebuild_index

pytestmark = pytest.mark.django_db
ROOT = "/api/open/v1"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Any, settings: Any) -> None:
    settings.SEARCH_PATH, settings.EXPORTS_PATH = tmp_path / "search", tmp_path / "exports"
    cache.clear()


@pytest.fixture
def trainings() -> dict[str, Any]:
    made = a_catalogue()
    rebuild_index()
    return made


class TestOffers:
    def test_pages_follow_each_other_and_lose_nothing(self, client: Client, trainings: dict[str, Any]) -> None:
        seen: list[str] = []
        address = f"{ROOT}/offers?per_page=2"
        while address:
            answer = client.get(address).json()
            seen += [offer["title"] for offer in answer["offers"]]
            address = f"{ROOT}/offers?per_page=2&cursor={answer['next']}" if answer["next"] else ""
        assert len(seen) == len(set(seen)) == answer["total"] == len(trainings) - 1

    def test_a_cursor_that_is_none_is_named(self, client: Client) -> None:
        answer = client.get(f"{ROOT}/offers?cursor=lune")
        assert answer.status_code == 422
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["errors"][0]["field"] == "cursor"

    def test_a_radius_nobody_offers_is_named(self, client: Client) -> None:
        answer = client.get(f"{ROOT}/offers?radius_km=7")
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "radius_km")

    @pytest.mark.parametrize(
        ("least", "most"),
        [
            ("min_price_cents=2", "max_price_cents=1"),
            ("min_hours=2", "max_hours=1"),
            ("starts_from=2027-01-02", "starts_until=2027-01-01"),
        ],
    )
    def test_limits_that_cross_are_named(
        self, client: Client, trainings: dict[str, Any], least: str, most: str
    ) -> None:
        answer = client.get(f"{ROOT}/offers?{most}&{least}")
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, most.split("=")[0])
        assert client.get(f"{ROOT}/offers?{most}").status_code == 200

    def test_one_training_tells_its_ways(self, client: Client, trainings: dict[str, Any]) -> None:
        answer = client.get(f"{ROOT}/offers/{trainings['CAP Boulanger le week-end']}").json()
        assert answer["provider"]["siret"]
        assert [(way["price_cents"], way["modality"]) for way in answer["ways"]] == [(420_000, "mixed")]

    def test_what_is_not_on_sale_is_not_there(self, client: Client, trainings: dict[str, Any]) -> None:
        Training.objects.update(state="withdrawn")
        answer = client.get(f"{ROOT}/offers/{trainings['CAP Boulanger le week-end']}")
        assert (answer.status_code, answer.json()["title"]) == (404, "There is nothing here")

    def test_what_a_region_pays_for_is_listed_and_told(self, client: Client) -> None:
        body = offers.provider()
        offers.bring(financed("2"), body)
        rebuild_index()
        (found,) = client.get(f"{ROOT}/offers?funding=region").json()["offers"]
        assert (found["action_kind"], found["certification_code"]) == (None, "")
        told = client.get(f"{ROOT}/offers/{found['training_id']}").json()
        assert told["ways"][0]["funders"] == [
            {"funding": "region", "body": "Conseil régional", "pay": "allowance", "how": "Passez par votre conseiller"}
        ]


class TestSuggest:
    def test_tells_what_somebody_may_be_about_to_type(self, client: Client, trainings: dict[str, Any]) -> None:
        answer = client.get(f"{ROOT}/suggest?q=boulan").json()
        assert any("oulanger" in each["label"] for each in answer)
        assert client.get(f"{ROOT}/suggest").status_code == 422


class TestCertifications:
    def test_are_listed_by_code_in_pages(self, client: Client, trainings: dict[str, Any]) -> None:
        first = client.get(f"{ROOT}/certifications?registry=RNCP&limit=2").json()
        assert [c["code"] for c in first["certifications"]] == ["RNCP31114", "RNCP35551"]
        second = client.get(f"{ROOT}/certifications?registry=RNCP&limit=2&cursor={first['next']}").json()
        assert second["certifications"][0]["code"] == "RNCP37278"

    def test_one_is_found_whatever_the_letters(self, client: Client, trainings: dict[str, Any]) -> None:
        assert client.get(f"{ROOT}/certifications/rncp37537").json()["code"] == "RNCP37537"
        assert client.get(f"{ROOT}/certifications/RNCP1").status_code == 404

    @pytest.mark.parametrize("place", ["\0", "lune", "RNCP1\0", "2", "RNCP" + "9" * 30])
    def test_a_cursor_of_no_code_is_named(self, client: Client, place: str) -> None:
        answer = client.get(f"{ROOT}/certifications?cursor={cursor_to(place)}")
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "cursor")

    def test_a_zero_byte_in_an_address_is_turned_away(self, client: Client) -> None:
        assert client.get(f"{ROOT}/certifications/%00").status_code == 400


class TestHowItAnswers:
    def test_who_asks_again_is_told_that_nothing_changed(self, client: Client, trainings: dict[str, Any]) -> None:
        first = client.get(f"{ROOT}/offers?q=boulanger")
        again = client.get(f"{ROOT}/offers?q=boulanger", headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        Training.objects.update(state="withdrawn")
        rebuild_index()
        assert client.get(f"{ROOT}/offers?q=boulanger", headers={"If-None-Match": first["ETag"]}).status_code == 200

    def test_the_quota_is_told_and_kept(self, client: Client, settings: Any) -> None:
        settings.ACQUIS = settings.ACQUIS.model_copy(update={"open_api_per_minute": 2})
        # Two clocks' minutes may meet here; one of two tries in a row lies in one minute.
        for _ in range(2):
            answers = [client.get(f"{ROOT}/certifications") for _ in range(3)]
            if [a.status_code for a in answers] == [200, 200, 429]:
                break
            cache.clear()
        assert answers[0]["RateLimit"].startswith('"open";r=1;t=')
        assert answers[0]["RateLimit-Policy"] == '"open";q=2;w=60'
        assert answers[2].status_code == 429
        assert int(answers[2]["Retry-After"]) >= 1
        assert answers[2].json()["title"] == "Too many questions"

    @pytest.mark.parametrize(
        "address", ["/offers?placee=Lyon", "/suggest?q=bou&limite=2", "/certifications?level=3&niveau=3", "/exports?x="]
    )
    def test_a_parameter_that_is_not_described_is_named(
        self, client: Client, trainings: dict[str, Any], address: str
    ) -> None:
        answer = client.get(f"{ROOT}{address}")
        assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
        (error,) = answer.json()["errors"]
        assert error["field"] == address.replace("?", "&").split("&")[-1].split("=")[0]
        assert error["detail"].startswith("not a parameter of this address")

    @pytest.mark.parametrize("asked", ["place=Pluton", "place=99999", "insee=99999", "place=Lyon&insee=75056"])
    def test_a_place_that_is_none_is_named(self, client: Client, trainings: dict[str, Any], asked: str) -> None:
        answer = client.get(f"{ROOT}/offers?{asked}")
        assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
        assert answer.json()["errors"][0]["field"] == asked.split("&")[-1].split("=")[0]

    def test_a_place_that_is_known_is_answered(self, client: Client, trainings: dict[str, Any]) -> None:
        for asked in ("place=Lyon", "place=Lyon&insee=69123", "insee=69123"):
            assert client.get(f"{ROOT}/offers?{asked}").json()["town"] == "Lyon", asked

    @pytest.mark.parametrize(
        ("address", "status"),
        [("/offers/zzz", 404), ("/nothing", 404), ("/offers/", 404), ("/certifications/%00", 400)],
    )
    def test_what_is_wrong_is_told_to_machines_as_machines_read(
        self, client: Client, address: str, status: int
    ) -> None:
        answer = client.get(f"{ROOT}{address}")
        assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
        assert answer.json()["status"] == status
        assert answer.json()["title"]

    def test_is_read_only(self, client: Client, trainings: dict[str, Any]) -> None:
        answer = client.post(f"{ROOT}/offers", {})
        assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")
        assert answer["Allow"] == "GET, HEAD"
        head = client.head(f"{ROOT}/offers?q=boulanger")
        assert (head.status_code, head.content) == (200, b"")
        assert head["ETag"] == client.get(f"{ROOT}/offers?q=boulanger")["ETag"]

    def test_what_breaks_is_a_problem_too(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken(*args: Any, **kwargs: Any) -> None:
            raise RuntimeError("a bug")

        monkeypatch.setattr("acquis.api.open.offers.search", broken)
        client.raise_request_exception = False
        answer = client.get(f"{ROOT}/offers")
        assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
        assert "bug" not in answer.content.decode()

    def test_describes_what_may_go_wrong(self, client: Client) -> None:
        described = client.get(f"{ROOT}/openapi.json").json()
        responses = described["paths"][f"{ROOT}/offers"]["get"]["responses"]
        assert set(responses) == {"200", "400", "405", "422", "429", "500"}
        assert "404" in described["paths"][f"{ROOT}/offers/{{training_id}}"]["get"]["responses"]
        told = described["components"]["responses"]["422"]["content"]["application/problem+json"]["schema"]
        assert told["$ref"].rpartition("/")[2] in described["components"]["schemas"]

    def test_describes_every_address(self, client: Client) -> None:
        described = client.get(f"{ROOT}/openapi.json").json()
        assert {f"{ROOT}/offers", f"{ROOT}/offers/{{training_id}}", f"{ROOT}/certifications"} <= set(described["paths"])


class TestExports:
    def test_files_are_listed_and_taken(self, client: Client, trainings: dict[str, Any]) -> None:
        assert client.get(f"{ROOT}/exports").json() == []
        assert client.get(f"{ROOT}/exports/{Export.COLUMNS}").status_code == 404
        exports.make(Export.COLUMNS, on=TODAY)
        listed = client.get(f"{ROOT}/exports").json()
        taken = client.get(listed[0]["address"])
        content = b"".join(taken.streaming_content)  # type: ignore[attr-defined]
        assert len(content) == listed[0]["size"]
        again = client.get(listed[0]["address"], headers={"If-Modified-Since": taken["Last-Modified"]})
        assert again.status_code == 304

    def test_an_interrupted_making_leaves_the_former_file(self, trainings: dict[str, Any]) -> None:
        exports.make(Export.LHEO, on=TODAY)
        path = exports.made(Export.LHEO)
        assert path is not None
        before = path.read_bytes()

        def stop(_done: int) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            exports.make(Export.LHEO, on=TODAY, told=stop)
        assert path.read_bytes() == before
        assert [each.name for each in path.parent.iterdir()] == [path.name]


FIELDS = [
    "q", "place", "insee", "radius_km", "registry", "level", "modality", "domain", "region", "rhythm", "funding",
    "language", "kind", "accessible", "min_price_cents", "max_hours", "starts_from", "provider_id", "certification",
    "plain", "sort", "per_page", "cursor",
]  # fmt: skip


@settings(max_examples=examples(25), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=60) | st.integers().map(str), max_size=4))
def test_nonsense_is_answered_or_named(client: Client, asked: dict[str, str]) -> None:
    answer = client.get(f"{ROOT}/offers", asked)
    assert answer.status_code in (200, 400, 422), answer.content[:500]
    if answer.status_code == 422:
        assert {each["field"] for each in answer.json()["errors"]} <= set(asked)
