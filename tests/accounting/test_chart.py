"""The chart of accounts: whole, and every kind of movement that the acts make is in it."""

from __future__ import annotations

import re

import pytest
from tests.house.source import SOURCE

from acquis.accounting.chart import SIDES, UNKNOWN, chart
from acquis.ledger.types import IN_HOURS, Code, House

#: Codes that move hours alone, which are no money.
HOURS = {Code.YEARLY_HOURS, Code.HOURS_CORRECTION}


def test_every_code_and_every_account_of_the_house_is_in_the_chart() -> None:
    written = chart().written
    codes = {code for code, _, _ in written}
    sides = {side for _, debit, credit in written for side in (debit, credit)}
    assert codes == {code.value for code in Code} - HOURS - {Code.REVERSAL.value}
    assert sides == set(SIDES)
    assert chart().codes.keys() == codes | {Code.REVERSAL.value}


def test_every_account_is_used_sourced_and_says_how_sure_it_is() -> None:
    used = {account for each in chart().written.values() for pair in each.lines for account in pair}
    assert used | {UNKNOWN, "1100"} == set(chart().accounts)
    assert all(each.source and each.confidence in {"H", "M", "L"} for each in chart().accounts.values())


def test_off_the_balance_sheet_and_on_it_never_meet_in_one_line() -> None:
    """Rights are commitments: none of them becomes money by the way it is written."""
    for each in chart().written.values():
        assert all((debit[0] == "8") is (credit[0] == "8") for debit, credit in each.lines), each


def test_what_is_committed_is_released_by_the_same_movement_that_makes_it_an_expense() -> None:
    """Class 8 holds what the ledger holds of commitments, whatever a commitment was made of."""
    for (code, debit, credit), each in chart().written.items():
        engaged = sum((c == "8012") - (d == "8012") for d, c in each.lines)
        assert engaged == (credit == "commitments") - (debit == "commitments"), (code, debit, credit)


def test_a_reversal_is_what_it_reverses_turned_round() -> None:
    back = chart().of(Code.REVERSAL, Code.PAYOUT, "payouts_in_transit", "payable")
    assert back.known
    assert back.lines == (("5159", "4011"),)


def test_what_nobody_thought_of_is_written_apart_and_balances() -> None:
    found = chart().of("payout", "", "bank", "purse_rights")
    assert not found.known
    assert found.lines == ((UNKNOWN, UNKNOWN),)


POSTED = re.compile(r"house\(House\.(\w+)|source=House\.(\w+)")


def test_every_account_that_an_act_names_is_a_side_of_the_books() -> None:
    named = {
        name
        for path in SOURCE.rglob("*.py")
        for found in POSTED.finditer(path.read_text("utf-8"))
        for name in found.groups()
        if name
    }
    assert len(named) > 8
    assert {House[name].value for name in named if House[name] not in IN_HOURS} <= set(SIDES)


@pytest.mark.parametrize("account", ["5151", "4011", "5115", "8012"])
def test_the_accounts_that_an_auditor_asks_for_first(account: str) -> None:
    assert chart().accounts[account].confidence in {"M", "L"}
