"""`acquis import bank`: what it prints and how it ends."""

from __future__ import annotations

import json
from contextlib import nullcontext
from datetime import date
from pathlib import Path

import pytest
from tests.treasury.scenes import APPROVER, LATER, a_batch, a_provider, an_invoice

from acquis.outside import bank_standin
from acquis.outside.bank_standin import Booked
from acquis.site import commands, startup
from acquis.treasury.actions import approve_payouts
from acquis.treasury.models import PayoutBatch
from acquis.treasury.types import BatchState

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _this_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command finds the database of the test instead of starting its own."""
    monkeypatch.setattr(startup, "database", lambda: nullcontext(object()))
    monkeypatch.setattr(startup, "become", lambda role, server: None)


def statement(*booked: Booked) -> bytes:
    iban = "FR7699999000010000000000115"
    return bank_standin.statement(
        iban=iban, number="S1", on=date(2026, 7, 2), made_at=LATER, opening_cents=0, booked=booked
    )


def test_good_files_are_taken_and_bad_ones_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    an_invoice(a_provider(), 120_000)
    batch = PayoutBatch.objects.get(pk=a_batch())
    approve_payouts(batch_id=batch.id, by=APPROVER, at=LATER)
    good, bad = tmp_path / "releve.xml", tmp_path / "autre.xml"
    good.write_bytes(statement(Booked(credit=False, amount_cents=120_000, reference="B1", order_id=batch.number)))
    bad.write_bytes(b"<Document/>")
    assert commands.main(["import", "bank", str(bad), str(good)]) == 2
    said = capsys.readouterr()
    assert "releve.xml (camt.053.001.08, S1): 1 entry, 0 to look at" in said.out
    assert "autre.xml: " in said.err
    assert "Document" in said.err
    batch.refresh_from_db()
    assert batch.state == BatchState.PAID
    assert commands.main(["import", "bank", str(good), "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["file"]["closing_cents"], told["entries"][0]["state"]) == (-120_000, "matched")


def test_what_waits_for_a_person_ends_with_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "releve.xml"
    path.write_bytes(statement(Booked(credit=False, amount_cents=1_250, reference="F1", words="FRAIS")))
    assert commands.main(["import", "bank", str(path)]) == 1
    assert "entry 1: Debit €12.50: This line carries none of our references. FRAIS" in capsys.readouterr().out
