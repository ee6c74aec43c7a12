"""The results page: every criterion in its address, counts that hold, and a way out of every dead end."""

from __future__ import annotations

import gzip
import html
import re
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import QueryDict
from django.test import Client
from tests import weight
from tests.accounts.scenes import AGENT, PDF
from tests.catalogue import scenes
from tests.catalogue.search.scenes import a_catalogue
from tests.catalogue.test_doors import financed
from tests.moments import AT, TODAY
from tests.scenes import SYSTEM, a_holder
from tests.web.visiting import signed_in, title, words

from acquis.accounts.actions import (
    decide_disability_proof,
    declare_low_qualification,
    set_situation,
    submit_disability_proof,
)
from acquis.accounts.types import ProofKind
from acquis.accounts.types import Situation as Told
from acquis.catalogue import queries as catalogue
from acquis.catalogue.models import CertificationCode, Session, TrainingAction
from acquis.catalogue.search.index import rebuild_index
from acquis.catalogue.search.types import Count, Facet, Meant, Reading, SearchResult, Understood
from acquis.catalogue.types import Funding, Rhythm
from acquis.web.public import result_map, search_chips, search_facets, search_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainings(today: None, tmp_path: Any, settings: Any) -> dict[str, Any]:
    settings.SEARCH_PATH = tmp_path
    made = a_catalogue()
    rebuild_index()
    return made


def read(text: str) -> search_form.SearchForm:
    return search_form.read(QueryDict(text))


class TestMap:
    @pytest.mark.parametrize(
        "asked", ["", "?lieu=Lyon&rayon=100", "?modalite=presence&modalite=distance", "?q=anglais"]
    )
    def test_a_town_counts_what_its_link_finds(self, client: Client, trainings: dict[str, Any], asked: str) -> None:
        """Nothing remote, nothing of the next town, and a city with its arrondissements."""
        page = client.get(f"/formations{asked}").content.decode()
        rows = re.findall(
            r'<th scope="row"><a class="ds-link" href="([^"]+)">([^<]+)</a></th><td class="num">(\d+)<', page
        )
        assert rows
        for href, name, count in rows:
            found = client.get(html.unescape(href))
            assert title(found).startswith(f"{count} formation"), (name, title(found))
            assert f"dans la commune de {name}" in words(found)
        if not asked:
            # One says « Lyon », the other its first arrondissement; Villeurbanne is next door.
            assert {"Lyon": "2", "Lyon 1er": "1", "Villeurbanne": "1"}.items() <= {
                name: count for _, name, count in rows
            }.items(), rows

    def test_names_never_lie_on_each_other(self, trainings: dict[str, Any]) -> None:
        """Overseas the towns are close and their names long."""
        most: list[int] = []
        for lat, lon in ((16.25, -61.55), (14.65, -61.0), (-21.1, 55.5), (-12.8, 45.15), (4.9, -52.3), (48.85, 2.35)):
            for km in (12, 25, 60):
                told = result_map._drawing(result_map._around_point(lat, lon, km), (), None, None).labels
                most.append(len(told))
                for rank, label in enumerate(told):
                    left, right = label.span
                    assert left >= 0
                    assert right <= result_map.WIDTH + 12
                    for other in told[:rank]:
                        begin, end = other.span
                        assert abs(label.y - other.y) >= 20 or right <= begin or end <= left, (label, other)
        assert max(most) == 7


