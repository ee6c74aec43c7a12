"""A day reconciled: everything agrees, or what was planted is found, becomes work, and ends by whom it must."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests import scenes
from tests.accounting.scenes import NOW, a_payment, findings
from tests.accounting.test_funds import approved
from tests.moments import moment
from tests.treasury.scenes import a_collection, a_provider, an_invoice

from acquis.accounting import queries
from acquis.accounting.actions import (
    approve_write_off,
    decline_write_off,
    explain_difference,
    propose_write_off,
    receive_call,
    reconcile_day,
    take_card_report,
    take_difference,
)
from acquis.accounting.types import DayCard, Difference, DifferenceCard, Refusal, WorkState
from acquis.kit.refusal import Refused
from acquis.ledger.queries import house_sums
from acquis.ledger.types import House, house
from acquis.outside import bank_standin
from acquis.outside.bank_standin import Booked
from acquis.outside.card_reports import LineKind, written
from acquis.treasury import checks as treasury_checks
from acquis.treasury import queries as treasury
from acquis.treasury.actions import (
    approve_payouts,
    mark_paid,
    prepare_payouts,
    record_outcome,
    record_refund,
    refund,
    return_payout,
    settle_entry,
    take_bank_file,
)
from acquis.treasury.types import LineAct, Outcome, RefundState

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 19)
THEN = moment(DAY)
IBAN = "FR7699999000010000000000115"

Told = tuple[LineKind, str, str, int, date]


def refused(act: Any, **arguments: Any) -> Any:
    with pytest.raises(Refused) as refusal:
        act(**arguments)
    return refusal.value.reason


def held(account: House) -> int:
    """What we have on an account: debits less credits."""
    return -house_sums()[house(account)].balance_cents


def paid_by_card(cents: int = 10_000) -> Told:
    """A payment by card of the day, and the line by which the provider tells it."""
    collection = a_collection(cents, at=THEN)
    record_outcome(
        collection_id=collection, outcome=Outcome.PAID, external_id=f"pay_{collection}", by=scenes.SYSTEM, at=THEN
    )
    return (LineKind.PAYMENT, f"pay_{collection}", str(collection), cents, DAY)


def refunded(paid: Told, cents: int) -> Told:
    owed = refund(collection_id=UUID(paid[2]), amount_cents=cents, reference=paid[2], by=scenes.SYSTEM, at=THEN)
    record_refund(refund_id=owed, external_id=f"ref_{owed}", by=scenes.SYSTEM, at=THEN)
    return (LineKind.REFUND, f"ref_{owed}", str(owed), cents, DAY)


def reported(*lines: Told, name: str = "jour.csv") -> UUID:
    return take_card_report(content=written(lines), name=name, by=scenes.SYSTEM, at=NOW)


def stated(*booked: Booked, number: str = "S1", on: date = DAY, opening: int = 0) -> None:
    content = bank_standin.statement(iban=IBAN, number=number, on=on, made_at=NOW, opening_cents=opening, booked=booked)
    take_bank_file(content=content, name="releve.xml", by=scenes.FINANCE, at=NOW)


def sent(*amounts: int) -> Any:
    """A batch approved, with a transfer for each amount; the batch's card."""
    for amount in amounts:
        an_invoice(a_provider(), amount, at=THEN - timedelta(days=60))
    batch = prepare_payouts(until=DAY, by=scenes.FINANCE, at=THEN)
    approve_payouts(batch_id=batch, by=scenes.APPROVER, at=THEN)
    return treasury.batch(batch)


def whole(batch: Any) -> Booked:
    return Booked(credit=False, amount_cents=batch.total_cents, reference="B1", order_id=batch.number)


def reconciled(day: date = DAY) -> DayCard:
    return reconcile_day(day=day, by=scenes.SYSTEM, at=max(NOW, moment(day + timedelta(days=1))))


def work(day: date | None = DAY) -> list[DifferenceCard]:
    return queries.differences(day=day)


