"""The pages of a certification, of a job and of a body: what is on sale, at what prices, and what is not there."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.catalogue.search.scenes import a_catalogue
from tests.moments import AT, TODAY
from tests.web.visiting import title, words

from acquis.catalogue import models as rows
from acquis.catalogue.queries import leading_to, market_of
from acquis.catalogue.search.index import rebuild_index
from acquis.providers.models import Provider
from acquis.web.public.price_chart import spread

pytestmark = pytest.mark.django_db


@pytest.fixture
def catalogue(today: None, tmp_path: Any, settings: Any) -> None:
    settings.SEARCH_PATH = tmp_path
    a_catalogue()
    for code, rome, label in (("RNCP37537", "D1102", "Boulangerie"), ("RNCP8940", "J1504", "Soins spécialisés")):
        rows.CertificationCode.objects.create(certification_id=code, scheme="rome", rank=0, code=rome, label=label)
    rebuild_index()


class TestCertification:
    def test_tells_its_bodies_and_its_prices(self, client: Client, catalogue: None) -> None:
        answer = client.get("/certifications/RNCP37537")
        said = words(answer)
        assert "Un organisme y prépare" in said
        # Three are on sale; that of last year is not.
        assert "3 offres en ce moment" in said
        assert "1 200,00 €" in said
        assert 'href="/metiers/D1102"' in answer.content.decode()

    def test_tells_what_became_of_people_when_its_fiche_does(self, client: Client, catalogue: None) -> None:
        assert "Que deviennent" not in words(client.get("/certifications/RNCP37537"))
        version = rows.Certification.objects.get(pk="RNCP37537").version
        content = {**version.content, "promotions": [{"year": 2024, "certified": 41, "any_job_6_months": 875}]}
        told = rows.CertificationVersion.objects.create(
            code=version.code, content_hash="told", content=content, as_of=TODAY, recorded_at=AT
        )
        rows.Certification.objects.filter(pk="RNCP37537").update(version=told)
        assert "Six mois après l’avoir obtenue en 2024, 87,5 % avaient un emploi." in words(
            client.get("/certifications/RNCP37537")
        )

    def test_what_became_of_people_is_told_on_its_offers_too(self, client: Client, catalogue: None) -> None:
        offer = rows.Training.objects.filter(certification_code="RNCP37537", state="published").first()
        assert offer is not None
        assert "#devenir" not in client.get(f"/formations/{offer.pk}").content.decode()
        promotions = [
            # The latest year says no rate: the one before is told.
            {"year": 2025, "certified": 38},
            {"year": 2024, "certified": 41, "any_job_6_months": 875, "own_job_6_months": 600},
        ]
        version = rows.Certification.objects.get(pk="RNCP37537").version
        told = rows.CertificationVersion.objects.create(
            code=version.code,
            content_hash="told",
            content={**version.content, "promotions": promotions},
            as_of=TODAY,
            recorded_at=AT,
        )
        rows.Certification.objects.filter(pk="RNCP37537").update(version=told)
        page = client.get(f"/formations/{offer.pk}")
        for answer in (page, client.get("/certifications/RNCP37537")):
            assert "Six mois après l’avoir obtenue en 2024, 87,5 % avaient un emploi. 60 % travaillaient" in words(
                answer
            )
        assert 'href="/certifications/RNCP37537#devenir"' in page.content.decode()

    def test_has_one_address(self, client: Client, catalogue: None) -> None:
        assert client.get("/certifications/rncp37537")["Location"] == "/certifications/RNCP37537"

    @pytest.mark.parametrize("code", ["RNCP1", "%00", "'", "x" * 500, "RNCP37537%20OR%201"])
    def test_that_nobody_knows_is_not_there(self, client: Client, catalogue: None, code: str) -> None:
        assert client.get(f"/certifications/{code}").status_code == (400 if "%00" in code else 404)

    def test_says_what_followed_it(self, client: Client, catalogue: None) -> None:
        old = rows.Certification.objects.get(pk="RNCP8940")
        rows.Continuity.objects.create(said_by=old, old="RNCP8940", new="RNCP37537")
        rows.Certification.objects.filter(pk="RNCP8940").update(active=False)
        answer = client.get("/certifications/RNCP8940")
        assert "Elle est remplacée par" in words(answer)
        assert 'href="/certifications/RNCP37537"' in answer.content.decode()
        assert "n’est plus ouverte aux inscriptions" in words(answer)
        assert "Elle remplace" in words(client.get("/certifications/RNCP37537"))

    def test_a_body_that_may_not_sell_is_left_out(self, catalogue: None) -> None:
        assert len(market_of("RNCP37537", on=TODAY).sellers) == 1
        Provider.objects.update(state="suspended")
        assert market_of("RNCP37537", on=TODAY) == type(market_of("x", on=TODAY))(sellers=(), prices_cents=())


class TestJob:
    def test_tells_what_leads_to_it(self, client: Client, catalogue: None) -> None:
        answer = client.get("/metiers/D1102")
        assert title(answer) == "Boulangerie"
        assert "Niveau 3 (CAP)" in words(answer)
        assert 'href="/certifications/RNCP37537"' in answer.content.decode()
        path = leading_to("D1102", on=TODAY)[0]
        assert (path.offers, path.lowest_cents) == (3, 120_000)

    def test_a_certification_that_ended_leads_nowhere(self, catalogue: None) -> None:
        rows.Certification.objects.filter(pk="RNCP37537").update(active=False)
        assert leading_to("D1102", on=TODAY) == []

    def test_has_our_own_name_where_no_register_names_it(self, client: Client, catalogue: None) -> None:
        answer = client.get("/metiers/D1105")
        assert answer.status_code == 200
        assert title(answer) == "Poissonnier / poissonnière"

    @pytest.mark.parametrize("code", ["Z9999", "D110", "%00", "D1102x", "D1999"])
    def test_that_nobody_knows_is_not_there(self, client: Client, catalogue: None, code: str) -> None:
        assert client.get(f"/metiers/{code}").status_code == (400 if "%00" in code else 404)


class TestBody:
    def test_tells_what_it_offers_and_where(self, client: Client, catalogue: None) -> None:
        body = Provider.objects.get()
        answer = client.get(f"/organismes/{body.id}")
        said = words(answer)
        assert "9 formations proposées en ce moment" in said
        assert "Grenoble" in said
        assert body.siret in said
        assert 'href="/certifications/RNCP31114"' in answer.content.decode()

    def test_one_that_may_not_sell_offers_nothing(self, client: Client, catalogue: None) -> None:
        body = Provider.objects.get()
        Provider.objects.update(state="suspended")
        rebuild_index()
        answer = client.get(f"/organismes/{body.id}")
        assert "ne propose pas de formation ici en ce moment" in words(answer)
        assert "suspen" not in words(answer)


class TestSpread:
    def test_every_price_is_in_one_band(self) -> None:
        prices = sorted([100_000, 120_000, 150_000, 155_000, 160_000, 200_000, 240_000, 9_000_000])
        found = spread(prices)
        assert found
        assert sum(band.count for band in found.bands) == len(prices)
        assert all(b.high_cents == c.low_cents for b, c in zip(found.bands, found.bands[1:], strict=False))
        assert (found.lower_cents, found.median_cents, found.upper_cents) == (120_000, 155_000, 200_000)

    def test_few_extremes_do_not_flatten_the_others(self) -> None:
        found = spread([*range(100_000, 200_000, 1_000), 90_000_000])
        assert found
        assert found.bands[-1].high_cents is None
        assert max(band.count for band in found.bands) < 40

    def test_one_price_spreads_nothing(self) -> None:
        assert spread([100]) is None
        same = spread([100_000, 100_000])
        assert same
        assert [band.count for band in same.bands] == [2]