class TestAddress:
    def test_has_every_criterion(self) -> None:
        asked = read(
            "q=pain&domaine=215&domaine=abc&region=84&rythme=week-end&financement=region&handicap=1&droits=1"
            "&prix-min=100&prix=1500,50&duree=70&debut=2027-01-01&fin=2027-02-01&pas=niveau"
        ).request
        assert (asked.domains, asked.regions) == ({"215"}, {"84"})
        assert (asked.rhythms, asked.fundings) == ({Rhythm.WEEKENDS}, {Funding.REGION})
        assert asked.accessible
        assert asked.within_budget
        assert (asked.min_price_cents, asked.max_price_cents, asked.max_hours) == (10_000, 150_050, 70)
        assert (asked.starts_from, asked.starts_until) == (date(2027, 1, 1), date(2027, 2, 1))
        assert asked.unread == {Reading.LEVEL}

    def test_is_short_and_the_same_whatever_the_order(self) -> None:
        one, other = read("lieu=Lyon&q=pain&rayon=30&prix="), read("q=pain&rayon=30&lieu=Lyon&page=1")
        assert one.address() == other.address() == "/formations?q=pain&lieu=Lyon"

    def test_is_shared_without_what_one_compared(self) -> None:
        form = read("q=pain&o=00000000-0000-0000-0000-000000000001")
        assert form.shared == "/formations?q=pain"
        assert len(form.compared) == 1

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ("prix=cher", "prix"),
            ("prix-min=x", "prix-min"),
            ("prix=10&prix-min=20", "prix"),
            ("duree=longue", "duree"),
            ("duree=10&duree-min=20", "duree"),
            ("debut=demain", "debut"),
            ("debut=2027-02-01&fin=2027-01-01", "fin"),
        ],
    )
    def test_tells_the_field_it_cannot_read(self, typed: str, field: str) -> None:
        assert set(read(typed).errors) == {field}

    def test_keeps_four_to_compare(self) -> None:
        typed = "&".join(f"o=00000000-0000-0000-0000-00000000000{n}" for n in (1, 1, 2, 3, 4, 5))
        assert [str(i)[-1] for i in read(typed + "&o=nonsense").compared] == ["1", "2", "3", "4"]


class TestFacets:
    def test_bounds_count_all_that_lies_below_them(self) -> None:
        counts = (Count(value="0-50000", count=3), Count(value="100001-150000", count=4))
        found = SearchResult(facets={Facet.PRICE: counts})
        group = next(g for g in search_facets.groups(read("q=pain"), found, on=TODAY) if g.name == "prix")
        assert [(box.value, box.count) for box in group.boxes] == [("500", 3), ("1500", 7)]
        assert group.boxes[0].href == "/formations?q=pain&prix=500"

    def test_starts_are_counted_band_by_band(self, client: Client, trainings: dict[str, Any]) -> None:
        """An offer of several dates is in several bands: their counts are not added, and each link finds its own."""
        action = Session.objects.get(action__training__title="CAP Boulanger, parcours adulte").action
        Session.objects.create(action=action, number="S2", starts_on=date(2027, 3, 8), content_hash="S2", changed_at=AT)
        rebuild_index()
        html = client.get("/formations?q=boulanger").content.decode()
        links = re.findall(r'href="(/formations[^"]*debut=[^"]*)"[^>]*hx-get.*?</span>(\d+)</span>', html)
        assert len(links) > 1
        for href, count in links:
            told = title(client.get(href.replace("&amp;", "&")))
            assert re.match(rf"{count} formations?\b", told), (href, count, told)

    def test_a_bound_that_was_chosen_can_be_taken_away(self) -> None:
        found = SearchResult(facets={Facet.HOURS: (Count(value="15-35", count=2),)})
        group = next(
            g for g in search_facets.groups(read("duree=35&duree-min=7"), found, on=TODAY) if g.name == "duree"
        )
        assert [(box.checked, box.href) for box in group.boxes] == [(True, "/formations")]

    def test_a_value_that_was_chosen_stays_when_nothing_has_it(self) -> None:
        group = next(g for g in search_facets.groups(read("rythme=week-end"), SearchResult(), on=TODAY))
        assert [(box.value, box.count, box.checked) for box in group.boxes] == [("week-end", 0, True)]

    def test_many_values_wait_in_a_fold_the_chosen_first(self) -> None:
        codes = ["11", "24", "27", "28", "32", "44", "52", "53", "75", "84"]
        counts = tuple(Count(value=code, count=n + 1) for n, code in enumerate(codes))
        found = SearchResult(facets={Facet.REGION: counts})
        group = next(g for g in search_facets.groups(read("region=11"), found, on=TODAY) if g.name == "region")
        assert [box.value for box in group.boxes] == ["11", "84", "75", "53", "52", "44"]
        assert len(group.more) == 4