def kinds() -> list[Difference]:
    return [each.kind for each in work()]


def test_a_day_in_which_everything_agrees() -> None:
    paid, other = paid_by_card(), paid_by_card(700)
    back = refunded(paid, 4_000)
    batch = sent(50_000, 30_000)
    fee: Told = (LineKind.FEE, "fee_1", "", 25, DAY)
    payout: Told = (LineKind.PAYOUT, "po_1", "", 6_675, DAY)
    reported(paid, other, back, fee, payout)
    stated(whole(batch), Booked(credit=True, amount_cents=6_675, reference="po_1"))
    day = reconciled()
    assert work() == []
    assert day.agreed == day.ours == 9
    assert held(House.CARD_CLEARING) == 0
    assert held(House.FEES) == 25
    assert held(House.BANK) == 6_675 - 80_000
    assert reconciled() == day
    assert not findings()
    assert not findings(treasury_checks.CHECKED)


def test_each_transfer_told_alone_and_one_that_comes_back() -> None:
    batch = sent(50_000, 30_000)
    first, second = batch.lines
    stated(
        Booked(credit=False, amount_cents=first.amount_cents, reference="B1", end_to_end_id=first.end_to_end_id),
        Booked(credit=False, amount_cents=second.amount_cents, reference="B2", end_to_end_id=second.end_to_end_id),
    )
    assert reconciled().differences == 0
    return_payout(
        line_id=first.id, word=LineAct.RETURN, reason="AC04", blames_account=True, on=DAY, by=scenes.SYSTEM, at=THEN
    )
    reconciled()
    (lost,) = work()
    assert (lost.kind, lost.ours_cents, lost.theirs_cents) == (Difference.NOT_TOLD, first.amount_cents, 0)


PLANTED = {
    Difference.NOT_TOLD: lambda told: [],
    Difference.DOUBLED: lambda told: [told, told],
    Difference.OTHER_AMOUNT: lambda told: [(*told[:3], told[3] + 1, told[4])],
    Difference.NOT_OURS: lambda told: [told, (*told[:1], "pay_x", str(uuid4()), *told[3:])],
}


@pytest.mark.parametrize("kind", PLANTED)
def test_what_is_planted_in_a_report_is_found(kind: Difference) -> None:
    fair, planted = paid_by_card(), paid_by_card(5_000)
    reported(fair, *PLANTED[kind](planted))
    day = reconciled()
    assert kinds() == [kind]
    assert day.agreed == (1 if kind in (Difference.NOT_TOLD, Difference.OTHER_AMOUNT) else 2)
    assert day.differences == 1


def test_a_payment_told_on_another_day_is_found_on_that_day_and_money_is_not_in_question() -> None:
    fair = paid_by_card()
    reported((*fair[:4], DAY + timedelta(days=3)))
    reported((LineKind.FEE, "fee_9", "", 1, DAY))
    reconciled()
    reconciled(DAY + timedelta(days=3))
    (found,) = queries.differences()
    assert (found.kind, found.moves_money) == (Difference.OTHER_DAY, False)
    explain_difference(item_id=found.id, words="Panne du prestataire", by=scenes.FINANCE, at=NOW)
    assert queries.differences() == []
    reconciled(DAY + timedelta(days=3))
    assert queries.differences() == []


def test_a_payment_told_just_after_midnight_agrees() -> None:
    fair = paid_by_card()
    reported((*fair[:4], DAY + timedelta(days=1)), (LineKind.FEE, "fee_9", "", 1, DAY))
    assert reconciled().differences == 0
    assert reconciled(DAY + timedelta(days=1)).differences == 0


