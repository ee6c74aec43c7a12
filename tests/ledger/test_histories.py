"""Concurrent histories of the real acts on the real server are explained by one order; broken acts are seen through.

`ACQUIS_TEST_HISTORIES=200` records as many histories instead of a few.
"""

import os
import random
import threading
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from tests import scenes

from acquis.accounts import actions as accounts
from acquis.accounts.models import Account
from acquis.accounts.types import PurseKind
from acquis.ledger.actions import post, post_reserved, release, reserve, reverse
from acquis.ledger.queries import balances
from acquis.ledger.types import Refusal

from .histories import UNKNOWN, LostUpdate, Operation, Step, WriteSkew, check, record
from .scenes import COMMITMENTS, DONE, RIGHTS, TODAY, Holder, broken

pytestmark = pytest.mark.django_db(transaction=True)

HISTORIES = int(os.environ.get("ACQUIS_TEST_HISTORIES", "4"))
TOO_LOW, NOT_PENDING = str(Refusal.BALANCE_TOO_LOW), str(Refusal.NOT_PENDING)


class Purses:
    """A holder's purses `a`, `b`… and the steps that clients take on them.

    The model knows each purse's money, what is held of it, and what became of each reference.
    """

    def __init__(self, *amounts: int) -> None:
        self.holder = Holder(*filter(None, amounts), purses=len(amounts))
        self.names = dict(zip("abcdef", self.holder.purses, strict=False))

    def told(self) -> dict[str, int]:
        """Every balance, read at once."""
        found = balances(self.names.values())
        posted = {name: found[purse].posted_cents for name, purse in self.names.items()}
        return posted | {f"{name} held": found[purse].reserved_cents for name, purse in self.names.items()}

    def move(self, source: str | None, target: str | None, cents: int, reference: str = "") -> Step:
        """Money between purses, or from or to the house (None). Under one reference it moves once."""
        reference = reference or f"{uuid4()}"
        debit, credit = self.names.get(source, RIGHTS), self.names.get(target, COMMITMENTS)
        transfer = self.holder.transfer(debit, credit, cents, reference)

        def effect(state: Any) -> tuple[Any, Any]:
            if state.get(reference):
                return None, state
            if source and state[source] - state[f"{source} held"] < cents:
                return TOO_LOW, state
            after = dict(state) | {reference: 1}
            for name, moved in ((source, -cents), (target, cents)):
                if name:
                    after[name] += moved
            return None, after

        return Step(f"{source}>{target} {cents}", lambda: post(transfers=[transfer], **DONE), effect)

    def hold(self, source: str, cents: int, reference: str) -> Step:
        transfer = self.holder.spends(cents, reference, purse=self.names[source])

        def effect(state: Any) -> tuple[Any, Any]:
            if state.get(reference):
                return None, state
            if state[source] - state[f"{source} held"] < cents:
                return TOO_LOW, state
            return None, {**state, f"{source} held": state[f"{source} held"] + cents, reference: 1}

        return Step(f"hold {cents} of {source}", lambda: reserve(transfers=[transfer], **DONE), effect)

    def end(self, source: str, cents: int, reference: str, *, take: bool) -> Step:
        """One of the two ends of a reservation: taken or freed."""
        act, more = (post_reserved, {"effective_on": TODAY}) if take else (release, {})
        mine = 2 if take else 3

        def effect(state: Any) -> tuple[Any, Any]:
            match state.get(reference, 0):
                case 0:
                    return str(Refusal.REFERENCE_UNKNOWN), state
                case 1:
                    after = {**state, f"{source} held": state[f"{source} held"] - cents, reference: mine}
                    return None, after | ({source: state[source] - cents} if take else {})
                case ended:
                    return None if ended == mine else NOT_PENDING, state

        return Step(f"{act.__name__} {cents} of {source}", lambda: act(references=[reference], **more, **DONE), effect)

    def undo(self, source: str, cents: int, reference: str, under: str) -> Step:
        """Reverse a payment of `source` to the house."""

        def effect(state: Any) -> tuple[Any, Any]:
            if not state.get(reference):
                return str(Refusal.REFERENCE_UNKNOWN), state
            if done := state.get(f"undo {reference}"):
                return None if done == hash(under) else str(Refusal.ALREADY_REVERSED), state
            return None, {**state, source: state[source] + cents, f"undo {reference}": hash(under)}

        return Step(
            f"undo {cents} of {source}",
            lambda: reverse(reference=reference, reversal_reference=under, **DONE),
            effect,
        )

    def read(self) -> Step:
        """All balances in one question: they must be of one instant."""
        names = [*self.names, *(f"{name} held" for name in self.names)]
        return Step("read", self.told, lambda state: ({name: state[name] for name in names}, state))