class TestUnderstanding:
    def test_what_was_read_in_the_words_can_be_taken_away(self) -> None:
        meant = Meant(reading=Reading.HOURS, words="courte", value="35", label="35 h au plus")
        found = SearchResult(understood=Understood(words=("anglais",), meant=(meant,)))
        told = search_chips.chips(read("q=anglais+courte"), found, names={})
        assert [chip.words for chip in told] == ["anglais", "35 h au plus"]
        assert told[1].meant
        assert told[1].without == "/formations?q=anglais+courte&pas=duree"

    def test_a_job_is_told_once(self, client: Client, trainings: dict[str, Any]) -> None:
        html = client.get("/formations?q=boulanger").content.decode()
        told = html.partition('id="chips-title"')[2].partition("</div>")[0]
        assert told.count("<li>") == 1
        assert "Boulanger / boulang" in told

    def test_what_is_not_done_is_said(self, client: Client, trainings: dict[str, Any]) -> None:
        assert "Nous ne savons pas chercher « le soir »" in words(client.get("/formations?q=anglais+le+soir"))
        free = client.get("/formations?q=anglais+gratuit")
        assert "Aucune formation avec le critère « gratuit » : il est laissé de côté." in words(free)
        assert "/connexion?next=%2Fformations%3Fq%3Danglais%2Bgratuit" in free.content.decode()

    def test_a_text_that_is_cut_is_said(self, client: Client, trainings: dict[str, Any]) -> None:
        said = "seul son début a été lu"
        assert said in words(client.get("/formations?lieu=&q=" + "boulanger+" * 30, follow=True))
        assert said not in words(client.get("/formations?q=" + "a" * 200))

    def test_a_town_is_left_out(self, client: Client, trainings: dict[str, Any]) -> None:
        there, without = (words(client.get(f"/formations?q={q}")) for q in ("boulanger", "boulanger+sauf+villeurbanne"))
        assert "CAP Boulanger le week-end" in there
        assert "CAP Boulanger le week-end" not in without
        assert "CAP Boulanger, parcours adulte" in without
        assert "sauf Villeurbanne" in without

    def test_a_town_among_the_words_leads_to_what_is_remote_too(
        self, client: Client, trainings: dict[str, Any]
    ) -> None:
        answer = client.get("/formations?q=anglais+lyon")
        assert "1 autre formation se suit à distance. Les voir aussi" in words(answer)
        assert "sur place, pas à distance" in words(answer)
        assert "se suit à distance" not in words(client.get("/formations?q=anglais+lyon&pas=modalite"))

    def test_a_correction_can_be_refused(self, client: Client, trainings: dict[str, Any]) -> None:
        answer = client.get("/formations?q=boulenger")
        assert "Nous avons cherché « boulanger » au lieu de « boulenger »" in words(answer)
        assert "pas=orthographe" in answer.content.decode()