def test_a_line_of_the_bank_that_nothing_explains_is_written_off_by_two_persons() -> None:
    batch = sent(50_000)
    stated(whole(batch), Booked(credit=False, amount_cents=1_250, reference="F1", words="FRAIS DE COMPTE"))
    reconciled()
    (found,) = work()
    assert (found.kind, found.money_cents) == (Difference.NOT_OURS, -1_250)
    asked: dict[str, Any] = {"item_id": found.id, "at": NOW}
    assert refused(take_difference, item_id=uuid4(), by=scenes.FINANCE, at=NOW) == Refusal.DIFFERENCE_UNKNOWN
    assert refused(take_difference, by=scenes.STAFF, **asked) == Refusal.NOT_ALLOWED
    take_difference(by=scenes.FINANCE, **asked)
    assert refused(approve_write_off, by=scenes.APPROVER, **asked) == Refusal.NOT_IN_THIS_STATE
    assert refused(explain_difference, words=" ", by=scenes.FINANCE, **asked) == Refusal.WORDS_MISSING
    assert refused(explain_difference, words="frais", by=scenes.FINANCE, **asked) == Refusal.MONEY_DIFFERS
    propose_write_off(words="Frais de tenue de compte", by=scenes.FINANCE, **asked)
    assert refused(approve_write_off, by=scenes.FINANCE, **asked) == Refusal.NOT_ALLOWED
    both = replace(scenes.FINANCE, roles=scenes.FINANCE.roles | scenes.APPROVER.roles)
    assert refused(approve_write_off, by=both, **asked) == Refusal.SAME_PERSON
    decline_write_off(by=scenes.APPROVER, **asked)
    propose_write_off(words="Frais de tenue de compte, contrat 2026", by=scenes.FINANCE, **asked)
    approve_write_off(by=scenes.APPROVER, **asked)
    assert held(House.BANK) == -51_250
    assert (held(House.FEES), held(House.TO_CLEAR)) == (1_250, 0)
    assert treasury.entries_to_look_at() == 0
    day = reconciled()
    assert (day.differences, day.agreed) == (0, day.ours)
    (ended,) = queries.differences(standing=False)
    assert ended.state is WorkState.ENDED
    assert not findings()
    assert not findings(treasury_checks.CHECKED)


def test_what_the_bank_holds_is_ours_but_for_the_differences_that_stand() -> None:
    assert queries.bank_state() is None
    batch = sent(50_000)
    stated(whole(batch), Booked(credit=False, amount_cents=1_250, reference="F1", words="FRAIS DE COMPTE"))
    # What moved after the statement's last day is not held against it.
    a_payment(700, DAY + timedelta(days=1))
    before = queries.bank_state()
    assert before is not None
    assert (before.theirs_cents, before.ours_cents, before.gap_cents) == (-51_250, -50_000, -1_250)
    # Not reconciled yet: nobody has found why.
    assert (before.open_count, before.rest_cents) == (0, -1_250)
    reconciled()
    after = queries.bank_state()
    assert after is not None
    assert (after.open_cents, after.open_count, after.rest_cents) == (-1_250, 1, 0)
    written_off(work()[0])
    settled = queries.bank_state()
    assert settled is not None
    assert (settled.gap_cents, settled.open_count, settled.rest_cents) == (0, 0, 0)


def written_off(found: DifferenceCard) -> None:
    propose_write_off(item_id=found.id, words="Jamais retrouvé", by=scenes.FINANCE, at=NOW)
    approve_write_off(item_id=found.id, by=scenes.APPROVER, at=NOW)


def test_what_was_never_told_and_is_written_off_differs_no_more() -> None:
    a_payment(10_000, DAY)
    stated()
    stated(number="S2", on=NOW.date())
    reconciled()
    (found,) = work()
    assert (found.kind, found.ours_cents, found.theirs_cents) == (Difference.NOT_TOLD, -10_000, 0)
    written_off(found)
    assert held(House.BANK) == 0
    assert reconciled().differences == 0
    again = reconciled(NOW.date())
    assert (again.ours, again.agreed, again.differences) == (1, 1, 0)
    assert queries.differences() == []