def a_script(chance: random.Random, purses: Purses, shared: list[tuple[str, str, int]], length: int) -> list[Step]:
    """A client's steps at random; those on `shared` references race with the other clients for the same rows."""
    steps = []
    for _ in range(length):
        reference, source, cents = chance.choice(shared)
        other = chance.choice([name for name in purses.names if name != source])
        match chance.randrange(9):
            case 0 | 1:
                steps.append(purses.move(source, None, chance.choice([10, 70, 300])))
            case 2:
                steps.append(purses.move(None, source, chance.choice([5, 40])))
            case 3:
                steps.append(purses.move(source, other, chance.choice([20, 90])))
            case 4:
                steps.append(purses.hold(source, cents, reference))
            case 5 | 6:
                steps.append(purses.end(source, cents, reference, take=chance.random() < 0.5))
            case 7:
                steps.append(purses.move(source, None, cents, f"paid {reference}"))
                under = f"undone {chance.randrange(2)} {reference}"
                steps.append(purses.undo(source, cents, f"paid {reference}", under))
            case 8:
                steps.append(purses.read())
    return steps


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_the_acts_of_the_ledger_are_one_after_the_other(seed):
    chance = random.Random(seed)
    purses = Purses(600, 250, 0)
    shared = [(f"{uuid4()}", chance.choice("ab"), chance.choice([30, 110])) for _ in range(4)]
    first = purses.told()
    history = record(a_script(chance, purses, shared, 8) for _ in range(5))
    check(history, first=first, last=purses.told())
    assert broken() == []
    # A history in which nobody met anybody would prove nothing.
    pairs = [(one, other) for one in history for other in history if one.client < other.client]
    assert any(one.called < other.answered and other.called < one.answered for one, other in pairs)


def test_the_acts_of_the_accounts_are_one_after_the_other():
    """Topping up and lapsing decide on what they read: the lock of the account puts them in an order."""
    holder = scenes.a_holder(rights_cents=0)
    purse = scenes.give(holder, PurseKind.EMPLOYER, 900, expires_on=scenes.AT.date())
    later = scenes.moment(scenes.date(2026, 11, 21))

    def told() -> dict[str, int]:
        return {"employer": balances([purse])[purse].posted_cents}

    def lapse(n: int) -> Step:
        def effect(state: Any) -> tuple[Any, Any]:
            return state["employer"], {**state, "employer": 0}

        at = later.replace(minute=n)
        return Step("lapse", lambda: accounts.lapse_purse(purse_id=purse, by=scenes.SYSTEM, at=at), effect)

    def give_back(cents: int) -> Step:
        transfer = Holder.receives(_Owner(holder.account_id), cents, f"{uuid4()}", to=purse)  # type: ignore[arg-type]
        return Step(
            f"give {cents}",
            lambda: post(transfers=[transfer], **DONE),
            lambda state: (None, {**state, "employer": state["employer"] + cents}),
        )

    first = told()
    history = record([[lapse(1), give_back(70)], [give_back(30), lapse(2)], [lapse(3), lapse(4)], [give_back(10)]])
    check(history, first=first, last=told())
    assert broken() == []


class _Owner:
    """What a transfer needs of a holder: its owner."""

    transfer = Holder.transfer

    def __init__(self, owner: Any) -> None:
        self.owner, self.purse = owner, None


# Planted: acts that look right, and are not. ---------------------------------------------------------------------


def both_have_read() -> Callable[[], None]:
    """A meeting of two clients between reading and writing, so that the anomaly happens each time."""
    met = threading.Barrier(2)
    return lambda: met.wait(60) and None


