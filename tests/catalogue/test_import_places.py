"""Communes and postal codes, from the product's own table and from full ones."""

from __future__ import annotations

import pytest
from tests.catalogue import scenes as s
from tests.shared import shared

from acquis.catalogue import actions, queries
from acquis.catalogue.models import PostalCode, Town
from acquis.catalogue.towns import place_key
from acquis.kit.refusal import Refused


def names(text: str, limit: int = 10) -> list[str]:
    return [t.name for t in queries.towns_matching(text, limit=limit)]


@pytest.fixture
def own_towns(db):  # type: ignore[no-untyped-def]
    return actions.load_own_towns(by=s.BY, at=s.AT)


def test_own_towns(own_towns):
    assert own_towns.counts["towns.created"] > 4_000
    assert actions.load_own_towns(by=s.BY, at=s.AT).counts["towns.created"] == 0


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("paris", "Paris"),
        ("Lyon 3", "Lyon 3e"),
        ("75012", "Paris 12e"),
        ("st etienne", "Saint-Étienne"),
        ("SAINT ÉTIENNE", "Saint-Étienne"),
        ("havre", "Le Havre"),
        ("l'hay", "L’Haÿ-les-Roses"),
        ("ajacc", "Ajaccio"),
        ("2000", "Ajaccio"),
        ("97400", "Saint-Denis"),
        ("pointe a p", "Pointe-à-Pitre"),
    ],
)
def test_towns_people_mean(own_towns, text, first):
    assert names(text)[0] == first


def test_nothing_is_meant_by_nothing(own_towns):
    assert names("") == names("  ") == names("zzzz") == names("00000") == names("%_") == []


def test_a_city_of_arrondissements_sums_them_up(own_towns):
    paris = queries.town("75056")
    assert paris.population > 2_000_000
    assert {"75001", "75012", "75020"} <= set(paris.postal_codes)
    assert queries.town("2A004").department == "2A"
    assert queries.town("97411").department == "974"


def test_a_table_says_only_what_it_knows(tmp_path, own_towns):
    table = tmp_path / "codes.csv"
    table.write_text(
        "Code_commune_INSEE;Nom_commune;Code_postal;Libelle_acheminement;Ligne_5;coordonnees_gps\r\n"
        "75112;PARIS 12;75999;PARIS;;\r\n"
        "99;X;1;;;\r\n",
        "utf-8",
    )

    report = actions.import_places(files=[table], by=s.BY, at=s.AT)

    town = queries.town("75112")
    assert town.postal_codes == ("75012", "75999")
    assert town.population > 100_000
    assert [(f.code, f.line) for f in report.findings] == [("bad_row", 3)]


def test_the_real_tables(db):
    folder = shared("data/geo")
    files = sorted(folder.glob("*.csv*"))

    first = actions.import_places(files=files, by=s.BY, at=s.AT)
    again = actions.import_places(files=list(reversed(files)), by=s.BY, at=s.AT)

    assert first.counts["towns.created"] == Town.objects.count() > 34_900
    assert (again.counts["towns.created"], again.counts["towns.changed"]) == (0, 0)
    # Twenty communes may share a postal code.
    assert PostalCode.objects.filter(code="51300").count() > 20
    assert queries.town("75056").postal_codes == queries.town("75056").postal_codes
    assert queries.town("01033").name == "Valserhône"


def test_only_the_staff_brings_places_in(db):
    with pytest.raises(Refused):
        actions.import_places(files=[], by=s.agent_of(s.provider()), at=s.AT)


def test_keys_of_names():
    assert place_key("SAINTE-FOY-LÈS-LYON CEDEX 02") == place_key("Ste Foy lès Lyon") == "sainte foy les lyon"