class TestNoDeadEnd:
    def ways(self, answer: Any) -> list[tuple[str, int]]:
        part = answer.content.decode().partition('<ul class="ways-out">')[2].partition("</ul>")[0]
        found = re.findall(r'href="([^"]+)".*?class="count">([^<]+)<', part, re.S)
        return [(href.replace("&amp;", "&"), int(re.sub(r"\D", "", count))) for href, count in found]

    @pytest.mark.parametrize(
        ("address", "offered"),
        [
            # Nobody teaches it: the place is kept, the word goes.
            ("/formations?q=xylophoniste&lieu=Lyon", "lieu=Lyon"),
            # Too far for the radius: a wider one.
            ("/formations?q=boulanger&lieu=Grenoble&rayon=5", "rayon=100"),
            # One criterion too many: without it.
            ("/formations?q=boulanger&niveau=8", "q=boulanger"),
            ("/formations?q=anglais&modalite=presence&lieu=Brest&rayon=5", "modalite=distance"),
            # A town among the words: what is remote is offered beside it, never instead of it.
            ("/formations?q=anglais+brest", "modalite=distance"),
        ],
    )
    def test_offers_what_is_near_and_counts_it(
        self, client: Client, trainings: dict[str, Any], address: str, offered: str
    ) -> None:
        answer = client.get(address)
        assert title(answer).startswith("Aucune formation")
        found = self.ways(answer)
        assert any(offered in href for href, _count in found), found
        for href, count in found:
            there = title(client.get(href))
            assert re.match(rf"{count} formations?\b", there.replace("\u00a0", " ")), (href, count, there)

    def test_a_neighbour_domain_is_offered(self, client: Client, trainings: dict[str, Any]) -> None:
        """Of a test, of a job or of a field: where the others of its domain are."""
        CertificationCode.objects.create(certification_id="RS6151", scheme="formacode", rank=0, code="15234")
        rebuild_index()
        for asked in ("test+linguaskill", "professeur+d+espagnol"):
            answer = client.get(f"/formations?q={asked}&rythme=semaine")
            assert title(answer).startswith("Aucune formation"), asked
            assert ("/formations?domaine=152", 2) in self.ways(answer), asked

    def test_words_go_alone(self) -> None:
        found = SearchResult(
            understood=Understood(
                words=("toeic", "zzz"), meant=(Meant(Reading.CERTIFICATION, "toeic", "toeic", "TOEIC"),)
            )
        )
        told = search_chips.chips(read("q=toeic+zzz"), found, names={})
        assert told[0] == search_chips.Chip("zzz", "/formations?q=toeic")

    def test_one_trade_named_twice_is_one_criterion(self) -> None:
        twice = tuple(Meant(Reading.DOMAIN, words, "H2913", "Soudage") for words in ("soudure", "TIG"))
        found = SearchResult(understood=Understood(words=("soudure", "TIG"), meant=twice))
        assert len(search_chips.chips(read("q=soudure+TIG"), found, names={})) == 1

    def test_the_nearest_word_is_offered(self, client: Client, trainings: dict[str, Any]) -> None:
        answer = client.get("/formations?q=bullandier")
        assert title(answer).startswith("Aucune formation")
        assert "Peut-être : « boulanger »" in words(answer)

    def test_offers_nothing_when_there_is_something(self, client: Client, trainings: dict[str, Any]) -> None:
        assert self.ways(client.get("/formations?q=boulanger")) == []


