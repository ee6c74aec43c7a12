"""The State's fund: what is needed is computed, one prepares, another approves, the bank's entry receives it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests import scenes
from tests.accounting.scenes import NOVEMBER, findings
from tests.funders.scenes import in_force
from tests.moments import moment
from tests.web.visiting import signed_in, words

from acquis.accounting import queries
from acquis.accounting.actions import approve_call, discard_call, prepare_call, receive_call, receive_funding
from acquis.accounting.types import CallState, Need, Refusal
from acquis.kit.refusal import Refused
from acquis.ledger.queries import house_sums
from acquis.ledger.types import House, house
from acquis.outside import bank_standin
from acquis.outside.bank_standin import Booked
from acquis.treasury import checks as treasury_checks
from acquis.treasury import queries as treasury
from acquis.treasury.actions import approve_payouts, mark_paid, prepare_payouts, take_bank_file

pytestmark = pytest.mark.django_db

#: After the service of the scene was validated, and its invoice written.
NOW = moment(date(2027, 2, 20))

FIRST, LAST = date(2000, 1, 1), date(2099, 1, 1)
IBAN = "FR7699999000010000000000115"


def refused(act: Any, **arguments: Any) -> Any:
    with pytest.raises(Refused) as refusal:
        act(**arguments)
    return refusal.value.reason


def held(account: House) -> int:
    return house_sums()[house(account)].balance_cents


def told_by_bank(*booked: Booked, number: str = "S1") -> Any:
    content = bank_standin.statement(
        iban=IBAN, number=number, on=date(2026, 11, 20), made_at=NOW, opening_cents=0, booked=booked
    )
    file = take_bank_file(content=content, name="releve.xml", by=scenes.FINANCE, at=NOW)
    return [entry.id for entry in treasury.bank_entries(file)]


def owing() -> scenes.Body:
    """1 500 € owed to a body after a service that was validated."""
    body = scenes.with_bank_account(scenes.a_body())
    scenes.validated(None, body)
    return body


def approved() -> Any:
    owing()
    call = prepare_call(month=NOVEMBER, by=scenes.FINANCE, at=NOW)
    approve_call(call_id=call, by=scenes.APPROVER, at=NOW)
    return call


def test_a_call_is_what_the_fund_owes_less_what_it_has() -> None:
    owing()
    lines = dict(queries.fund_needs(queries.every_flow(), month=NOVEMBER))
    assert lines[Need.OWED] == scenes.PRICE
    call = prepare_call(month=NOVEMBER, by=scenes.FINANCE, at=NOW)
    (card,) = queries.calls()
    assert (card.id, card.amount_cents, card.number) == (call, sum(lines.values()), "2026-F0001")
    assert not held(House.FUND_RECEIVABLE)
    approve_call(call_id=call, by=scenes.APPROVER, at=NOW)
    assert held(House.FUND_RECEIVABLE) == -card.amount_cents
    assert refused(prepare_call, month=NOVEMBER, by=scenes.FINANCE, at=NOW) == Refusal.NOTHING_TO_CALL
    assert not findings()


def test_what_the_books_have_of_a_later_month_is_not_called_for() -> None:
    owing()
    before = moment(date(2026, 11, 20))
    assert refused(prepare_call, month=NOVEMBER, by=scenes.FINANCE, at=before) == Refusal.NOTHING_TO_CALL


def test_what_was_paid_without_the_fund_is_called_too() -> None:
    body = owing()
    late = NOW + timedelta(days=200)
    batch = prepare_payouts(until=late.date(), by=scenes.FINANCE, at=late)
    approve_payouts(batch_id=batch, by=scenes.APPROVER, at=late)
    mark_paid(batch_id=batch, by=scenes.FINANCE, at=late)
    lines = dict(queries.fund_needs(queries.every_flow(), month=NOVEMBER))
    assert lines[Need.BANK] == scenes.PRICE
    assert Need.OWED not in lines
    assert body.id


def test_the_banks_entry_receives_it_in_parts_and_never_more() -> None:
    call = approved()
    (card,) = queries.calls()
    entries = told_by_bank(
        Booked(credit=True, amount_cents=card.amount_cents - 100, reference="R1", words="FRANCE COMPETENCES"),
        Booked(credit=True, amount_cents=200, reference="R2"),
        Booked(credit=True, amount_cents=100, reference="R3"),
        Booked(credit=False, amount_cents=100, reference="R4"),
    )
    by_reference = {entry.reference: entry.id for entry in treasury.bank_entries() if entry.id in entries}
    asked: dict[str, Any] = {"call_id": call, "by": scenes.FINANCE, "at": NOW}
    receive_call(entry_id=by_reference["R1"], **asked)
    assert queries.calls()[0].left_cents == 100
    assert refused(receive_call, entry_id=by_reference["R1"], **asked) == Refusal.NOT_A_RECEIPT
    assert refused(receive_call, entry_id=by_reference["R4"], **asked) == Refusal.NOT_A_RECEIPT
    assert refused(receive_call, entry_id=uuid4(), **asked) == Refusal.NOT_A_RECEIPT
    assert refused(receive_call, entry_id=by_reference["R2"], **asked) == Refusal.MORE_THAN_CALLED
    receive_call(entry_id=by_reference["R3"], **asked)
    (card,) = queries.calls()
    assert (card.state, card.received_on) == (CallState.RECEIVED, date(2026, 11, 20))
    assert held(House.FUND_RECEIVABLE) == 0
    assert -held(House.BANK) == card.amount_cents
    assert refused(receive_call, entry_id=by_reference["R2"], **asked) == Refusal.NOT_IN_THIS_STATE
    fund = queries.fund_at_the_end_of(queries.every_flow(), year=2027)
    assert (fund.called_cents, fund.received_cents, fund.balance_cents) == (card.amount_cents,) * 3
    assert not findings()
    assert not findings(treasury_checks.CHECKED)


def test_two_persons_and_refusals_in_their_order() -> None:
    assert refused(prepare_call, month=NOVEMBER, by=scenes.STAFF, at=NOW) == Refusal.NOT_ALLOWED
    assert refused(prepare_call, month=NOVEMBER, by=scenes.FINANCE, at=NOW) == Refusal.NOTHING_TO_CALL
    owing()
    call = prepare_call(month=NOVEMBER, by=scenes.FINANCE, at=NOW)
    assert refused(prepare_call, month=NOVEMBER, by=scenes.FINANCE, at=NOW) == Refusal.CALL_UNDER_WAY
    assert refused(approve_call, call_id=uuid4(), by=scenes.APPROVER, at=NOW) == Refusal.CALL_UNKNOWN
    assert refused(approve_call, call_id=call, by=scenes.FINANCE, at=NOW) == Refusal.NOT_ALLOWED
    both = scenes.Actor(roles=frozenset(scenes.FINANCE.roles | scenes.APPROVER.roles), id=scenes.FINANCE.id)
    assert refused(approve_call, call_id=call, by=both, at=NOW) == Refusal.SAME_PERSON
    discard_call(call_id=call, by=scenes.FINANCE, at=NOW)
    assert refused(approve_call, call_id=call, by=scenes.APPROVER, at=NOW) == Refusal.NOT_IN_THIS_STATE
    assert prepare_call(month=NOVEMBER, by=scenes.FINANCE, at=NOW) != call


def test_what_is_owed_is_told_by_its_age() -> None:
    body = owing()
    due = {invoice.payable_by for invoice in treasury.invoices_of(body.id)}
    (last,) = due
    (aged,) = treasury.aged_payables(last)
    assert (aged.provider_id, aged.classes_cents) == (body.id, (scenes.PRICE, 0, 0, 0, 0))
    for days, place in ((1, 1), (30, 1), (31, 2), (61, 3), (90, 3), (91, 4)):
        (aged,) = treasury.aged_payables(last + timedelta(days=days))
        assert aged.classes_cents[place] == scenes.PRICE == aged.cents, days


def test_a_funder_pays_for_its_convention_in_parts_and_never_more_than_it_promised() -> None:
    convention = in_force()
    assert held(House.FUNDERS_MONEY) == -1_000_000
    debit, start, first, second = told_by_bank(
        Booked(credit=True, amount_cents=100_000, reference="B0"),
        Booked(credit=True, amount_cents=500_000, reference="B1"),
        Booked(credit=True, amount_cents=500_000, reference="B2"),
        Booked(credit=False, amount_cents=10, reference="B3"),
    )
    said = {"convention_id": convention, "by": scenes.FINANCE, "at": NOW}
    assert refused(receive_funding, **said | {"entry_id": first, "by": scenes.STAFF}) is Refusal.NOT_ALLOWED
    assert refused(receive_funding, entry_id=debit, **said) is Refusal.NOT_A_RECEIPT
    receive_funding(entry_id=start, **said)
    finance = signed_in(scenes.FINANCE)
    form = {"convention": str(convention), "credit": str(first)}
    told = words(finance.post("/agents/comptabilite/fonds/conventions", form, follow=True))
    assert "La somme reçue est rapprochée de la convention." in told
    assert "10 000,00 € 6 000,00 € 4 000,00 €" in told
    assert refused(receive_funding, entry_id=first, **said) is Refusal.NOT_A_RECEIPT
    assert refused(receive_funding, entry_id=second, **said) is Refusal.MORE_THAN_PROVIDED
    assert (held(House.FUNDERS_MONEY), held(House.BANK)) == (-400_000, -600_000)
    (line,) = [each for each in queries.balance(queries.every_flow(), first=FIRST, last=LAST) if each.number == "4672"]
    assert (line.debits_cents, line.credits_cents) == (1_000_000, 600_000)
    assert not findings()
