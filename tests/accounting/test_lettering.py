"""Lettering: sets that hold nothing, letters that never change, what is left, and the columns of the file."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, timedelta
from uuid import UUID

import pytest
from tests.accounting.scenes import findings
from tests.accounting.test_fec import complaints
from tests.treasury.banking import back, lines, told, took, whole
from tests.treasury.scenes import APPROVER, AT, FINANCE, LATER, SYSTEM, TRAINING, a_batch, a_provider, an_invoice
from tests.web.visiting import at, signed_in, words

from acquis.accounting.lettering import Moved, in_letters, key_of, letter_all
from acquis.accounting.queries import fec, open_items
from acquis.treasury.actions import approve_payouts, issue_credit_note
from acquis.treasury.models import PayoutBatch

FIRST = date(2026, 6, 1)


def moves(*said: tuple[str, int]) -> list[Moved]:
    told = enumerate(said, start=1)
    return [
        Moved(
            seq=n, account="4011", party=UUID(int=1), key=key, cents=cents, on=FIRST, recorded_on=FIRST + timedelta(n)
        )
        for n, (key, cents) in told
    ]


def test_a_set_closes_when_it_holds_nothing_and_what_comes_back_begins_another() -> None:
    found = letter_all(moves(("a", 100), ("b", 50), ("a", -40), ("a", -60), ("a", 60), ("b", -20), ("a", -60)))
    letters = {seq: each.code for seq, each in found.letters.items()}
    assert letters == {1: "AAE", 3: "AAE", 4: "AAE", 5: "AAH", 7: "AAH"}
    assert found.letters[1].on == FIRST + timedelta(4)
    assert [(each.key, each.cents, each.entries) for each in found.waiting] == [("b", 30, 2)]
    before = letter_all(moves(("a", 100), ("a", -100), ("a", 5)), until=FIRST + timedelta(1))
    assert (before.letters, before.waiting[0].cents) == ({}, 100)


@pytest.mark.parametrize("seed", range(5))
def test_a_letter_once_given_never_changes_and_closes_sets_of_nothing(seed: int) -> None:
    chance = random.Random(seed)
    said = [(chance.choice("abcd"), chance.choice([-20, -10, 10, 20])) for _ in range(80)]
    all_of_them = moves(*said)
    whole_ledger = letter_all(all_of_them)
    for length in range(0, 80, 9):
        found = letter_all(all_of_them[:length])
        assert found.letters.items() <= whole_ledger.letters.items()
        held = sum(each.cents for each in all_of_them[:length])
        assert sum(each.cents for each in found.waiting) == held
    sums: dict[str, int] = defaultdict(int)
    for move in all_of_them:
        if move.seq in whole_ledger.letters:
            sums[whole_ledger.letters[move.seq].code] += move.cents
    assert len(sums) > 1
    assert not any(sums.values())


def test_what_a_set_held_as_a_year_opened_bears_the_letter_that_closes_it_later() -> None:
    """The fifth movement is written late, of the former year, between two of the new one."""
    told = moves(("a", 100), ("b", 50), ("c", 70), ("a", -60), ("b", -20), ("a", -40), ("c", -70), ("b", 5))
    found = letter_all(told, before=lambda move: move.seq in (1, 2, 3, 5, 7))
    assert [(each.key, each.cents, each.letter and each.letter.code) for each in found.opened] == [
        ("a", 100, "AAG"),
        ("b", 30, None),
    ]
    # Under one letter, what opened and what the year wrote make nothing together.
    written = sum(move.cents for move in told if move.seq in (4, 6))
    assert found.opened[0].cents + written == 0


@pytest.mark.parametrize(
    ("reference", "account", "key"),
    [
        ("invoice 2026-1-000001", "4011", "2026-1-000001"),
        ("payout V-1 invoice 2026-1-000001", "4011", "2026-1-000001"),
        ("payout returned V-1 invoice 2026-1-000001", "4011", "2026-1-000001"),
        ("credit note 2026-1-000002", "4011", "2026-1-000001"),
        (f"refund {UUID(int=7)} due", "4664", str(UUID(int=7))),
        (f"refund {UUID(int=7)}-2 done", "4664", str(UUID(int=7))),
        ("fund call F-1", "4417", "F-1"),
        (f"fund received F-1 {UUID(int=9)}", "4417", "F-1"),
    ],
)
def test_what_a_movement_is_about(reference: str, account: str, key: str) -> None:
    assert key_of(reference, account, {"credit note 2026-1-000002": "2026-1-000001"}) == key


def test_letters_are_never_the_same() -> None:
    assert [in_letters(number) for number in (0, 25, 26, 26**3 - 1, 26**3)] == ["AAA", "AAZ", "ABA", "ZZZ", "BAAA"]


@pytest.mark.django_db
def test_invoices_payments_returns_and_credit_notes_letter_each_other_and_the_file_says_so() -> None:
    paid, returned, credited = a_provider(), a_provider(), a_provider()
    an_invoice(paid, 30_000)
    an_invoice(returned, 50_000)
    partly = an_invoice(credited, 80_000)
    issue_credit_note(invoice_id=partly, amount_cents=20_000, of=TRAINING, reference="partly", by=SYSTEM, at=AT)
    assert open_items()[1] == 0
    assert not findings()
    batch_id = a_batch()
    approve_payouts(batch_id=batch_id, by=APPROVER, at=LATER)
    waiting, lettered = open_items()
    assert ([each for each in waiting if each.account == "4011"], lettered) == ([], 7)
    batch = PayoutBatch.objects.get(pk=batch_id)
    took(told(whole(batch)))
    line = next(each for each in lines(batch) if each.provider_id == returned)
    took(told(back(line), number="S2", opening=-batch.total_cents))
    # Paid, then credited: the body owes it.
    issue_credit_note(invoice_id=partly, amount_cents=10_000, of=TRAINING, reference="after", by=SYSTEM, at=LATER)
    waiting, lettered = open_items()
    assert sorted(each.cents for each in waiting) == [-10_000, 50_000]
    assert lettered == 7
    assert not findings()
    with at(LATER):
        page = words(signed_in(FINANCE).get("/agents/comptabilite/lettrage"))
        assert "7 écritures sont lettrées. 2 écritures attendent leur réponse." in page
        assert "4011 Organismes de formation 2 +400,00 € +400,00 €" in page
        sheet = signed_in(FINANCE).get("/agents/comptabilite/lettrage.csv").content.decode()
        assert sheet.count("\r\n") == 3
        assert "1;-100,00" in sheet

    text = fec.HEADER + "".join(each.text for each in fec.blocks(2026, open_months=True))
    assert not complaints(text, 2026, closed_only=False)
    sums: dict[str, int] = defaultdict(int)
    for each in text.split("\r\n")[1:-1]:
        cells = dict(zip(fec.COLUMNS, each.split("\t"), strict=True))
        assert bool(cells["EcritureLet"]) == bool(cells["DateLet"])
        if cells["EcritureLet"]:
            assert cells["CompteNum"] == "4011"
            sums[cells["EcritureLet"]] += int(cells["Debit"].replace(",", "")) - int(cells["Credit"].replace(",", ""))
    assert len(sums) == 3
    assert not any(sums.values())
    # As the letters were known before the payment: none.
    before = "".join(each.text for each in fec.blocks(2026, open_months=True, lettered=AT.date()))
    assert not any(line.split("\t")[13] for line in before.split("\r\n")[:-1])