class TestPage:
    def test_says_where_one_looked(self, client: Client, trainings: dict[str, Any]) -> None:
        named = words(client.get("/formations?q=anglais+marseille+en+présence"))
        assert "à 30 km au plus de Marseille, et à distance" in words(
            client.get("/formations?q=anglais&lieu=Marseille")
        )
        assert "et à distance" not in named

    def test_a_form_without_script_ends_at_the_short_address(self, client: Client, trainings: dict[str, Any]) -> None:
        answer = client.get("/formations?q=anglais&lieu=&rayon=30&prix=&debut=&tri=prix")
        assert answer.status_code == 303
        assert answer["Location"] == "/formations?q=anglais&tri=prix"

    def test_a_part_of_it_tells_its_address(self, client: Client, trainings: dict[str, Any]) -> None:
        answer = client.get("/formations?q=anglais&lieu=&rayon=30", headers={"HX-Request": "true"})
        assert answer["HX-Push-Url"] == "/formations?q=anglais"

    def test_a_page_that_is_not_there_is_told(self, client: Client, trainings: dict[str, Any]) -> None:
        assert "La page 10000 n’existe pas : voici la dernière" in words(client.get("/formations?page=10000"))

    def test_a_holder_may_keep_what_their_rights_pay(self, trainings: dict[str, Any]) -> None:
        client = signed_in(a_holder(rights_cents=150_000).actor)
        answer = client.get("/formations")
        assert "Payée par mes droits" in words(answer)
        assert "Vous avez 1 500 € de droits." in words(answer)
        assert 'name="droits"' in answer.content.decode()

    def test_free_is_what_rights_pay_for_a_holder(self, trainings: dict[str, Any]) -> None:
        client = signed_in(a_holder(rights_cents=150_000).actor)
        answer = client.get("/formations?q=anglais+gratuit")
        assert "payée par mes droits" in words(answer)
        assert title(answer).startswith("2 formations")

    def test_what_welcomes_disabled_people_is_told_to_those_who_are(self, trainings: dict[str, Any]) -> None:
        holder = a_holder(rights_cents=150_000).actor
        TrainingAction.objects.filter(training_id=trainings["Anglais professionnel"]).update(accessible=True)
        rebuild_index()
        why = "Elle accueille les personnes handicapées, et votre handicap est reconnu."
        assert why not in words(signed_in(holder).get("/formations?q=anglais"))
        filed = submit_disability_proof(
            account_id=holder.account_id, kind=ProofKind.RQTH, valid_from=date(2024, 9, 1), valid_until=None,
            content=PDF, by=holder, at=AT,
        )  # fmt: skip
        decide_disability_proof(proof_id=filed, accepted=True, reason="", by=AGENT, at=AT)
        assert words(signed_in(holder).get("/formations?q=anglais")).count(why) == 1

    def test_who_seeks_a_job_or_has_no_diploma_sees_what_suits_them_first(self, trainings: dict[str, Any]) -> None:
        holder = a_holder(rights_cents=150_000).actor
        before = words(signed_in(holder).get("/formations?q=boulanger"))
        first = "Elle mène à un niveau CAP ou bac, et vous n’avez pas de diplôme."
        assert first not in before
        declare_low_qualification(account_id=holder.account_id, by=holder, at=AT)
        assert first in words(signed_in(holder).get("/formations?q=boulanger"))
        paid = "La région ou France Travail peut la payer : vous cherchez un emploi."
        scenes.bring(financed("2"), scenes.provider())
        rebuild_index()
        assert paid not in words(signed_in(holder).get("/formations?q=boulanger&financement=region"))
        set_situation(account_id=holder.account_id, situation=Told(jobseeker_since=date(2026, 1, 1)), by=SYSTEM, at=AT)
        assert paid in words(signed_in(holder).get("/formations?q=boulanger&financement=region"))
        # Asked by date or by price, that does not order, and is not told.
        for asked in ("/formations?financement=region", "/formations?q=boulanger&financement=region&tri=prix"):
            assert paid not in words(signed_in(holder).get(asked))

    def test_a_page_is_light_and_compressed_for_who_is_not_signed_in(
        self, client: Client, trainings: dict[str, Any]
    ) -> None:
        answer = client.get("/formations", headers={"accept-encoding": "gzip"})
        assert answer["content-encoding"] == "gzip"
        assert "Accept-Encoding" in answer["vary"]
        content = gzip.decompress(answer.content)
        assert len(answer.content) < len(content) / 3
        assert weight.of_page(content, compressed=True) < weight.MOST
        # What is known of somebody is not told by the size of an answer.
        holder = signed_in(a_holder(rights_cents=150_000).actor)
        assert not holder.get("/formations", headers={"accept-encoding": "gzip"}).has_header("content-encoding")

    def test_nobody_in_particular_is_told_how(self, client: Client, trainings: dict[str, Any]) -> None:
        assert "Connecté, vous voyez ce que paient vos droits" in words(client.get("/formations"))

    def test_what_was_ticked_is_kept_from_page_to_page(self, client: Client, trainings: dict[str, Any]) -> None:
        html = client.get("/formations?q=boulanger").content.decode()
        chosen = re.findall(r'name="o" value="([0-9a-f-]{36})"', html)[:2]
        answer = client.get("/formations?q=anglais&" + "&".join(f"o={i}" for i in chosen))
        text = answer.content.decode()
        assert "Comparer ces 2 formations" in words(answer)
        for session in chosen:
            assert f'<input type="hidden" name="o" value="{session}">' in text
        link = re.search(r'href="(/comparer[^"]+)"', text)
        assert link
        assert parse_qs(urlsplit(link[1].replace("&amp;", "&")).query)["o"] == chosen


def test_what_a_region_alone_pays_for_has_no_price_and_says_how_to_ask(
    client: Client, today: None, tmp_path: Any, settings: Any
) -> None:
    settings.SEARCH_PATH = tmp_path
    body = scenes.provider()
    scenes.bring(financed("2"), body)
    rebuild_index()
    found = words(client.get("/formations?q=boulanger&financement=region"))
    assert "Payée par un financeur" in found
    assert "0,00" not in found
    (training,) = catalogue.trainings_of(body)
    page = words(client.get(f"/formations/{training.id}"))
    assert "Qui la paie, et comment la demander" in page
    assert "à la place de vos droits" not in page
    assert "0,00" not in page
