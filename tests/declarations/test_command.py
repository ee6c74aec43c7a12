"""`acquis import dsn` and `acquis import summary`: what they print and how they end."""

from __future__ import annotations

import json
from contextlib import nullcontext

import pytest
from tests.declarations import dsn_files as f
from tests.declarations import scenes as s
from tests.declarations.test_import_summary import row, summary

from acquis.declarations import queries
from acquis.site import commands, startup

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _this_database(monkeypatch):  # type: ignore[no-untyped-def]
    """The command finds the database of the test instead of starting its own."""
    monkeypatch.setattr(startup, "database", lambda: nullcontext(object()))
    monkeypatch.setattr(startup, "become", lambda role, server: None)


def test_several_files_have_a_report_each(tmp_path, capsys):
    one, two = tmp_path / "mars.dsn", tmp_path / "avril.dsn"
    one.write_bytes(s.dsn(f.person(1)))
    two.write_bytes(s.a_year(f.person(1), months=range(4, 5)))

    assert commands.main(["import", "dsn", str(one), str(two), "--json"]) == 0
    reports = json.loads(capsys.readouterr().out)
    assert [each["counts"]["individuals.accepted"] for each in reports] == [1, 1]

    # A folder is all of its files, in one start of the program.
    (tmp_path / ".hidden").write_text("x")
    assert commands.main(["import", "dsn", str(tmp_path), "--json"]) == 0
    assert [each["file_name"] for each in json.loads(capsys.readouterr().out)] == ["avril.dsn", "mars.dsn"]


def test_a_refused_individual_ends_with_1_and_is_named_by_rank(tmp_path, capsys):
    path = tmp_path / "mars.dsn"
    path.write_bytes(s.dsn(f.person(1, number="12345"), f.person(2)))

    assert commands.main(["import", "dsn", str(path)]) == 1
    out = capsys.readouterr().out
    assert "individual 1 / S21.G00.30.001 line 17 [nir_shape]" in out
    assert "12345" not in out


def test_findings_are_told_in_english_here_and_in_french_on_the_pages(tmp_path, capsys):
    path = tmp_path / "annuel.csv"
    path.write_text(summary(row(1, quantite="-3"), row(2), row(2, quantite="5"), row(3, nir="12")), encoding="utf-8")
    assert commands.main(["import", "summary", str(path)]) == 1
    said = " ".join(capsys.readouterr().out.split())
    assert (
        "individual 1 / quantite line 2 [negative] Column “quantite”: the value “-3” is negative: none may be in a "
        "yearly summary." in said
    )
    assert "individual 3 / ligne line 4 [twice] Column “ligne”: the same reference" in said
    (report,) = queries.imports(by=s.SYSTEM).rows
    french = [each.sentence for each in queries.report(report.id, by=s.SYSTEM).findings]
    assert "Colonne «\u00a0quantite\u00a0»\u00a0: la valeur «\u00a0-3\u00a0» est négative" in french[0]
    assert not [each for each in french if "rubrique" in each or "envoi" in each or not each.startswith("Colonne")]


def test_what_cannot_be_read_ends_with_2(tmp_path, capsys):
    path = tmp_path / "autre.csv"
    path.write_text("a;b\n1;2\n")
    assert commands.main(["import", "summary", str(path)]) == 2
    assert commands.main(["import", "dsn", str(path)]) == 2
    assert commands.main(["import", "dsn", "no-such-file.dsn"]) == 2
