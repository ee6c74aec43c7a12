"""The bank answers: what it executed is paid, what it sends back is owed again, what nothing explains waits."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.treasury.banking import (
    DAY,
    back,
    balance,
    lines,
    refused,
    sent,
    sound,
    states,
    told,
    took,
    whole,
)
from tests.treasury.scenes import (
    AGENT,
    APPROVER,
    AT,
    FINANCE,
    LATER,
    SYSTEM,
    UNTIL,
    a_bank_account,
    a_batch,
    a_provider,
    an_invoice,
    holder_of,
)

from acquis.journal.queries import history
from acquis.kit.refusal import Refused
from acquis.ledger.types import House, house, provider_payable
from acquis.outside import bank_standin
from acquis.outside.bank_standin import Booked
from acquis.treasury import queries
from acquis.treasury.actions import (
    approve_payouts,
    mark_paid,
    prepare_payouts,
    retry_account,
    return_payout,
    settle_entry,
    take_bank_file,
)
from acquis.treasury.models import BankFile, Invoice, PayoutBatch, PayoutLine
from acquis.treasury.types import BatchState, EntryState, InvoiceState, LineAct, LineState, Puzzle, Refusal, Unpaid

pytestmark = pytest.mark.django_db


def test_a_statement_that_books_a_batch_pays_it() -> None:
    batch = sent(120_000, 80_000)
    file = took(told(whole(batch)))
    batch.refresh_from_db()
    assert (batch.state, batch.paid_on) == (BatchState.PAID, DAY)
    assert states(file) == [(EntryState.MATCHED, None)]
    assert balance(house(House.PAYOUTS_IN_TRANSIT)) == 0
    assert balance(house(House.BANK)) == 200_000
    card = queries.bank_file(file, by=FINANCE)
    assert card is not None
    assert (card.opening_cents, card.closing_cents, card.entries, card.to_look_at) == (0, -200_000, 1, 0)
    assert sound() == []


def test_the_same_file_and_the_same_entry_told_again_move_nothing_twice() -> None:
    batch = sent(50_000)
    file = took(told(whole(batch)))
    assert took(told(whole(batch))) == file
    # Another statement of the same day: the bank tells all of it again, under another number.
    again = took(told(whole(batch), number="S2"))
    assert states(again) == [(EntryState.REPEATED, None)]
    assert (BankFile.objects.count(), balance(house(House.BANK))) == (2, 50_000)
    assert sound() == []


def test_a_batch_that_a_person_told_to_be_paid_is_confirmed_by_the_statement() -> None:
    batch = sent(50_000)
    mark_paid(batch_id=batch.id, by=FINANCE, at=LATER)
    assert states(took(told(whole(batch)))) == [(EntryState.MATCHED, None)]
    second = took(told(whole(batch, reference="B2"), number="S2"))
    assert states(second) == [(EntryState.TO_LOOK_AT, Puzzle.NOT_EXPECTED)]
    assert balance(house(House.BANK)) == 50_000
    assert sound() == []


def test_two_bookings_of_one_batch_in_one_file_are_not_both_believed() -> None:
    batch = sent(50_000)
    file = took(told(whole(batch), whole(batch, reference="B2")))
    assert states(file) == [(EntryState.MATCHED, None), (EntryState.TO_LOOK_AT, Puzzle.NOT_EXPECTED)]
    assert sound() == []


def test_transfers_booked_one_by_one_pay_the_batch_with_the_last() -> None:
    batch = sent(30_000, 40_000)
    one, two = lines(batch)

    def booked(line: PayoutLine, reference: str) -> Booked:
        return Booked(
            credit=False, amount_cents=line.amount_cents, reference=reference, end_to_end_id=line.end_to_end_id
        )

    took(told(booked(one, "B1")))
    batch.refresh_from_db()
    assert batch.state == BatchState.APPROVED
    assert sound() == []
    file = took(told(booked(one, "B3"), booked(two, "B2"), number="S2"))
    assert states(file) == [(EntryState.TO_LOOK_AT, Puzzle.NOT_EXPECTED), (EntryState.MATCHED, None)]
    batch.refresh_from_db()
    assert batch.state == BatchState.PAID
    assert sound() == []


def test_a_transfer_that_comes_back_is_owed_again_and_its_account_waits_for_a_person() -> None:
    batch = sent(30_000, 40_000)
    line, _other = lines(batch)
    invoice = Invoice.objects.get(line=line)
    # Given in the order of the bank: what comes back first, what left after it.
    file = took(told(back(line), whole(batch)))
    assert states(file) == [(EntryState.MATCHED, None)] * 2
    line.refresh_from_db()
    invoice.refresh_from_db()
    assert (line.state, line.reason, line.returned_on, line.carried) == (
        LineState.RETURNED, "AC04", DAY, [invoice.number],
    )  # fmt: skip
    assert (invoice.state, invoice.line_id, invoice.paid_on) == (InvoiceState.TO_PAY, None, None)
    assert balance(house(House.BANK)) == 40_000
    assert balance(provider_payable(line.provider_id)) == 30_000
    assert sound() == []

    waiting = queries.payable(UNTIL, on=DAY).waiting
    assert [(each.provider_id, each.why, each.cents) for each in waiting] == [
        (line.provider_id, Unpaid.ACCOUNT_RETURNED, 30_000)
    ]
    assert refused(prepare_payouts, until=UNTIL, by=FINANCE, at=LATER) == Refusal.NOTHING_TO_PAY
    # Whoever took the bank's file does not decide it alone.
    assert refused(retry_account, line_id=line.id, by=FINANCE, at=LATER) == Refusal.TOOK_THE_FILE
    retry_account(line_id=line.id, by=APPROVER, at=LATER)
    retry_account(line_id=line.id, by=FINANCE, at=LATER)
    assert PayoutLine.objects.get(pk=line.pk).retried_by == APPROVER.key
    second = PayoutBatch.objects.get(pk=a_batch())
    approve_payouts(batch_id=second.id, by=APPROVER, at=LATER)
    took(told(whole(second, reference="B5"), number="S3"))
    invoice.refresh_from_db()
    assert invoice.state == InvoiceState.PAID
    assert balance(house(House.BANK)) == 70_000
    assert sound() == []
    kinds = [event.kind for event in history(invoice.about)]
    assert kinds.count("treasury.payout_returned") == 1
    assert kinds.count("treasury.paid") == 2


def test_another_account_of_the_body_is_paid_without_anybody_deciding() -> None:
    batch = sent(30_000)
    (line,) = lines(batch)
    took(told(whole(batch), back(line)))
    a_bank_account(line.provider_id, at=LATER - timedelta(days=10))
    assert queries.payable(UNTIL, on=DAY).payable_cents == 30_000


def test_what_the_bank_refuses_before_it_books_is_not_booked() -> None:
    batch = sent(30_000, 40_000)
    line, other = lines(batch)
    answer = bank_standin.answer(
        number="A1", order_id=batch.number, made_at=LATER, transfers=[(line.end_to_end_id, "AC01")]
    )
    file = took(answer)
    assert states(file) == [(EntryState.MATCHED, None)] * 2
    assert balance(house(House.PAYOUTS_IN_TRANSIT)) == 40_000
    assert sound() == []
    line.refresh_from_db()
    assert (line.state, line.blames_account) == (LineState.REJECTED, True)
    # The whole sum is not what the bank books then; while it waits, nobody concerned by it is paid.
    assert states(took(told(whole(batch)))) == [(EntryState.TO_LOOK_AT, Puzzle.AMOUNT_DIFFERS)]
    took(told(whole(batch, other.amount_cents, "B2"), number="S2"))
    batch.refresh_from_db()
    assert batch.state == BatchState.PAID
    assert balance(house(House.BANK)) == 40_000
    assert sound() == []


def test_a_refused_order_gives_every_invoice_back() -> None:
    batch = sent(30_000, 40_000)
    answer = bank_standin.answer(number="A1", order_id=batch.number, made_at=LATER, rejected=True, reason="AM05")
    took(answer)
    batch.refresh_from_db()
    assert batch.state == BatchState.REJECTED
    assert {invoice.state for invoice in Invoice.objects.all()} == {InvoiceState.TO_PAY}
    assert balance(house(House.PAYOUTS_IN_TRANSIT)) == 0
    assert "treasury.payouts_rejected" in [event.kind for event in history(batch.id)]
    assert states(took(told(whole(batch)))) == [(EntryState.TO_LOOK_AT, Puzzle.NOT_EXPECTED)]
    assert sound() == []


def test_an_order_that_is_taken_changes_nothing() -> None:
    batch = sent(30_000)
    file = took(bank_standin.answer(number="A1", order_id=batch.number, made_at=LATER))
    assert states(file) == [(EntryState.MATCHED, None)]
    batch.refresh_from_db()
    assert batch.state == BatchState.APPROVED


def test_what_nothing_explains_waits_and_a_person_says_what_it_was() -> None:
    batch = sent(30_000)
    (line,) = lines(batch)
    file = took(
        told(
            Booked(credit=False, amount_cents=1_250, reference="F1", words="FRAIS DE TENUE DE COMPTE"),
            Booked(credit=True, amount_cents=5_000_000, reference="C1", words="APPEL DE FONDS ETAT"),
            Booked(credit=True, amount_cents=30_000, reference="C2", end_to_end_id="2025-V00009-00001"),
            back(line, reference="C3"),
        )
    )
    unknown, early = (EntryState.TO_LOOK_AT, Puzzle.REFERENCE_UNKNOWN), (EntryState.TO_LOOK_AT, Puzzle.NOT_EXPECTED)
    assert states(file) == [unknown, unknown, unknown, early]
    assert [each.id for each in queries.bank_entries(to_look_at=True, by=FINANCE)] == [
        each.id for each in queries.bank_entries(file)
    ]
    fee = queries.bank_entries(file)[0]
    settling: dict[str, Any] = {"entry_id": fee.id, "answer": "  Frais de juin,\nconvention du compte ", "at": LATER}
    assert refused(settle_entry, **settling | {"entry_id": uuid4()}, by=FINANCE) == Refusal.ENTRY_UNKNOWN
    assert refused(settle_entry, **settling, by=AGENT) == Refusal.NOT_ALLOWED
    assert refused(settle_entry, **settling | {"answer": " \n"}, by=FINANCE) == Refusal.WORDS_MISSING
    settle_entry(**settling, by=FINANCE)
    settled = queries.bank_entries(file)[0]
    assert (settled.state, settled.answer, settled.settled_by) == (
        EntryState.SETTLED, "Frais de juin, convention du compte", FINANCE.key,
    )  # fmt: skip
    assert refused(settle_entry, **settling, by=FINANCE) == Refusal.NOT_IN_THIS_STATE
    assert "treasury.bank_entry_settled" in [event.kind for event in history(file)]
    assert sound() == []


def test_a_draft_is_unknown_to_the_bank() -> None:
    an_invoice(a_provider(), 10_000)
    batch = PayoutBatch.objects.get(pk=a_batch())
    assert states(took(told(whole(batch)))) == [(EntryState.TO_LOOK_AT, Puzzle.REFERENCE_UNKNOWN)]


def test_files_are_refused_in_order(settings: Any) -> None:
    content = told()
    for by in (AGENT, holder_of(uuid4())):
        assert refused(take_bank_file, content=content, name="x", by=by, at=AT) == Refusal.NOT_ALLOWED
    with pytest.raises(Refused) as wrong:
        took(b"not a file")
    assert wrong.value.reason == Refusal.BANK_FILE_NOT_READABLE
    assert wrong.value.details["where"] == "XML"
    assert BankFile.objects.count() == 0
    assert took(content, by=SYSTEM)


def test_a_return_is_refused_in_order() -> None:
    batch = sent(30_000)
    (line,) = lines(batch)
    returning: dict[str, Any] = {
        "line_id": line.id, "word": LineAct.REJECT, "reason": "AC04", "blames_account": True, "on": DAY, "at": LATER,
    }  # fmt: skip
    assert refused(return_payout, **returning | {"line_id": uuid4()}, by=FINANCE) == Refusal.LINE_UNKNOWN
    assert refused(return_payout, **returning, by=AGENT) == Refusal.NOT_ALLOWED
    assert refused(retry_account, line_id=uuid4(), by=FINANCE, at=LATER) == Refusal.LINE_UNKNOWN
    assert refused(retry_account, line_id=line.id, by=AGENT, at=LATER) == Refusal.NOT_ALLOWED
    assert refused(retry_account, line_id=line.id, by=FINANCE, at=LATER) == Refusal.NOT_IN_THIS_STATE
    # What has not left cannot be returned, what has cannot be rejected.
    assert refused(return_payout, **returning | {"word": LineAct.RETURN}, by=FINANCE) == Refusal.NOT_IN_THIS_STATE
    return_payout(**returning, by=FINANCE)
    assert refused(return_payout, **returning, by=FINANCE) == Refusal.NOT_IN_THIS_STATE
    an_invoice(a_provider(), 10_000)
    draft = PayoutBatch.objects.get(pk=a_batch())
    (unsent,) = lines(draft)
    assert refused(return_payout, **returning | {"line_id": unsent.id}, by=FINANCE) == Refusal.NOT_IN_THIS_STATE
    assert sound() == []