def test_a_lost_update_is_seen():
    """An act that reads a balance, thinks, and writes what it computed."""
    purses = Purses(1_000, 0)
    purse, meet = purses.names["a"], both_have_read()

    def spend_by_hand(cents: int) -> Step:
        def run() -> None:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT posted_cents FROM ledger_guardedaccount WHERE id = %s", [purse])
                (posted,) = cursor.fetchone()
                meet()
                left = posted - cents
                cursor.execute("UPDATE ledger_guardedaccount SET posted_cents = %s WHERE id = %s", [left, purse])

        return Step(f"by hand {cents}", run, purses.move("a", None, cents, f"by hand {cents}").effect)

    first = purses.told()
    history = record([[spend_by_hand(100)], [spend_by_hand(40)]])
    assert [operation.answer for operation in history] == [None, None]
    with pytest.raises(LostUpdate, match="by hand"):
        check(history, first=first, last=purses.told())


def spend_if_enough_stays(purses: Purses, account: Any, source: str, cents: int, meet: Callable[[], None]) -> Step:
    """A rule over two purses: together they must keep 500. Without `account`'s lock, each looks away from the other."""
    transfer = purses.holder.spends(cents, f"{uuid4()}", purse=purses.names[source])

    def run() -> Any:
        with transaction.atomic():
            if account is not None:
                Account.objects.locked(account)
            told = purses.told()
            meet()
            if told["a"] + told["b"] - cents < 500:
                return "too little stays"
            post(transfers=[transfer], **DONE)
            return None

    def effect(state: Any) -> tuple[Any, Any]:
        if state["a"] + state["b"] - cents < 500:
            return "too little stays", state
        return None, {**state, source: state[source] - cents}

    return Step(f"{cents} of {source} if enough stays", run, effect)


def test_a_write_skew_is_seen():
    purses, meet = Purses(500, 500), both_have_read()
    first = purses.told()
    history = record([[spend_if_enough_stays(purses, None, name, 400, meet)] for name in "ab"])
    assert broken() == []  # every sum is right, and yet
    with pytest.raises(WriteSkew, match="if enough stays"):
        check(history, first=first, last=purses.told())


def test_the_same_act_under_the_accounts_lock_is_not():
    account, purses = scenes.a_holder(rights_cents=0).account_id, Purses(500, 500)
    first = purses.told()
    history = record([[spend_if_enough_stays(purses, account, name, 400, lambda: None)] for name in "ab"])
    check(history, first=first, last=purses.told())
    assert sorted(str(operation.answer) for operation in history) == ["None", "too little stays"]


# The checker itself, on histories told by hand. ------------------------------------------------------------------


def told(name: str, answer: Any, called: int, answered: int, *, read: bool = False, cents: int = 0) -> Operation:
    def effect(state: Any) -> tuple[Any, Any]:
        if read:
            return state["a"], state
        return (None, {"a": state["a"] - cents}) if state["a"] >= cents else (TOO_LOW, state)

    return Operation(0, name, effect, called, answered, answer)


def test_the_checker_knows_time():
    """A reading that began after a payment was acknowledged must see it; one that overlaps it may not."""
    pay = told("pay", None, 0, 10, cents=30)
    check([pay, told("read", 100, 5, 15, read=True)], first={"a": 100}, last={"a": 70})
    with pytest.raises(WriteSkew):
        check([pay, told("read", 100, 11, 15, read=True)], first={"a": 100}, last={"a": 70})


def test_the_checker_takes_a_client_that_died_either_way():
    died = told("pay", UNKNOWN, 0, 10, cents=30)
    for last in (100, 70):
        check([died], first={"a": 100}, last={"a": last})
    with pytest.raises(LostUpdate):
        check([died], first={"a": 100}, last={"a": 40})


def test_a_refusal_must_be_justified_too():
    with pytest.raises(WriteSkew):
        check([told("pay", TOO_LOW, 0, 10, cents=30)], first={"a": 100}, last={"a": 100})
    check([told("pay", TOO_LOW, 0, 10, cents=101)], first={"a": 100}, last={"a": 100})


def test_a_client_that_fails_otherwise_fails_the_recording():
    def run() -> None:
        raise RuntimeError("broken client")

    with pytest.raises(RuntimeError, match="broken client"):
        record([[Step("fails", run, lambda state: (None, state))]])