def test_what_is_told_after_it_was_written_off_is_a_difference_again_and_takes_the_writing_off_back() -> None:
    paid = paid_by_card()
    reported((LineKind.FEE, "fee_1", "", 5, DAY))
    reconciled()
    (found,) = work()
    written_off(found)
    assert (held(House.CARD_CLEARING), reconciled().differences) == (-5, 0)
    reported(paid, name="suite.csv")
    assert reconciled().differences == 1
    (since,) = [each for each in queries.differences() if each.state is WorkState.OPEN]
    assert (since.kind, since.ours_cents, since.theirs_cents) == (Difference.OTHER_AMOUNT, 0, 10_000)
    written_off(since)
    assert (held(House.CARD_CLEARING), held(House.TO_CLEAR)) == (9_995, 0)
    assert reconciled().differences == 0
    assert not findings()


def test_another_amount_written_off_differs_no_more() -> None:
    batch = sent(10_000)
    mark_paid(batch_id=batch.id, on=DAY, by=scenes.FINANCE, at=THEN)
    reference = batch.lines[0].end_to_end_id
    stated(Booked(credit=False, amount_cents=9_000, reference="B1", end_to_end_id=reference))
    reconciled()
    (found,) = work()
    assert (found.kind, found.ours_cents, found.theirs_cents) == (Difference.OTHER_AMOUNT, -10_000, -9_000)
    written_off(found)
    assert held(House.BANK) == -9_000
    assert reconciled().differences == 0
    assert queries.differences() == []


def test_a_line_of_the_bank_received_since_it_was_proposed_is_not_booked_twice() -> None:
    call = approved()
    stated(Booked(credit=True, amount_cents=1_000, reference="C1"))
    reconciled()
    (found,) = work()
    propose_write_off(item_id=found.id, words="Crédit inconnu", by=scenes.FINANCE, at=NOW)
    (entry,) = treasury.bank_entries()
    receive_call(call_id=call, entry_id=entry.id, by=scenes.FINANCE, at=NOW)
    before = held(House.BANK)
    asked: dict[str, Any] = {"item_id": found.id, "by": scenes.APPROVER, "at": NOW}
    assert refused(approve_write_off, **asked) == Refusal.ENTRY_EXPLAINED
    assert held(House.BANK) == before
    assert reconciled().differences == 0


def test_a_line_of_the_bank_settled_with_words_alone_is_still_written_off() -> None:
    stated(Booked(credit=True, amount_cents=1_000, reference="C1"))
    reconciled()
    (found,) = work()
    (entry,) = treasury.bank_entries()
    settle_entry(entry_id=entry.id, answer="Vu", by=scenes.FINANCE, at=NOW)
    written_off(found)
    assert held(House.BANK) == 1_000
    assert reconciled().differences == 0


def test_what_is_late_keeps_its_owner_when_days_behind_are_reconciled_again() -> None:
    sent(50_000)
    last = DAY + timedelta(days=8)
    reconciled(last)
    (late,) = queries.differences()
    take_difference(item_id=late.id, by=scenes.FINANCE, at=NOW)
    morning = moment(last + timedelta(days=1))
    for behind in range(6, -1, -1):
        reconcile_day(day=last - timedelta(days=behind), by=scenes.SYSTEM, at=morning)
    (still,) = queries.differences()
    assert (still.id, still.kind, still.owner) == (late.id, Difference.LATE, scenes.FINANCE.key)
    assert still.state is WorkState.TAKEN


def test_what_agrees_at_last_goes_by_itself_and_what_differs_again_comes_back() -> None:
    batch = sent(50_000)
    reconciled(DAY + timedelta(days=8))
    (late,) = queries.differences()
    assert late.kind is Difference.LATE
    stated(whole(batch))
    reconciled(DAY + timedelta(days=8))
    assert queries.differences() == []
    paid = paid_by_card()
    reconciled()
    assert kinds() == [Difference.NO_STATEMENT]
    reported((LineKind.FEE, "fee_1", "", 5, DAY))
    reconciled()
    assert kinds() == [Difference.NOT_TOLD]
    reported(paid, name="suite.csv")
    assert reconciled().differences == 0


