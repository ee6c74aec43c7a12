"""Months close one after the other, by two persons, for good; what comes late goes to the next with its own day."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from tests import scenes
from tests.accounting.scenes import (
    NOVEMBER,
    NOW,
    OCTOBER,
    SEPTEMBER,
    a_payment,
    closed,
    findings,
    rights,
    rolled_up,
)
from tests.moments import moment

from acquis.accounting import queries
from acquis.accounting.actions import approve_closing, discard_closing, prepare_closing
from acquis.accounting.models import Closing
from acquis.accounting.types import BalanceLine, Refusal, Span
from acquis.journal.queries import history
from acquis.kit.refusal import Refused
from acquis.ledger.actions import reverse

pytestmark = pytest.mark.django_db


def refused(act: Any, **arguments: Any) -> Any:
    with pytest.raises(Refused) as refusal:
        act(**arguments)
    return refusal.value.reason


def balance(month: date, last: date | None = None) -> dict[str, BalanceLine]:
    lines = queries.balance(queries.every_flow(), first=month, last=last or month)
    return {line.number: line for line in lines}


def bank(month: date) -> tuple[int, int]:
    """What the bank's account had before a month, and what left it."""
    line = balance(month)["5151"]
    return line.before_cents, line.credits_cents


def test_a_month_closed_keeps_what_it_held_and_what_is_late_goes_to_the_next_with_its_day() -> None:
    a_payment(10_000, date(2026, 9, 10))
    a_payment(20_000, date(2026, 10, 5))
    closed(SEPTEMBER)
    late = a_payment(300, date(2026, 9, 30))
    assert bank(SEPTEMBER) == (0, 10_000)
    assert bank(OCTOBER) == (-10_000, 20_300)
    told = {entry.reference: entry for entry in queries.entries(OCTOBER)}
    assert (told[late].on, told[late].effective_on) == (OCTOBER, date(2026, 9, 30))
    closed(OCTOBER)
    a_payment(7, date(2026, 9, 1))
    assert bank(OCTOBER) == (-10_000, 20_300)
    assert bank(NOVEMBER) == (-30_300, 7)
    assert not findings()


def test_what_comes_back_is_in_the_month_in_which_it_does() -> None:
    sent = a_payment(10_000, date(2026, 10, 5))
    closed(OCTOBER)
    reverse(reference=sent, reversal_reference=f"back {sent}", by=scenes.SYSTEM, at=NOW)
    line = balance(NOVEMBER)["5151"]
    assert (line.before_cents, line.debits_cents, line.after_cents) == (-10_000, 10_000, 0)
    assert [entry.journal for entry in queries.entries(NOVEMBER)] == ["OD"]
    assert not findings()


def test_who_closes_is_not_who_prepares_and_refusals_come_in_order() -> None:
    a_payment(1, date(2026, 10, 5))
    asked: dict[str, Any] = {"span": Span.MONTH, "at": NOW}
    assert refused(prepare_closing, month=OCTOBER, by=scenes.STAFF, **asked) == Refusal.NOT_ALLOWED
    assert refused(prepare_closing, month=NOVEMBER, by=scenes.FINANCE, **asked) == Refusal.MONTH_NOT_OVER
    assert refused(prepare_closing, month=OCTOBER, by=scenes.FINANCE, **asked) == Refusal.CUT_TOO_EARLY
    rolled_up()
    closing = prepare_closing(month=OCTOBER, by=scenes.FINANCE, **asked)
    assert refused(prepare_closing, month=OCTOBER, by=scenes.FINANCE, **asked) == Refusal.CLOSING_UNDER_WAY
    decided: dict[str, Any] = {"closing_id": closing, "at": NOW}
    assert refused(approve_closing, closing_id=uuid4(), by=scenes.APPROVER, at=NOW) == Refusal.CLOSING_UNKNOWN
    assert refused(approve_closing, by=scenes.FINANCE, **decided) == Refusal.NOT_ALLOWED
    both = scenes.Actor(roles=frozenset(scenes.FINANCE.roles | scenes.APPROVER.roles), id=scenes.FINANCE.id)
    assert refused(approve_closing, by=both, **decided) == Refusal.SAME_PERSON
    approve_closing(by=scenes.APPROVER, **decided)
    assert refused(approve_closing, by=scenes.APPROVER, **decided) == Refusal.NOT_IN_THIS_STATE
    assert refused(discard_closing, by=scenes.APPROVER, **decided) == Refusal.NOT_IN_THIS_STATE
    assert refused(prepare_closing, month=SEPTEMBER, by=scenes.FINANCE, **asked) == Refusal.MONTH_CLOSED
    later = moment(date(2027, 2, 3))
    december = date(2026, 12, 1)
    again = {"span": Span.MONTH, "month": december, "by": scenes.FINANCE, "at": later}
    assert refused(prepare_closing, **again) == Refusal.MONTH_BEFORE_OPEN
    assert refused(prepare_closing, **again | {"span": Span.YEAR}) == Refusal.MONTH_BEFORE_OPEN
    assert [event.kind for event in history(about=closing)] == ["accounting.closing_prepared", "accounting.closed"]


