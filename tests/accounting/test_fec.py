"""The file of accounting entries, held to what the tax code asks of it; interrupted anywhere, it goes on."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest
from tests import scenes
from tests.accounting.scenes import NOW, a_payment, closed, rights
from tests.moments import moment
from tests.treasury.scenes import APPROVER, FINANCE, SYSTEM, a_collection, a_provider, an_invoice

from acquis.accounting.queries import fec
from acquis.treasury.actions import approve_payouts, prepare_payouts, record_outcome, record_refund, refund
from acquis.treasury.types import Outcome, RefundWhy

pytestmark = pytest.mark.django_db

DAY = re.compile(r"\d{8}")
AMOUNT = re.compile(r"\d+,\d\d")


def complaints(text: str, year: int, *, closed_only: bool = True) -> list[str]:
    """What the administration's own tool would complain of."""
    head, *lines = text.removesuffix("\r\n").split("\r\n")
    found = [] if head.split("\t") == list(fec.COLUMNS) else ["columns"]
    sums: dict[str, int] = defaultdict(int)
    numbers: list[int] = []
    journals: dict[str, str] = {}
    for place, line in enumerate(lines, start=2):
        cells = dict(zip(fec.COLUMNS, line.split("\t"), strict=False))
        if len(line.split("\t")) != 18:
            found.append(f"{place}: {len(line.split(chr(9)))} cells")
            continue
        number = cells["EcritureNum"]
        if not numbers or numbers[-1] != int(number):
            numbers.append(int(number))
        for name in ("EcritureDate", "PieceDate", *(["ValidDate"] if closed_only else [])):
            if not DAY.fullmatch(cells[name]):
                found.append(f"{place}: {name}")
        if not cells["EcritureDate"].startswith(str(year)):
            found.append(f"{place}: a day of another year")
        for name in ("JournalCode", "JournalLib", "CompteNum", "CompteLib", "PieceRef", "EcritureLib"):
            if not cells[name]:
                found.append(f"{place}: {name} is empty")
        if not cells["CompteNum"][:3].isdecimal():
            found.append(f"{place}: CompteNum")
        amounts = [cells["Debit"], cells["Credit"]]
        if not all(map(AMOUNT.fullmatch, amounts)) or (amounts[0] != "0,00") is (amounts[1] != "0,00"):
            found.append(f"{place}: amounts {amounts}")
        debit, credit = (int(each.replace(",", "")) for each in amounts)
        sums[number] += debit - credit
        if journals.setdefault(cells["JournalCode"], cells["JournalLib"]) != cells["JournalLib"]:
            found.append(f"{place}: two names for a journal")
    found += [f"entry {number} does not balance" for number, left in sums.items() if left]
    if numbers != list(range(1, len(numbers) + 1)):
        found.append(f"numbers {numbers[:20]}")
    return found


@pytest.fixture
def two_years() -> None:
    scenes.validated(rights(100_000), scenes.with_bank_account(scenes.a_body()))
    a_payment(700, date(2025, 12, 3))
    for day in range(1, 12):
        a_payment(100 + day, date(2026, 10, day))
    at = moment(date(2027, 4, 2))
    for month in (date(2025, 12, 1), *(date(2026, number, 1) for number in range(1, 13))):
        closed(month, at=at)


def test_the_file_is_what_the_tax_code_asks(two_years: None, tmp_path: Path) -> None:
    path = tmp_path / fec.file_name("999999999", 2026)
    assert path.name == "999999999FEC20261231.txt"
    assert fec.file_name("999999999", 2026, provisional=True) != path.name
    written = fec.write(path, 2026)
    text = path.read_bytes().decode()
    assert not complaints(text, 2026)
    first = text.split("\r\n")[1].split("\t")
    assert (first[0], first[2], first[3]) == ("AN", "1", "20260101")
    assert f"\t{written}\t" in text.split("\r\n")[-2]
    assert re.search(r"\t4011\t[^\t]+\t9\d{13}\tFormation \d", text)


def test_the_months_one_after_the_other_make_the_year(two_years: None) -> None:
    months = ["".join(b.text for b in fec.blocks(2026, only=date(2026, month, 1))) for month in range(1, 13)]
    assert months[0].startswith("AN\t")
    assert "AN\t" not in "".join(months[1:])
    assert "".join(months) == "".join(block.text for block in fec.blocks(2026))
    assert fec.month_name("999999999", date(2026, 2, 1)) == "999999999FEC20260228.txt"


