"""The bank's files: read in any version, and refused with the element that is wrong rather than half read."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from acquis.outside import bank_answers, bank_standin
from acquis.outside.bank_answers import NotReadable
from acquis.outside.bank_standin import Booked

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
DAY = date(2026, 11, 20)
IBAN = "FR7699999000010000000000115"
BOOKED = (
    Booked(credit=False, amount_cents=250_005, reference="B1", order_id="2026-V00001"),
    Booked(credit=True, amount_cents=100_000, reference="B2", end_to_end_id="2026-V00001-00001", reason="AC04"),
)


def a_statement(booked: tuple[Booked, ...] = BOOKED) -> bytes:
    return bank_standin.statement(iban=IBAN, number="S1", on=DAY, made_at=AT, opening_cents=-150, booked=booked)


def an_answer(**more: object) -> bytes:
    return bank_standin.answer(number="A1", order_id="2026-V00001", made_at=AT, **more)  # type: ignore[arg-type]


def test_a_statement() -> None:
    read = bank_answers.read(a_statement())
    (told,) = read.statements
    assert (read.form, read.message_id) == ("camt.053.001.08", "S1")
    assert (told.iban, told.opening_cents, told.closing_cents) == (IBAN, -150, -150_155)
    assert (told.first_day, told.last_day) == (DAY, DAY)
    whole, back = told.entries
    assert (whole.credit, whole.amount_cents, whole.order_id, whole.details) == (False, 250_005, "2026-V00001", ())
    assert (back.credit, back.reference, back.order_id) == (True, "B2", "")
    (detail,) = back.details
    assert (detail.end_to_end_id, detail.amount_cents, detail.reason) == ("2026-V00001-00001", 100_000, "AC04")


def test_the_status_of_an_entry_stood_elsewhere_in_the_second_version() -> None:
    old = a_statement().replace(b".001.08", b".001.02").replace(b"<Cd>BOOK</Cd>", b"BOOK")
    assert bank_answers.read(old).statements[0].entries == bank_answers.read(a_statement()).statements[0].entries


def test_what_is_only_announced_is_not_booked() -> None:
    announced = a_statement(BOOKED[:1]).replace(b"BOOK<", b"PDNG<").replace(b"2501.55", b"1.50")
    assert bank_answers.read(announced).statements[0].entries == ()


def test_an_order_taken_refused_and_refused_in_part() -> None:
    (taken,) = bank_answers.read(an_answer()).orders
    assert (taken.order_id, taken.rejected, taken.transfers) == ("2026-V00001", False, ())
    (refused,) = bank_answers.read(an_answer(rejected=True, reason="AM05")).orders
    assert (refused.rejected, refused.reason) == (True, "AM05")
    (part,) = bank_answers.read(an_answer(transfers=[("2026-V00001-00002", "AC01")])).orders
    assert not part.rejected
    assert [(t.end_to_end_id, t.rejected, t.reason) for t in part.transfers] == [("2026-V00001-00002", True, "AC01")]


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ((b"<?xml", b"no xml <"), "XML"),
        ((b"camt.053", b"camt.054"), "Document"),
        ((b"2500.05", b"2500.06"), "Stmt/Bal/Amt"),
        ((b'2500.05</Amt>', b'2 500,05</Amt>'), "Amt"),
        ((b'Ccy="EUR">2500.05', b'Ccy="CHF">2500.05'), "Amt"),
        ((b"DBIT</CdtDbtInd>\n        <Sts>", b"DEBIT</CdtDbtInd>\n        <Sts>"), "CdtDbtInd"),
        ((b"<Cd>CLBD</Cd>", b"<Cd>ITBD</Cd>"), "Stmt/Bal"),
        ((b"<Dt>2026-11-20</Dt>", b"<Dt>20/11/2026</Dt>"), "Dt"),
        ((b"<MsgId>S1</MsgId>", b""), "BkToCstmrStmt/GrpHdr/MsgId"),
    ],
)  # fmt: skip
def test_what_is_not_whole_is_refused_and_named(change: tuple[bytes, bytes], where: str) -> None:
    wrong = a_statement().replace(*change, 1) if change[0] in a_statement() else b""
    assert wrong, change
    with pytest.raises(NotReadable) as error:
        bank_answers.read(wrong)
    assert error.value.where == where
    assert error.value.line > 0 or where == "XML"


def test_entities_and_networks_are_not_followed() -> None:
    bomb = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + a_statement().split(b"?>", 1)[1].replace(
        b"<MsgId>S1<", b"<MsgId>&x;<"
    )
    with pytest.raises(NotReadable):
        bank_answers.read(bomb)