def test_what_is_given_up_can_be_prepared_again_with_what_came_since() -> None:
    a_payment(100, date(2026, 10, 5))
    rolled_up()
    first = prepare_closing(span=Span.MONTH, month=OCTOBER, by=scenes.FINANCE, at=NOW)
    a_payment(50, date(2026, 10, 6))
    found = queries.closing(first)
    assert found is not None
    assert (found.entries, found.late) == (1, 1)
    discard_closing(closing_id=first, by=scenes.FINANCE, at=NOW)
    closed(OCTOBER)
    assert bank(OCTOBER)[1] == 150
    assert not findings()


def test_the_database_itself_never_opens_a_month_again() -> None:
    a_payment(100, date(2026, 10, 5))
    closing = Closing.objects.get(pk=closed(OCTOBER))
    for word in (
        "UPDATE accounting_closing SET state = 'prepared'",
        "DELETE FROM accounting_closedflow",
        "UPDATE accounting_closedflow SET amount_cents = 1",
    ):
        with (
            pytest.raises(Exception, match="never changes"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(word)
    assert closing.digest == Closing.objects.get().digest


def test_a_year_closes_after_its_december_and_begins_the_next_with_its_result() -> None:
    a_payment(100, date(2025, 11, 5))
    holder = rights()
    before = moment(date(2026, 1, 10))
    closed(date(2025, 11, 1), at=before)
    closed(date(2025, 12, 1), at=before)
    closed(date(2025, 12, 1), span=Span.YEAR, at=before)
    assert queries.closings()[0].span is Span.YEAR
    held = {line.number: line.before_cents for line in queries.opening(queries.every_flow(), year=2026)}
    assert held == {"5159": 100, "5151": -100}
    assert holder.account_id
    assert not findings()


def test_a_purchase_is_a_commitment_then_an_expense_then_a_payment() -> None:
    """Rights: off the balance sheet. The funder's money: a liability, a product once it is used."""
    holder = rights(100_000)
    body = scenes.with_bank_account(scenes.a_body())
    scenes.validated(holder, body)
    lines = balance(date(2026, 1, 1), last=date(2027, 12, 1))
    assert lines["8011"].credits_cents == 100_000
    assert lines["4671"].credits_cents == 25_000
    assert lines["7488"].credits_cents == 25_000
    assert lines["7588"].credits_cents == scenes.PRICE - 125_000
    assert lines["4011"].after_cents == -scenes.PRICE
    assert lines["6571"].debits_cents + lines.get("6572", lines["6571"]).debits_cents >= scenes.PRICE
    assert lines["8012"].after_cents == 0
    assert sum(line.after_cents for line in lines.values()) == 0
    assert not findings()


def test_a_check_finds_a_frozen_sum_that_is_not_the_ledgers() -> None:
    a_payment(100, date(2026, 10, 5))
    closed(OCTOBER)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE accounting_closedflow DISABLE TRIGGER accounting_keep_closed")
        cursor.execute("UPDATE accounting_closedflow SET amount_cents = 99")
        cursor.execute("ALTER TABLE accounting_closedflow ENABLE ALWAYS TRIGGER accounting_keep_closed")
    said = findings()
    assert any("other sums than those that were closed" in each for each in said)
    assert any("its digest is not that of its sums" in each for each in said)
    assert any("bank: the ledger holds 100 cents, the books 99" in each for each in said)


@pytest.mark.django_db(transaction=True)
def test_what_is_under_way_while_a_month_closes_is_of_the_next_whole() -> None:
    """A payment of October is written and not committed yet when October is closed."""
    a_payment(100, date(2026, 10, 5))
    rolled_up()
    written, go = threading.Event(), threading.Event()
    seen: list[UUID] = []

    def pay() -> None:
        try:
            with transaction.atomic():
                a_payment(40, date(2026, 10, 6))
                written.set()
                go.wait(20)
        finally:
            connection.close()

    thread = threading.Thread(target=pay)
    thread.start()
    assert written.wait(20)
    closing = prepare_closing(span=Span.MONTH, month=OCTOBER, by=scenes.FINANCE, at=NOW)
    approve_closing(closing_id=closing, by=scenes.APPROVER, at=NOW)
    seen.append(closing)
    go.set()
    thread.join(20)
    assert bank(OCTOBER)[1] == 100
    assert bank(NOVEMBER) == (-100, 40)
    assert not findings()