def test_what_bodies_were_owed_is_opened_body_by_body(tmp_path: Path) -> None:
    """Two bodies are owed at the end of 2026: the books of 2027 tell each apart."""
    for _each in range(2):
        scenes.validated(rights(100_000), scenes.with_bank_account(scenes.a_body()))
    at = moment(date(2027, 4, 2))
    for closing in (False, True):
        if closing:
            closed(date(2026, 12, 1), at=at)
            # Written once the year is closed: it is of the next, whatever its own day, and opens nothing.
            scenes.validated(rights(100_000), scenes.with_bank_account(scenes.a_body()))
        path = tmp_path / f"{closing}"
        fec.write(path, 2027, open_months=True)
        lines = [dict(zip(fec.COLUMNS, line.split("\t"), strict=True)) for line in path.read_text().splitlines()[1:]]
        opened = [line for line in lines if line["JournalCode"] == "AN" and line["CompteNum"] == "4011"]
        assert len({line["CompAuxNum"] for line in opened}) == len(opened) == 2
        assert {line["Debit"] for line in opened} == {"0,00"}
        assert all(line["CompAuxLib"] for line in opened)
        assert not complaints(path.read_bytes().decode(), 2027, closed_only=False)


def test_the_opening_tells_third_parties_thing_by_thing_and_letters_reach_it(tmp_path: Path) -> None:
    """A refund and an invoice of 2026 are settled in 2027; another invoice waits: three lines, two of them lettered."""
    an_invoice(a_provider(), 30_000)
    an_invoice(a_provider(banked=False), 50_000)
    card = a_collection(15_000)
    record_outcome(collection_id=card, outcome=Outcome.PAID, external_id="p", by=SYSTEM, at=moment(date(2026, 6, 2)))
    given_back = refund(
        collection_id=card,
        amount_cents=4_000,
        reference="r",
        why=RefundWhy.OTHER,
        by=SYSTEM,
        at=moment(date(2026, 6, 3)),
    )
    closed(date(2026, 6, 1), at=moment(date(2027, 1, 9)))
    for month in range(7, 13):
        closed(date(2026, month, 1), at=moment(date(2027, 1, 9)))
    record_refund(refund_id=given_back, external_id="re_1", by=SYSTEM, at=moment(date(2027, 1, 10)))
    batch = prepare_payouts(until=date(2027, 2, 1), by=FINANCE, at=moment(date(2027, 1, 10)))
    approve_payouts(batch_id=batch, by=APPROVER, at=moment(date(2027, 1, 10), 15))
    fec.write(tmp_path / "file", 2027, open_months=True)
    text = (tmp_path / "file").read_bytes().decode()
    assert not complaints(text, 2027, closed_only=False)
    lines = [dict(zip(fec.COLUMNS, line.split("\t"), strict=True)) for line in text.splitlines()[1:]]
    opened = [line for line in lines if line["JournalCode"] == "AN" and line["CompteNum"] in ("4011", "4664")]
    assert sorted((line["CompteNum"], line["Credit"], bool(line["EcritureLet"])) for line in opened) == [
        ("4011", "300,00", True),
        ("4011", "500,00", False),
        ("4664", "40,00", True),
    ]
    assert {line["PieceRef"].split(" ")[0] for line in opened} == {"Facture", "Remboursement"}
    sums: dict[str, int] = defaultdict(int)
    for line in lines:
        if line["EcritureLet"]:
            sums[line["EcritureLet"]] += int(line["Debit"].replace(",", "")) - int(line["Credit"].replace(",", ""))
    assert list(sums.values()) == [0, 0]


def test_interrupted_anywhere_it_ends_the_same(two_years: None, tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    fec.write(whole, 2026)
    told = whole.read_bytes()
    for cut in (0, 5, 200, 1_000, len(told) // 2, len(told) - 3, len(told)):
        part = tmp_path / f"part{cut}"
        part.write_bytes(told[:cut])
        fec.write(part, 2026)
        assert part.read_bytes() == told, cut


def test_open_months_are_left_out_unless_asked_for(tmp_path: Path) -> None:
    a_payment(100, date(2026, 9, 5))
    closed(date(2026, 9, 1), at=NOW)
    a_payment(200, date(2026, 9, 6))
    assert fec.write(tmp_path / "closed", 2026) == 1
    assert fec.write(tmp_path / "all", 2026, open_months=True) == 2
    text = (tmp_path / "all").read_bytes().decode()
    assert not complaints(text, 2026, closed_only=False)
    last = text.split("\r\n")[-2].split("\t")
    assert (last[3], last[9], last[15]) == ("20261001", "20260906", "")
