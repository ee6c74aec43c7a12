"""`acquis import`: what it prints and how it ends."""

from __future__ import annotations

import json
from contextlib import nullcontext

import pytest
from tests.catalogue import scenes as s

from acquis.site import commands, startup

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _this_database(monkeypatch):  # type: ignore[no-untyped-def]
    """The command finds the database of the test instead of starting its own."""
    monkeypatch.setattr(startup, "database", lambda: nullcontext(object()))
    monkeypatch.setattr(startup, "become", lambda role, server: None)


def run(*words: str) -> int:
    return commands.main(["import", *words])


def test_a_sound_file_ends_with_0(tmp_path, capsys):
    path = tmp_path / "offers.xml"
    path.write_bytes(s.lheo())

    assert run("offers", str(path), "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert report["counts"]["trainings.created"] == 1
    assert report["format"] == "lheo-2.3"

    assert run("offers", str(path), "--provider", s.SIRET) == 0
    assert "trainings unchanged" in capsys.readouterr().out


def test_a_refused_record_ends_with_1_and_is_named(tmp_path, capsys):
    path = tmp_path / "offers.xml"
    path.write_bytes(s.edof(s.training("F1", siret="123"), s.training("F2")))

    assert run("offers", str(path)) == 1
    out = capsys.readouterr().out
    assert "F1" in out
    assert "[bad_siret]" in out


@pytest.mark.parametrize(
    "words",
    [
        ("offers", "no-such-file.xml"),
        ("places", "no-such-folder"),
        ("offers", "{bad}"),
        ("offers", "{bad}", "--provider", "1"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_ends_with_2(tmp_path, words):
    bad = tmp_path / "bad.xml"
    bad.write_text("<!DOCTYPE x><x/>")
    assert run(*(w.format(bad=bad) for w in words)) == 2


def test_a_folder_of_places(tmp_path, capsys):
    (tmp_path / "c.csv").write_text("code,lat,lon\n01001,46.1,4.9\n")
    (tmp_path / "n.csv").write_text("TYPECOM,COM,DEP,LIBELLE,COMPARENT\nCOM,01001,01,L'Abergement,\n")

    assert run("places", str(tmp_path), "--json") == 0
    assert json.loads(capsys.readouterr().out)["counts"]["towns.created"] == 1