def test_statements_that_do_not_follow_each_other_are_found() -> None:
    stated(Booked(credit=True, amount_cents=500, reference="C1"), number="S1", opening=1_000)
    stated(number="S2", on=DAY + timedelta(days=1), opening=1_500)
    assert reconciled(DAY + timedelta(days=1)).differences == 0
    stated(number="S3", on=DAY + timedelta(days=2), opening=1_400)
    reconciled(DAY + timedelta(days=2))
    (gap,) = work(DAY + timedelta(days=2))
    assert (gap.kind, gap.ours_cents, gap.theirs_cents) == (Difference.GAP, 1_500, 1_400)
    assert refused(propose_write_off, item_id=gap.id, words="x", by=scenes.FINANCE, at=NOW) == Refusal.NO_MONEY


def test_a_chargeback_waits_until_two_persons_bear_it() -> None:
    paid = paid_by_card()
    reported(paid, (LineKind.CHARGEBACK, "cb_1", paid[2], 10_000, DAY))
    reported((LineKind.CHARGEBACK, "cb_1", paid[2], 10_000, DAY), paid, name="encore.csv")
    assert (held(House.CARD_CLEARING), held(House.TO_CLEAR)) == (0, 10_000)
    # The payment knows it, once, whatever is told again.
    assert treasury.collection(UUID(paid[2])).contested_cents == 10_000
    (found,) = [each for each in work() if each.kind is Difference.CHARGEBACK]
    propose_write_off(item_id=found.id, words="Fraude à la carte", by=scenes.FINANCE, at=NOW)
    approve_write_off(item_id=found.id, by=scenes.APPROVER, at=NOW)
    assert (held(House.TO_CLEAR), held(House.FEES)) == (0, 10_000)
    reconciled()
    assert [each.kind for each in work()] == [Difference.DOUBLED]
    assert not findings()


def test_a_refund_that_a_report_tells_as_come_back_is_owed_again_once() -> None:
    paid = paid_by_card()
    done = refunded(paid, 4_000)
    back = (LineKind.REFUND_BACK, f"back_{done[1]}", done[2], 4_000, DAY)
    for name in ("jour.csv", "encore.csv"):
        reported(paid, done, back, name=name)
    (card,) = treasury.refunds_about(treasury.collection(UUID(paid[2])).about)
    assert (card.state, card.reason) == (RefundState.REFUSED, "failed")
    assert (-held(House.REFUNDS_DUE), held(House.CARD_CLEARING)) == (4_000, 10_000)
    reconciled()
    assert not findings()
    # A key that is none of ours is for the reconciliation.
    reported((LineKind.REFUND_BACK, "x", "not ours", 1, DAY), name="autre.csv")


def test_a_report_is_read_line_by_line_and_taken_once() -> None:
    bad = b"kind;id;reference;amount_cents;day\nfee;f1;;12;2026-11-19\nfee;f2;;1,2;2026-11-19\nloan;x;;1;2026-11-19\n"
    report = take_card_report(content=bad, name="a.csv", by=scenes.FINANCE, at=NOW)
    assert take_card_report(content=bad, name="b.csv", by=scenes.FINANCE, at=NOW) == report
    assert sorted(each.theirs for each in work()) == [
        "a.csv, ligne 3, colonne « amount_cents »",
        "a.csv, ligne 4, colonne « kind »",
    ]
    assert held(House.FEES) == 12
    asked: dict[str, Any] = {"name": "c", "at": NOW}
    assert refused(take_card_report, content=b"rien", by=scenes.FINANCE, **asked) == Refusal.REPORT_NOT_READABLE
    assert refused(take_card_report, content=bad, by=scenes.STAFF, **asked) == Refusal.NOT_ALLOWED
    assert refused(reconcile_day, day=DAY, by=scenes.STAFF, at=NOW) == Refusal.NOT_ALLOWED
