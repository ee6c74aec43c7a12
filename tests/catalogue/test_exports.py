"""The catalogue in the formats of others: each valid for its own judge, and true to what is on sale."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from lxml import etree
from tests.catalogue import scenes
from tests.catalogue.search.scenes import PAST, a_catalogue
from tests.catalogue.test_doors import financed
from tests.moments import AT, TODAY
from tests.scenes import SYSTEM
from tests.shared import shared

from acquis.catalogue import actions
from acquis.catalogue.exports import elm, lheo, public_columns
from acquis.catalogue.exports.shelf import plain, shelf
from acquis.catalogue.models import Session, Training, TrainingAction
from acquis.catalogue.types import Report

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainings() -> dict[str, Any]:
    made = a_catalogue()
    TrainingAction.objects.exclude(modality="remote").update(postal_code="69000", address=["3 rue des Écoles"])
    for session in Session.objects.exclude(starts_on=None):
        Session.objects.filter(pk=session.pk).update(ends_on=session.starts_on + timedelta(days=5))
    return made


def as_lheo() -> bytes:
    out = io.BytesIO()
    lheo.write(out, shelf(on=TODAY))
    return out.getvalue()


def bring(file: bytes) -> Report:
    return actions.import_offers(provider_id=None, file=io.BytesIO(file), file_name="l.xml", by=SYSTEM, at=AT)


class TestLheo:
    def test_what_is_over_withdrawn_or_not_sold_stays_out(self, trainings: dict[str, Any]) -> None:
        Training.objects.filter(pk=trainings["Coiffeuse à domicile"]).update(state="withdrawn")
        titles = etree.fromstring(as_lheo()).xpath("//*[local-name()='intitule-formation']/text()")
        assert sorted(titles) == sorted(set(trainings) - {PAST[0], "Coiffeuse à domicile"})

    def test_is_valid_for_the_definition_of_the_language(self, trainings: dict[str, Any]) -> None:
        TrainingAction.objects.update(
            conditions="<p>" + "Savoir lire. " * 400 + "</p>", phone="0102030405", email="a@b.fr"
        )
        schema = etree.XMLSchema(etree.parse(shared("data/lheo/lheo-2.3-derived.xsd")))
        schema.assertValid(etree.fromstring(as_lheo()))

    def test_our_own_import_reads_it_back(self, trainings: dict[str, Any]) -> None:
        written = as_lheo()
        for table in (Session, TrainingAction, Training):
            table.objects.all().delete()
        report = bring(written)
        assert report.counts["trainings.created"] == len(trainings) - 1, report.findings
        assert [finding for finding in report.findings if finding.blocking] == []
        # What was read is what was meant: written and read once more, it changes nothing.
        assert bring(as_lheo()).counts["trainings.unchanged"] == len(trainings) - 1

    def test_what_others_than_the_account_pay_for_is_told_and_read_back(self) -> None:
        scenes.provider()
        assert not bring(financed("2", "4")).blocking_total
        written = as_lheo()
        formation = etree.fromstring(written).find(".//{*}formation")
        assert formation is not None
        assert [e.text for e in formation.iter("{*}code-financeur")] == ["2", "4"]
        assert formation.findtext(".//{*}conventionnement") == "1"
        assert formation.find(".//{*}certification") is None
        etree.XMLSchema(etree.parse(shared("data/lheo/lheo-2.3-derived.xsd"))).assertValid(etree.fromstring(written))
        (before,) = shelf(on=TODAY)
        bring(written)
        (after,) = shelf(on=TODAY)
        assert after.training.actions[0].doors == before.training.actions[0].doors
        assert bring(as_lheo()).counts["trainings.unchanged"] == 1

    def test_rhythm_levels_languages_access_and_places_are_told(self, trainings: dict[str, Any]) -> None:
        Training.objects.update(level_in=3)
        TrainingAction.objects.update(rhythms=["full_time", "weekends"], languages=["FR", "EN"])
        Session.objects.update(places=12)
        formation = etree.fromstring(as_lheo()).find(".//{*}formation")
        assert formation is not None
        assert formation.findtext("{*}code-niveau-entree") == "13"
        assert formation.findtext(".//{*}rythme-formation") == "temps plein, week-end"
        assert [e.text for e in formation.iter("{*}langue-formation")] == ["FR", "EN"]
        assert formation.findtext(".//{*}nb-places") == "12"
        etree.XMLSchema(etree.parse(shared("data/lheo/lheo-2.3-derived.xsd"))).assertValid(etree.fromstring(as_lheo()))

    def test_nothing_is_written_when_nothing_is_on_sale(self) -> None:
        assert as_lheo() == b""


class TestPublicColumns:
    def test_a_row_for_each_training_and_department(self, trainings: dict[str, Any]) -> None:
        out = io.BytesIO()
        count = public_columns.write(out, shelf(on=TODAY), on=TODAY)
        rows = list(csv.DictReader(io.StringIO(out.getvalue().decode()), delimiter=";"))
        assert count == len(rows) == len(trainings) - 1
        row = next(row for row in rows if row["intitule_formation"] == "L’anglais de l’hôtellerie")
        assert (row["type_referentiel"], row["code_inventaire"], row["code_rncp"]) == ("RS", "6151", "-1")
        assert (row["nom_departement"], row["nom_region"]) == ("Rhône", "Auvergne-Rhône-Alpes")
        assert (row["frais_ttc_tot_min"], row["nb_session_active"]) == ("999.00", "1")
        assert row["date_extract"] == TODAY.isoformat()

    def test_no_text_is_a_formula_to_a_spreadsheet(self, trainings: dict[str, Any]) -> None:
        Training.objects.update(title='=HYPERLINK("https://example.org")', objective="- Savoir pétrir")
        out = io.BytesIO()
        public_columns.write(out, shelf(on=TODAY), on=TODAY)
        rows = list(csv.DictReader(io.StringIO(out.getvalue().decode()), delimiter=";"))
        assert {row["intitule_formation"] for row in rows} == {'\'=HYPERLINK("https://example.org")'}
        assert {row["objectif_formation"] for row in rows} == {"'- Savoir pétrir"}
        # Our own numbers stay numbers.
        assert "-1" in {row["code_rncp"] for row in rows}


class TestEuropeanModel:
    def test_says_price_place_and_certification(self, trainings: dict[str, Any]) -> None:
        out = io.BytesIO()
        count = elm.write(out, shelf(on=TODAY), site="https://acquis.example")
        graph = json.loads(out.getvalue())["@graph"]
        assert count == len(graph) == len(trainings) - 1
        node = next(each for each in graph if each["dc:title"]["@value"] == "CAP Boulanger, parcours adulte")
        assert node["elm:priceDetail"]["elm:amount"]["rdf:value"]["@value"] == "3950.00"
        assert node["elm:learningAchievementSpecification"]["adms:identifier"]["skos:notation"] == "RNCP37537"
        assert node["elm:duration"]["@value"] == "PT70H"

    def test_keeps_the_constraints_of_the_profile(self, trainings: dict[str, Any]) -> None:
        pyshacl = pytest.importorskip("pyshacl")
        rdflib = pytest.importorskip("rdflib")
        out = io.BytesIO()
        elm.write(out, shelf(on=TODAY), site="https://acquis.example")
        data = rdflib.Graph().parse(data=out.getvalue(), format="json-ld")
        # Its patterns of addresses are written for another engine of regular expressions.
        written = shared("data/elm/LOQ-constraints.ttl").read_text(encoding="utf-8")
        shapes = rdflib.Graph().parse(data=re.sub(r"sh:pattern .*;", "", written), format="turtle")
        conforms, _, told = pyshacl.validate(data, shacl_graph=shapes)
        assert conforms, told[:2000]


def test_the_day_an_entry_is_over_it_leaves(trainings: dict[str, Any]) -> None:
    after = date(2027, 3, 1) + timedelta(days=1)
    left = {each.training.title for each in shelf(on=after)}
    assert left == {"Viennoiserie et pain au levain", "Anglais professionnel"}


def test_text_is_plain_and_cut_where_it_must() -> None:
    assert plain("<p>Pain &amp; vin\x00</p>") == "Pain & vin"
    assert plain("un deux trois", 8) == "un deux…"
