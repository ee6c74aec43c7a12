"""`acquis search`: ranks and readings without a database; what is wrong in a file is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from acquis.site.commands import main

OFFERS = [
    {"offer_id": "A", "provider_id": "P", "title": "CAP Boulanger", "register": "RNCP", "rome": ["D1102"], "level": 3},
    {"offer_id": "B", "provider_id": "P", "title": "Anglais professionnel", "register": "RS", "remote": "full"},
    {"offer_id": "C", "provider_id": "Q", "title": "Agent de sécurité", "register": "RNCP", "rome": ["K2503"]},
]


@pytest.fixture
def catalog(tmp_path: Path) -> Path:
    path = tmp_path / "cat.jsonl"
    offers = [{"start_dates": ["permanent"], "price": 100, "hours": 10, **offer} for offer in OFFERS]
    path.write_text("\n".join(json.dumps(offer, ensure_ascii=False) for offer in offers), "utf-8")
    return path


def test_ranks_are_written_for_every_question(tmp_path, catalog):
    queries, out = tmp_path / "q.json", tmp_path / "run.jsonl"
    asked = [{"id": "1", "q": "boulangère"}, {"id": "2", "q": "anglai"}, {"id": "3", "q": "yoga"}]
    queries.write_text(json.dumps({"today": "2026-11-23", "queries": asked}), "utf-8")
    assert main(["search", "run", "--catalog", str(catalog), "--queries", str(queries), "--out", str(out)]) == 0
    ranks = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert ranks == [
        {"id": "1", "results": ["A"]},
        {"id": "2", "results": ["B"]},
        {"id": "3", "results": []},
    ]


def test_a_reading_is_explained(catalog, capsys):
    assert main(["search", "explain", "devenir boulanger à Lyon", "--on", "2026-11-23"]) == 0
    told = capsys.readouterr().out
    assert "Boulanger / boulangère (D1102)" in told
    assert "Lyon (69123)" in told
    assert main(["search", "explain", "boulanger", "--catalog", str(catalog), "--on", "2026-11-23"]) == 0
    told = capsys.readouterr().out
    assert "1. CAP Boulanger" in told
    assert "with one of:" in told
    assert "reading 1 of" in told
    # What nothing answers is told as it was read.
    assert main(["search", "explain", "boulanger à distance", "--catalog", str(catalog), "--on", "2026-11-23"]) == 0
    told = capsys.readouterr().out
    assert "« à distance »" in told
    assert "as none finds anything" in told
    assert "0 offers" in told


def test_a_line_that_is_no_offer_is_named(tmp_path, catalog, capsys):
    queries, out = tmp_path / "q.json", tmp_path / "run.jsonl"
    queries.write_text('{"queries": []}', "utf-8")
    catalog.write_text(catalog.read_text("utf-8") + '\n{"offer_id": "D"}\n', "utf-8")
    assert main(["search", "run", "--catalog", str(catalog), "--queries", str(queries), "--out", str(out)]) == 2
    assert "line 4" in capsys.readouterr().err
