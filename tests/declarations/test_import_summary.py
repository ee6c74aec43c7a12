"""The yearly summary: the example of its document, its corrections, and what may be wrong in it."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.declarations import dsn_files as f
from tests.declarations import scenes as s

from acquis.accounts.actions import credit_years
from acquis.declarations import actions, models, queries
from acquis.declarations.formats.summary import COLUMNS
from acquis.declarations.types import Refusal
from acquis.kit.refusal import Refused
from acquis.rules import Regime

pytestmark = pytest.mark.django_db

DOCUMENT = Path(__file__).parents[2] / "docs" / "formats" / "yearly-summary.md"
BODY = f.siret_of(1)


def row(rank: int = 1, **cells: str) -> dict[str, str]:
    number = f.nir(rank)
    values = dict.fromkeys(COLUMNS, "")
    values |= {
        "annee": "2025", "organisme": BODY, "nature": "particulier_employeur", "ligne": f"L{rank}", "version": "1",
        "nir": number + f.key(number), "nom": f.NAMES[rank % 10], "prenoms": f.FIRST[rank * 3 % 10], "sexe": "M",
        "naissance": f"1980-05-{1 + rank % 28:02d}", "unite": "heures", "quantite": "803.5",
    }  # fmt: skip
    return values | cells


def summary(*rows: dict[str, str]) -> str:
    return "\n".join([";".join(COLUMNS), *(";".join(each[name] for name in COLUMNS) for each in rows)]) + "\n"


def test_the_example_of_the_document_is_taken_whole():
    text = DOCUMENT.read_text(encoding="utf-8")
    example = text.split("```csv\n")[1].split("```")[0]
    assert example.splitlines()[0].split(";") == list(COLUMNS)

    report = actions.import_summary(file=io.BytesIO(example.encode()), file_name="exemple.csv", by=s.SYSTEM, at=s.AT)

    assert report.findings == ()
    assert report.counts["individuals.accepted"] == len(example.splitlines()) - 1
    documented = {line.split("`")[1] for line in text.splitlines() if line.startswith("| `")}
    assert set(COLUMNS) <= documented


@pytest.mark.parametrize(
    ("cells", "cents"),
    [
        ({"quantite": "803.5"}, 50_000),
        ({"quantite": "803"}, 24_985),
        ({"quantite": "160"}, 4_979),
        ({"quantite": "791", "temps_plein": "1582"}, 50_000),
        ({"quantite": "600", "absences": "maternite=203.5|maladie=400"}, 50_000),
        ({"nature": "agricole", "unite": "jours", "quantite": "108"}, 24_771),
        ({"nature": "spectacle", "unite": "salaire", "quantite": "12355.20"}, 50_000),
        ({"nature": "marin", "unite": "part", "quantite": "0.25"}, 12_500),
        ({"nature": "independant", "unite": "mois", "quantite": "7", "contribution_payee": "oui"}, 29_167),
        ({"nature": "independant", "unite": "mois", "quantite": "12", "contribution_payee": "non"}, 0),
        ({"nature": "esat", "unite": "mois", "quantite": "3"}, 80_000),
        ({"handicap": "oui", "quantite": "401.75"}, 42_500),
    ],
)
def test_each_body_says_the_year_in_its_own_unit(cells, cents):
    report = s.bring_summary(summary(row(1, **cells)))
    assert report.findings == ()
    assert credit_years(rows=queries.year_rows(2025), by=s.SYSTEM, at=s.AT).granted_cents == cents


def test_a_contribution_nobody_speaks_of_is_not_guessed():
    s.bring_summary(summary(row(1, nature="independant", unite="mois", quantite="12")))
    done = credit_years(rows=queries.year_rows(2025), by=s.SYSTEM, at=s.AT)
    assert [each.reason.value for each in done.refused] == ["contribution_unknown"]


def test_public_employers_say_service():
    s.bring_summary(
        summary(row(1, nature="public", unite="part", quantite="0.55", categorie_c="oui", poste_incomplet="oui"))
    )
    (told,) = queries.service_rows(2025)
    assert (told.worked, told.reference, told.category_c_low_qualified, told.is_part_time_post) == (
        "11",
        "20",
        True,
        True,
    )
    assert queries.year_rows(2025) == []


def test_a_dsn_and_a_summary_are_added():
    s.bring(s.dsn(f.person(1, f.Contract(hours="160.70", reference=None))))
    s.bring_summary(summary(row(1, quantite="100")))
    assert s.told(s.account(1)) == ("hours", "260.7", None)


def test_the_same_summary_twice_changes_nothing():
    s.bring_summary(summary(row(1), row(2)))
    again = s.bring_summary(summary(row(1), row(2)))
    assert again.counts["lines.unchanged"] == 2
    assert models.WorkedLine.objects.count() == 2


def test_a_higher_version_corrects_and_a_cancellation_withdraws():
    s.bring_summary(summary(row(1), row(2)))
    credit_years(rows=queries.year_rows(2025), by=s.SYSTEM, at=s.AT)

    report = s.bring_summary(
        summary(row(1, version="2", quantite="803"), row(2, version="2", annulation="oui", quantite="0"))
    )
    done = credit_years(rows=queries.year_rows(2025), by=s.SYSTEM, at=s.AT)

    assert (report.counts["lines.corrected"], report.counts["lines.withdrawn"]) == (1, 1)
    assert (done.corrected, done.taken_back_cents) == (2, 50_000 - 24_985 + 50_000)


def test_other_words_under_the_same_version_are_refused_and_an_older_one_is_left():
    s.bring_summary(summary(row(1, version="2")))
    same = s.bring_summary(summary(row(1, version="2", quantite="1")))
    older = s.bring_summary(summary(row(1, version="1", quantite="1")))

    assert s.codes(same) == ["already_declared"]
    assert older.counts["lines.outdated"] == 1
    assert s.told(s.account(1))[1] == "803.5"


@pytest.mark.parametrize(
    ("cells", "code", "column"),
    [
        ({"annee": "20x5"}, "bad_number", "annee"),
        ({"annee": "1999"}, "bad_date", "annee"),
        ({"annee": "2026"}, "year_not_over", "annee"),
        ({"organisme": "123"}, "siret", "organisme"),
        ({"nature": "boulanger"}, "unknown_code", "nature"),
        ({"ligne": ""}, "missing", "ligne"),
        ({"version": "-1"}, "bad_number", "version"),
        ({"annulation": "peut-être"}, "unknown_code", "annulation"),
        ({"nir": "180057505600100"}, "nir_key", "nir"),
        ({"nir": "ABC"}, "nir_shape", "nir"),
        ({"sexe": "X"}, "unknown_code", "sexe"),
        ({"naissance": "1980-02-31"}, "bad_date", "naissance"),
        ({"naissance": "2031-01-01"}, "bad_date", "naissance"),
        ({"siret_employeur": "48276116000018"}, "siret", "siret_employeur"),
        ({"debut": "2025-06-01", "fin": "2025-05-01"}, "dates_cross", "fin"),
        ({"debut": "2026-01-01"}, "starts_after", "debut"),
        ({"unite": "minutes"}, "unknown_code", "unite"),
        ({"unite": "mois"}, "unit_not_allowed", "unite"),
        ({"quantite": "beaucoup"}, "bad_number", "quantite"),
        ({"quantite": "-5"}, "negative", "quantite"),
        ({"quantite": "9999"}, "absurd", "quantite"),
        ({"absences": "sieste=3"}, "unknown_code", "absences"),
        ({"absences": "maternite=-3"}, "negative", "absences"),
        ({"unite": "salaire", "temps_plein": "100"}, "unit_not_allowed", "temps_plein"),
        ({"nir": "", "ntt": "!"}, "ntt_shape", "ntt"),
    ],
)
def test_a_bad_line_is_named_and_costs_nobody_else(cells, code, column):
    report = s.bring_summary(summary(row(1, **cells), row(2)))

    (found,) = report.findings
    assert (found.code, found.rubric, found.individual, found.line, found.blocking) == (code, column, 1, 2, True)
    assert (report.counts["individuals.accepted"], report.counts["individuals.refused"]) == (1, 1)
    assert s.told(s.account(2))[1] == "803.5"


def test_a_lone_carriage_return_costs_its_line_alone():
    report = s.bring_summary(summary(row(1, nom="DU\rPONT"), row(2)))
    assert [(x.code, x.line) for x in report.findings] == [("bad_row", 2)]
    assert report.counts["individuals.accepted"] == 1
    unreadable = s.bring_summary("annee\rorganisme;nature\n")
    assert [x.code for x in unreadable.findings] == ["columns"]


def test_a_line_with_too_few_columns_is_named():
    report = s.bring_summary(summary(row(1)) + "2025;trois;colonnes\n")
    assert [(x.code, x.line) for x in report.findings] == [("bad_row", 3)]


@pytest.mark.parametrize("text", ["", "a;b;c\n1;2;3\n"])
def test_what_is_no_summary_is_refused_whole(text):
    report = s.bring_summary(text)
    assert report.refusal in (Refusal.FILE_EMPTY, Refusal.FORMAT_UNKNOWN)


def test_only_those_who_may_import_do():
    with pytest.raises(Refused) as refused:
        s.bring_summary(summary(row(1)), by=s.FINANCE)
    assert refused.value.reason is Refusal.NOT_ALLOWED


def test_a_household_leaves_no_name():
    s.bring_summary(summary(row(1)))
    (year,) = queries.declared_years(s.account(1), 2025, by=s.SYSTEM)
    (line,) = year.lines
    assert (year.regime, line.employer, line.siret, line.kind.value) == (
        Regime.EMPLOYEE, "", "", "particulier_employeur",
    )  # fmt: skip
    assert line.received_at == datetime(2026, 3, 10, 9, tzinfo=UTC)
