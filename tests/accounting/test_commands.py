"""`acquis books`, `acquis reconcile` and the morning's job: what they print, how they end, what they leave."""

from __future__ import annotations

import json
import re
from contextlib import nullcontext
from datetime import date
from pathlib import Path

import httpx
import pytest
from tests.accounting.scenes import SEPTEMBER, a_payment, closed
from tests.accounting.test_fec import complaints
from tests.accounting.test_reconciliation import DAY, paid_by_card, work
from tests.moments import moment
from tests.treasury.banking import sent
from tests.treasury.scenes import FINANCE, LATER

from acquis.accounting import jobs, queries
from acquis.accounting.types import Difference
from acquis.outside.card_reports import LineKind, written
from acquis.outside.payments import transport
from acquis.site import commands, startup
from acquis.treasury.actions import mark_paid

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _this_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands find the database of the test instead of starting their own."""
    monkeypatch.setattr(startup, "database", lambda: nullcontext(object()))
    monkeypatch.setattr(startup, "become", lambda role, server: None)


def test_the_balance_of_a_month(capsys: pytest.CaptureFixture[str]) -> None:
    a_payment(123_456, date(2026, 9, 3))
    assert commands.main(["books", "balance", "--month", "2026-09"]) == 0
    assert "1,234.56" in capsys.readouterr().out
    assert commands.main(["books", "balance", "--month", "2026-09", "--json"]) == 0
    lines = json.loads(capsys.readouterr().out)
    assert sum(line["debits_cents"] for line in lines) == sum(line["credits_cents"] for line in lines) == 123_456
    assert commands.main(["books", "balance", "--month", "septembre"]) == 2
    assert "--month: septembre" in capsys.readouterr().err


def test_the_delays_of_payment(capsys: pytest.CaptureFixture[str]) -> None:
    mark_paid(batch_id=sent(30_000, 50_000).pk, on=date(2026, 7, 1), by=FINANCE, at=LATER)
    assert commands.main(["books", "delays"]) == 0
    assert re.search(r"paid +all +2 +2 +30 +30 +800.00", capsys.readouterr().out)
    assert commands.main(["books", "delays", "--json"]) == 0
    assert [each["in_time"] for each in json.loads(capsys.readouterr().out)] == [2, 2, 2]


def test_the_file_of_entries(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a_payment(10_000, date(2026, 9, 3))
    closed(SEPTEMBER)
    assert commands.main(["books", "fec", "--year", "2026", "--out", str(tmp_path)]) == 0
    (made,) = tmp_path.iterdir()
    assert made.name.endswith("FEC20261231.txt")
    assert complaints(made.read_bytes().decode(), 2026) == []
    assert "1 entries" in capsys.readouterr().out
    assert commands.main(["books", "fec", "--year", "2026", "--open-months", "--out", str(tmp_path)]) == 0
    assert len(list(tmp_path.iterdir())) == 2
    assert commands.main(["books", "fec", "--year", "1900", "--out", str(tmp_path)]) == 2
    assert "1900 has no entries" in capsys.readouterr().err
    assert commands.main(["books", "fec", "--year", "2026", "--out", str(tmp_path / "nowhere")]) == 2
    assert "nowhere" in capsys.readouterr().err


def test_a_day_reconciled_with_a_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told, forgotten = paid_by_card(), paid_by_card(700)
    report = tmp_path / "jour.csv"
    report.write_bytes(written([told]))
    assert commands.main(["reconcile", "--day", str(DAY), "--report", str(report), "--json"]) == 1
    found = json.loads(capsys.readouterr().out)["found"]
    assert [(row["kind"], row["ours"]) for row in found if forgotten[2] in row["ours"]] != []
    report.write_bytes(b"rien")
    assert commands.main(["reconcile", "--day", str(DAY), "--report", str(report)]) == 2
    assert "jour.csv" in capsys.readouterr().err
    assert commands.main(["reconcile", "--day", "hier"]) == 2


def test_every_morning_the_report_is_fetched_and_the_days_behind_are_reconciled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told, forgotten = paid_by_card(), paid_by_card(700)
    asked: list[str] = []
    silent = {str(DAY), "2026-11-14"}

    def answer(request: httpx.Request) -> httpx.Response:
        day = request.url.path.rsplit("/", 1)[1]
        asked.append(day)
        fee = (LineKind.FEE, f"fee_{day}", "", 5, date.fromisoformat(day))
        return httpx.Response(503 if day in silent else 200, content=written([told] if day == str(DAY) else [fee]))

    monkeypatch.setattr(transport, "_transport", httpx.MockTransport(answer))
    morning = int(moment(date(2026, 11, 20), 5).timestamp())
    week = [f"2026-11-{day}" for day in range(13, 20)]
    jobs.reconcile(morning)
    assert asked == week
    assert [each.kind for each in work()] == [Difference.NO_STATEMENT]
    # What was not answered is asked again, and nothing else is.
    asked.clear()
    silent.remove(str(DAY))
    jobs.reconcile(morning)
    assert asked == ["2026-11-14", str(DAY)]
    assert [each.kind for each in work() if each.ours and forgotten[2] in each.ours] == [Difference.NOT_TOLD]
    assert queries.differences(day=date(2026, 11, 14)) == []

    # A provider that does not answer hides no day.
    monkeypatch.setattr(transport, "_transport", httpx.MockTransport(lambda request: httpx.Response(503)))
    jobs.reconcile(morning + 86_400)
    assert Difference.NOT_TOLD in {each.kind for each in queries.differences(day=None)}
