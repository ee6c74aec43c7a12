"""The bank answers late, twice, out of order or in part: nothing is paid twice, blamed or lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.treasury.banking import (
    DAY,
    back,
    balance,
    lines,
    refused,
    sent,
    single,
    sound,
    states,
    told,
    took,
    whole,
)
from tests.treasury.scenes import (
    APPROVER,
    FINANCE,
    LATER,
    UNTIL,
    a_bank_account,
    a_batch,
    an_invoice,
)

from acquis.ledger.types import House, house, provider_payable
from acquis.outside import bank_standin
from acquis.outside.bank_standin import Booked
from acquis.treasury import queries
from acquis.treasury.actions import (
    approve_payouts,
    mark_paid,
    settle_entry,
)
from acquis.treasury.models import BankEntry, PayoutBatch, PayoutLine
from acquis.treasury.types import BatchState, EntryState, LineState, Puzzle, Refusal

pytestmark = pytest.mark.django_db


def test_a_return_told_before_its_debit_waits_and_is_then_believed() -> None:
    batch = sent(30_000, 40_000)
    line = lines(batch)[0]
    early = took(told(back(line), number="S2"))
    assert states(early) == [(EntryState.TO_LOOK_AT, Puzzle.NOT_EXPECTED)]
    assert [each.why for each in queries.payable(UNTIL, on=DAY).waiting] == []
    took(told(whole(batch), number="S1"))
    assert states(early) == [(EntryState.MATCHED, None)]
    line.refresh_from_db()
    assert line.state == LineState.RETURNED
    assert balance(house(House.BANK)) == 40_000
    assert states(took(told(back(line), number="S3"))) == [(EntryState.REPEATED, None)]
    assert sound() == []


def test_a_transfer_already_booked_is_not_rejected() -> None:
    batch = sent(30_000, 40_000)
    one, two = lines(batch)
    took(told(single(one, "B1")))
    file = took(
        bank_standin.answer(number="A1", order_id=batch.number, made_at=LATER, transfers=[(one.end_to_end_id, "AC01")])
    )
    assert states(file)[0] == (EntryState.TO_LOOK_AT, Puzzle.NOT_EXPECTED)
    whole_order = bank_standin.answer(number="A2", order_id=batch.number, made_at=LATER, rejected=True, reason="AM04")
    assert states(took(whole_order)) == [(EntryState.TO_LOOK_AT, Puzzle.NOT_EXPECTED)]
    took(told(single(two, "B2"), number="S2"))
    assert balance(house(House.BANK)) == 70_000
    assert sound() == []


def test_what_comes_back_before_the_rest_of_its_batch_is_booked() -> None:
    batch = sent(30_000, 40_000)
    one, two = lines(batch)
    took(told(single(one, "B1"), back(one)))
    one.refresh_from_db()
    assert one.state == LineState.RETURNED
    assert balance(provider_payable(one.provider_id)) == 30_000
    took(told(single(two, "B2"), number="S2"))
    batch.refresh_from_db()
    assert batch.state == BatchState.PAID
    assert balance(house(House.BANK)) == 40_000
    assert sound() == []


def test_the_rejection_of_the_last_transfer_that_was_awaited_ends_the_batch() -> None:
    batch = sent(30_000, 40_000)
    one, two = lines(batch)
    took(told(single(one, "B1")))
    took(
        bank_standin.answer(number="A1", order_id=batch.number, made_at=LATER, transfers=[(two.end_to_end_id, "AC01")])
    )
    batch.refresh_from_db()
    assert (batch.state, batch.paid_on) == (BatchState.PAID, DAY)
    assert balance(house(House.BANK)) == 30_000
    assert sound() == []


def test_two_batches_under_one_reference_of_the_bank_are_two() -> None:
    first, second = sent(50_000), sent(50_000)
    took(told(whole(first, reference="0000000")))
    assert states(took(told(whole(second, reference="0000000"), number="S2"))) == [(EntryState.MATCHED, None)]
    assert balance(house(House.BANK)) == 100_000


def test_an_order_refused_for_our_fault_blames_no_account() -> None:
    batch = sent(30_000)
    (line,) = lines(batch)
    answer = bank_standin.answer(number="A1", order_id=batch.number, made_at=LATER, rejected=True, reason="AM04")
    took(answer)
    assert queries.payable(UNTIL, on=DAY).payable_cents == 30_000
    assert queries.returned_to(line.provider_id) == []
    again = bank_standin.answer(number="A2", order_id=batch.number, made_at=LATER, rejected=True, reason="AM04")
    assert states(took(again)) == [(EntryState.REPEATED, None)]


def test_a_batch_prepared_before_a_return_is_not_approved_after_it() -> None:
    batch = sent(30_000)
    (line,) = lines(batch)
    took(told(whole(batch)))
    an_invoice(line.provider_id, 5_000)
    draft = a_batch()
    took(told(back(line), number="S2"))
    assert refused(approve_payouts, batch_id=draft, by=APPROVER, at=LATER) == Refusal.ACCOUNT_RETURNED


def test_the_body_is_told_until_it_has_another_account() -> None:
    batch = sent(30_000)
    (line,) = lines(batch)
    took(told(whole(batch), back(line)))
    assert [each.reason for each in queries.returned_to(line.provider_id)] == ["AC04"]
    a_bank_account(line.provider_id, at=LATER - timedelta(days=10))
    assert queries.returned_to(line.provider_id) == []


def test_a_statement_after_a_person_and_a_return_still_confirms() -> None:
    batch = sent(30_000, 40_000)
    line = lines(batch)[0]
    mark_paid(batch_id=batch.id, by=FINANCE, at=LATER)
    took(told(back(line), number="S2"))
    assert states(took(told(whole(batch)))) == [(EntryState.MATCHED, None)]
    assert sound() == []


def test_a_person_says_which_transfer_came_back() -> None:
    batch = sent(30_000)
    (line,) = lines(batch)
    fees = Booked(credit=True, amount_cents=29_000, reference="C1", words="RETOUR VIR MOINS FRAIS JEANNE MARTIN")
    file = took(told(whole(batch), fees, Booked(credit=False, amount_cents=5, reference="D9")))
    fee, credit = (each for each in queries.bank_entries(file) if each.state == EntryState.TO_LOOK_AT)
    settling: dict[str, Any] = {"answer": "retour, frais de 10 €", "by": FINANCE, "at": LATER}
    reference = line.end_to_end_id
    assert refused(settle_entry, entry_id=fee.id, returned=reference, **settling) == Refusal.NOT_A_RETURN
    assert refused(settle_entry, entry_id=credit.id, returned="2026-V9", **settling) == Refusal.LINE_UNKNOWN
    settle_entry(entry_id=credit.id, returned=f" {reference} ", **settling)
    line.refresh_from_db()
    assert (line.state, line.returned_on) == (LineState.RETURNED, DAY)
    assert balance(provider_payable(line.provider_id)) == 30_000
    # What the bank writes names people: it is sealed, and read by those who may.
    assert credit.words.endswith("JEANNE MARTIN")
    assert b"JEANNE" not in bytes(BankEntry.objects.get(pk=credit.id).words_sealed or b"")
    assert sound() == []


def test_what_is_broken_is_told() -> None:
    batch = sent(30_000, 40_000)
    took(told(whole(batch)))
    PayoutBatch.objects.filter(pk=batch.pk).update(state=BatchState.APPROVED)
    assert any("booked all of it, and it is not paid" in sentence for sentence in sound())
    PayoutBatch.objects.filter(pk=batch.pk).update(state=BatchState.PAID)
    line = lines(batch)[0]
    took(told(back(line), number="S2"))
    BankEntry.objects.filter(reference="B9").update(line=lines(batch)[1])
    assert any("its line does not say so" in sentence for sentence in sound())
    BankEntry.objects.filter(reference="B9").update(line=line)
    PayoutLine.objects.filter(pk=line.pk).update(state=LineState.ORDERED, returned_on=None)
    assert any("do not add up" in sentence for sentence in sound())
