"""The tables of meanings: broad, well formed, and their codes are those of the nomenclatures."""

from __future__ import annotations

import csv
from collections import Counter

import pytest
from tests.shared import shared

from acquis.catalogue.search.concepts import concepts, genders_of, key_of, rows, synonyms, with_titles

#: Formacodes of earlier versions, which offers still bear.
EARLIER = {"15080", "15093", "30965", "30967", "30977", "35066", "44051"}
KINDS = {"", "vae", "skills_assessment", "business_creation", "clea", "licence_light", "licence_heavy"}
TABLES = ("jobs", "acronyms", "domains", "projects")


@pytest.mark.parametrize(("table", "least"), [("jobs", 400), ("acronyms", 100), ("domains", 60), ("projects", 40)])
def test_the_tables_are_broad(table, least):
    assert len(list(rows(table))) >= least


def test_there_are_many_groups_of_synonyms():
    assert len({frozenset(way.terms for way in ways) | {key} for key, ways in synonyms().items()}) >= 150


def test_every_row_says_something():
    for table in TABLES:
        for row in rows(table):
            assert None not in row, row
            assert None not in row.values(), row
            assert row["names"], row
            assert row["words"] or row["rome"] or row["formacode"], row
            assert (row.get("kind") or "") in KINDS, row


def test_jobs_are_named_in_both_genders():
    named = Counter("/" in name for row in rows("jobs") for name in row["names"].split("|"))
    assert named[True] > 2 * named[False]


def test_codes_are_those_of_the_nomenclatures():
    folder = shared("data/nomenclatures")
    with (folder / "unix_referentiel_code_rome_v460_utf8.csv").open(encoding="utf-8-sig") as file:
        rome = {row["code_rome"] for row in csv.DictReader(file)}
    with (folder / "formacode_v14_codes.csv").open(encoding="utf-8-sig") as file:
        formacode = {row["code"] for row in csv.DictReader(file, delimiter=";")} | EARLIER
    beginnings = {code[:length] for code in formacode for length in (3, 4, 5)}
    for table in TABLES:
        for row in rows(table):
            for code in (*row["rome"].split(), *row["formacode"].split(), *row["near"].split()):
                assert code in (rome if code[0].isalpha() else beginnings), (table, row["names"][:60], code)


def test_the_first_table_that_has_a_name_gives_its_meaning():
    known = concepts()
    assert known.by_name[key_of("boulangère")].value == "D1102"
    assert known.by_name[key_of("BOULANGERS")] is known.by_name[key_of("boulangère")]
    assert key_of("permis D") != key_of("permis") != key_of("permis d’exploitation")


def test_titles_of_the_directory_add_names_and_change_none():
    known = with_titles([("D1102", "Boulanger / Boulangère"), ("F1402", "Abatteur / Abatteuse de carrière")])
    added = known.by_name[key_of("abatteuse de carrière")]
    assert (added.value, added.label) == ("F1402", "Abatteur / Abatteuse de carrière")
    assert known.by_name[key_of("boulanger")] is concepts().by_name[key_of("boulanger")]
    assert key_of("abatteuse de carrière") not in concepts().by_name
    assert genders_of("Abatteur / Abatteuse de carrière")[0] == "Abatteur de carrière"
