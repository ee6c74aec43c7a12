"""Random sequences of acts against a small model: after each step, database, model and checks agree."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from tests.examples import examples

from acquis.kit.refusal import Refused
from acquis.ledger.actions import open_accounts, post, post_reserved, release, reserve, reverse, roll_up
from acquis.ledger.queries import house_sums
from acquis.ledger.types import Code, NewAccount, Refusal, Transfer

from .scenes import COMMITMENTS, DONE, RIGHTS, TODAY, Holder, broken

HOUSE = (RIGHTS, COMMITMENTS)
AMOUNTS = st.sampled_from([1, 40, 60, 100])


class Model:
    """What the ledger should hold: the rows in words, and balances counted from them."""

    def __init__(self) -> None:
        self.rows: dict[str, tuple[Transfer, str]] = {}  # reference -> transfer, "post" or "reserve"
        self.ends: dict[str, str] = {}  # reference of a reservation -> "posted" or "released"
        self.reversals: dict[str, str] = {}  # reference -> reference of its reversal
        self.owners: dict[Any, Any] = {}

    def counts(self, reference: str) -> bool:
        _, how = self.rows[reference]
        return how == "post" or self.ends.get(reference) == "posted"

    def balance(self, account: Any) -> tuple[int, int]:
        posted = reserved = 0
        for reference, (t, how) in self.rows.items():
            if self.counts(reference):
                posted += t.amount_cents * ((t.credit == account) - (t.debit == account))
            elif how == "reserve" and reference not in self.ends and t.debit == account:
                reserved += t.amount_cents
        return posted, reserved

    def knows(self, account: Any, owner: Any) -> bool:
        return account in HOUSE or self.owners.get(account) == owner

    def write(self, batch: list[Transfer], how: str) -> Refusal | None:
        """Write the batch, or nothing and the reason."""
        before = dict(self.rows)
        for t in batch:
            if self.rows.setdefault(t.reference, (t, how)) != (t, how):
                self.rows = before
                return Refusal.REFERENCE_REUSED
        for t in batch:
            if not (self.knows(t.debit, t.owner) and self.knows(t.credit, t.owner)):
                self.rows = before
                return Refusal.ACCOUNT_UNKNOWN
        if any(posted < reserved for posted, reserved in map(self.balance, self.owners)):
            self.rows = before
            return Refusal.BALANCE_TOO_LOW
        return None

    def end(self, references: list[str], how: str) -> Refusal | None:
        for reference in references:
            if reference not in self.rows:
                return Refusal.REFERENCE_UNKNOWN
            if self.rows[reference][1] != "reserve":
                return Refusal.NOT_RESERVED
        if any(self.ends.get(reference, how) != how for reference in references):
            return Refusal.NOT_PENDING
        self.ends |= dict.fromkeys(references, how)
        return None

    def reverse(self, reference: str, under: str) -> Refusal | None:
        if reference not in self.rows:
            return Refusal.REFERENCE_UNKNOWN
        t, _ = self.rows[reference]
        if not self.counts(reference) or t.code == Code.REVERSAL:
            return Refusal.NOT_POSTED
        if reference in self.reversals:
            return None if self.reversals[reference] == under else Refusal.ALREADY_REVERSED
        back = replace(t, debit=t.credit, credit=t.debit, code=Code.REVERSAL, effective_on=TODAY, reference=under)
        if under in self.rows:
            return Refusal.REFERENCE_REUSED
        refusal = self.write([back], "post")
        if refusal is None:
            self.reversals[reference] = under
        return refusal


class Machine(RuleBasedStateMachine):
    """Every rule does the same to the ledger and to the model, and compares the answers."""

    @initialize()
    def begin(self) -> None:
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.model = Model()
        self.holders: list[Holder] = []
        self.told: list[tuple[Any, dict[str, Any]]] = []
        self.numbers = 0
        self.open_holder()
        self.open_holder()

    def teardown(self) -> None:
        if hasattr(self, "transaction"):
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    def agree(self, expected: Refusal | None, act: Any, **given: Any) -> None:
        try:
            act(**given, **DONE)
            answer = None
        except Refused as refused:
            answer = refused.reason
        assert answer == expected
        if answer is None:
            self.told.append((act, given))

    def reference(self) -> str:
        self.numbers += 1
        return f"n{self.numbers}"

    def known(self, data: Any) -> str:
        return data.draw(st.sampled_from([*self.model.rows, "never written"]))

    def drawn(self, data: Any) -> Transfer:
        holder = data.draw(st.sampled_from(self.holders))
        purse = data.draw(st.sampled_from(holder.purses))
        others = [*HOUSE, *HOUSE, *holder.purses, self.holders[0].purse]
        other = data.draw(st.sampled_from([a for a in others if a != purse]))
        sides = (other, purse) if data.draw(st.booleans()) else (purse, other)
        return holder.transfer(*sides, data.draw(AMOUNTS), self.reference())

    def open_holder(self) -> None:
        holder = Holder(purses=2)
        self.holders.append(holder)
        self.model.owners |= dict.fromkeys(holder.purses, holder.owner)
        first = [holder.receives(200, self.reference(), to=purse) for purse in holder.purses]
        held = [holder.spends(100, self.reference())]
        self.agree(self.model.write(first, "post"), post, transfers=first)
        self.agree(self.model.write(held, "reserve"), reserve, transfers=held)

    @rule()
    def open_one_more(self) -> None:
        if len(self.holders) < 3:
            self.open_holder()

    @rule(data=st.data(), size=st.integers(1, 4), act=st.sampled_from([post, reserve]))
    def write(self, data: Any, size: int, act: Any) -> None:
        batch = [self.drawn(data) for _ in range(size)]
        self.agree(self.model.write(batch, "post" if act is post else "reserve"), act, transfers=batch)

    @rule(data=st.data(), size=st.integers(1, 2), how=st.sampled_from(["posted", "released"]))
    def end(self, data: Any, size: int, how: str) -> None:
        reserved = [r for r, (_, kind) in self.model.rows.items() if kind == "reserve"]
        strange = data.draw(st.integers(0, 4)) == 4
        references = [self.known(data) if strange else data.draw(st.sampled_from(reserved)) for _ in range(size)]
        expected = self.model.end(references, how)
        if how == "posted":
            self.agree(expected, post_reserved, references=references, effective_on=TODAY)
        else:
            self.agree(expected, release, references=references)

    @rule(data=st.data(), fresh=st.booleans())
    def reverse(self, data: Any, fresh: bool) -> None:
        reference = self.known(data)
        under = self.reference() if fresh else self.known(data)
        self.agree(self.model.reverse(reference, under), reverse, reference=reference, reversal_reference=under)

    @rule(data=st.data())
    def replay_what_was_done(self, data: Any) -> None:
        if self.told:
            act, given = data.draw(st.sampled_from(self.told))
            act(**given, **DONE)  # the model does not move

    @rule(data=st.data())
    def replay_otherwise(self, data: Any) -> None:
        done = [(t, how) for t, how in self.model.rows.values() if t.code != Code.REVERSAL]
        if not done:
            return
        t, how = data.draw(st.sampled_from(done))
        changed = data.draw(
            st.sampled_from(
                [
                    (replace(t, amount_cents=t.amount_cents + 1), how),
                    (replace(t, debit=t.credit, credit=t.debit), how),
                    (replace(t, code=Code.TOP_UP), how),
                    (replace(t, about=t.owner), how),
                    (t, "reserve" if how == "post" else "post"),
                ]
            )
        )
        beside = self.drawn(data)
        act = post if changed[1] == "post" else reserve
        self.agree(Refusal.REFERENCE_REUSED, act, transfers=[beside, changed[0]])

    @rule()
    def open_again_otherwise(self) -> None:
        strange = NewAccount(id=self.holders[0].purse, owner=self.holders[1].owner)
        self.agree(Refusal.ACCOUNT_DIFFERS, open_accounts, accounts=[strange])

    @rule()
    def roll_up(self) -> None:
        roll_up(**DONE)

    @invariant()
    def the_model_agrees(self) -> None:
        if not hasattr(self, "model"):
            return
        for holder in self.holders:
            for purse in holder.purses:
                assert holder.balance(purse) == self.model.balance(purse)
        sums = house_sums()
        for account in HOUSE:
            assert sums[account].balance_cents == self.model.balance(account)[0]
        assert broken() == []


@pytest.mark.django_db
def test_any_sequence_of_acts():
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=examples(20),
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )
