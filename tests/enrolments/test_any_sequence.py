"""Any sequence of the acts that move money, by everybody, against a small model of pots: after each step every pot of
the ledger holds what the model says, and every invariant of every context holds.

The model knows nine pots and what each step of an enrolment does to them; how much the law gives to whom, it asks the
enrolment, and holds it to its price. `ACQUIS_TEST_EXAMPLES=200` tries as many sequences instead of a few.
"""

import importlib
import os
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests import scenes
from tests.examples import examples
from tests.scenes import APPROVER, AT, FINANCE, STAFF, SYSTEM, Scene

from acquis.accounts import actions as accounts
from acquis.accounts.types import PurseKind, YearRow
from acquis.enrolments import actions, jobs
from acquis.enrolments.models import Enrolment
from acquis.enrolments.types import Source, State
from acquis.journal.checks import CHECKS
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.ledger import actions as ledger
from acquis.ledger.models import GuardedAccount
from acquis.ledger.queries import house_sums
from acquis.ledger.types import House, house, provider_payable
from acquis.rules import Regime, WorkUnit
from acquis.rules.types import CancelledBy, ExitReason
from acquis.treasury import actions as treasury
from acquis.treasury import queries as payments
from acquis.treasury.models import Refund
from acquis.treasury.types import Outcome

pytestmark = pytest.mark.django_db

EXAMPLES = examples(5)
HOUSE = (
    House.RIGHTS_ISSUED,
    House.TOP_UPS_RECEIVED,
    House.COMMITMENTS,
    House.CARD_CLEARING,
    House.REFUNDS_DUE,
    House.LAPSED_RIGHTS,
    House.PAYOUTS_IN_TRANSIT,
    House.BANK,
)
#: States that enrolments came to, over all the sequences of a run.
SEEN: Counter[State] = Counter()
#: Ends before which nobody had entered, and the one after.
LEFT = {State.WITHDRAWN, State.CANCELLED_BY_HOLDER, State.CANCELLED_BY_PROVIDER, State.NO_SHOW}
DUE = {
    State.REQUESTED: jobs.lapse_unanswered,
    State.UNDER_REVIEW: jobs.lapse_unanswered,
    State.PROPOSED: jobs.lapse_unconfirmed,
    State.SERVICE_DECLARED: jobs.validate_service,
}


@dataclass
class Purchase:
    """An enrolment as the model knows it: what its holder's purses hold for it, and what their card owes or paid."""

    scene: Scene
    told: Any
    purses: int = 0
    card: int = 0


class Machine(RuleBasedStateMachine):
    """Each rule does something real; `follow` then tells the model which steps the enrolments made."""

    @initialize()
    def begin(self) -> None:
        for context in (
            "accounting",
            "accounts",
            "catalogue",
            "enrolments",
            "ledger",
            "people",
            "providers",
            "treasury",
        ):
            importlib.import_module(f"acquis.{context}.checks")
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.at = AT
        self.pots: Counter[str] = Counter()
        self.start = self.read()
        self.body = scenes.with_bank_account(scenes.a_body(at=AT - timedelta(days=30)), at=AT - timedelta(days=30))
        self.holders = [scenes.a_holder(rights_cents=0), scenes.a_holder(rights_cents=0, jobseeker=True)]
        self.purchases: list[Purchase] = []
        self.credited: set[Any] = set()
        self.topped: list[dict[str, Any]] = []
        self.lapsing: dict[Any, int] = {}
        self.collections: list[Any] = []
        self.batches: dict[Any, str] = {}
        for holder, cents in zip(self.holders, (250_000, 60_000), strict=True):
            self.give(holder, PurseKind.CEC, cents)
        # Far from the beginning already: one confirmed with a card, one in training, one that waits.
        for holder, price, steps in ((0, 180_000, 3), (1, 70_000, 4), (0, 10_001, 1)):
            one = self.requested(self.holders[holder], price, long=steps == 4)
            for _ in range(steps):
                self.go_one_step(one, None, 0, True)
                self.the_model_agrees()
        self.at += timedelta(hours=1)

    def teardown(self) -> None:
        if hasattr(self, "transaction"):
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    # The pots -------------------------------------------------------------------------------------------------

    def read(self) -> Counter[str]:
        """What the ledger says of each pot; only this machine moves money while it runs."""
        sums = house_sums()
        found = Counter({each.value: sums[house(each)].balance_cents for each in HOUSE})
        if hasattr(self, "body"):
            owed = sums.get(provider_payable(self.body.id))
            found["payable"] = owed.balance_cents if owed else 0
        purses = GuardedAccount.objects.values_list("posted_cents", "reserved_cents")
        found["purses"], found["held"] = (sum(each[i] for each in purses) for i in (0, 1))
        return found

    def moves(self, source: str, target: str, cents: int) -> None:
        self.pots[source] -= cents
        self.pots[target] += cents

    @invariant()
    def the_model_agrees(self) -> None:
        if not hasattr(self, "purchases"):
            return
        now = self.read()
        expected = {name: self.start[name] + cents for name, cents in self.pots.items()}
        assert {name: now[name] for name in expected} == expected
        untouched = {name: cents for name, cents in now.items() if name not in expected and cents != self.start[name]}
        assert untouched == {}
        # The machine lives by its own clock: what the wall's finds overdue is not judged here.
        broken = {name: found for name, check in CHECKS.items() if "delay" not in name and (found := list(check()))}
        assert broken == {}

    # What enrolments do to the pots ------------------------------------------------------------------------------

    def follow(self) -> None:
        for one in self.purchases:
            before, one.told = one.told, one.scene.now
            if one.told.state != before.state:
                SEEN[one.told.state] += 1
                self.step(one, before, one.told)

    def step(self, one: Purchase, before: Any, after: Any) -> None:
        if before.state == State.PROPOSED and after.state in (State.AWAITING_PAYMENT, State.CONFIRMED):
            one.card = sum(share.amount_cents for share in after.shares if share.source == Source.HOLDER)
            one.purses = sum(share.amount_cents for share in after.shares) - one.card
            assert one.purses + one.card == after.price_cents
            assert (after.state == State.CONFIRMED) == (one.card == 0)
            self.pots["held"] += one.purses
        elif before.state == State.AWAITING_PAYMENT and after.state == State.CONFIRMED:
            self.moves("card_clearing", "commitments", one.card)
        elif before.state == State.AWAITING_PAYMENT:
            self.pots["held"] -= one.purses
            one.purses = one.card = 0
        elif after.state == State.IN_TRAINING:
            self.pots["held"] -= one.purses
            self.moves("purses", "commitments", one.purses)
            self.moves("commitments", "payable", after.deposit_cents)
        elif after.state == State.SERVICE_VALIDATED or (before.state == State.CONFIRMED and after.state in LEFT):
            self.ended(one, after)

    def ended(self, one: Purchase, after: Any) -> None:
        """Nothing of the price stays on the way: it is the provider's, back where it came from, kept or lost."""
        row = Enrolment.objects.get(pk=one.scene.id)
        provider, returned, kept, lapsed = row.provider_cents, row.returned_cents, row.kept_cents, row.lapsed_cents
        assert provider + returned + kept + lapsed == after.price_cents + row.borne_cents
        due = Refund.objects.filter(collection__about=row.id).exclude(reference__startswith="late")
        refund = sum(due.values_list("amount_cents", flat=True))
        assert 0 <= refund <= min(one.card, returned)
        if after.state == State.SERVICE_VALIDATED:
            # To each source its part, to the cent.
            assert abs(refund * after.price_cents - returned * one.card) < after.price_cents
        else:
            self.pots["held"] -= one.purses
            self.moves("purses", "commitments", one.purses)
            if not provider + kept + lapsed:
                assert refund == one.card
        self.moves("commitments", "payable", provider - after.deposit_cents)
        self.moves("commitments", "refunds_due", refund)
        self.moves("commitments", "purses", returned - refund + kept)
        self.moves("commitments", "lapsed_rights", lapsed - row.borne_cents)

    def attempt(self, work: Any) -> Any:
        """Do it, or be refused, which must change nothing; then let the model follow."""
        try:
            with transaction.atomic():
                answer = work()
        except Refused:
            return None
        self.follow()
        return answer

    # Rights -----------------------------------------------------------------------------------------------------

    def give(self, holder: Any, kind: PurseKind, cents: int, **more: Any) -> Any:
        given = {
            "account_id": holder.account_id,
            "kind": kind,
            "amount_cents": cents,
            "reference": f"sequence {len(self.topped)}",
        } | more
        purse = accounts.top_up(**given, by=SYSTEM, at=self.at)
        self.topped.append(given)
        self.moves("rights_issued" if kind == PurseKind.CEC else "top_ups_received", "purses", cents)
        return purse

    @rule(
        which=st.integers(0, 1), kind=st.sampled_from([PurseKind.CEC, PurseKind.EMPLOYER]), cents=st.integers(1, 90_000)
    )
    def top_up(self, which: int, kind: PurseKind, cents: int) -> None:
        self.give(self.holders[which], kind, cents)

    @rule(which=st.integers(0, 1), cents=st.integers(1, 30_000))
    def top_up_for_a_while(self, which: int, cents: int) -> None:
        last_day = day_of(self.at) + timedelta(days=3)
        self.lapsing[self.give(self.holders[which], PurseKind.REGION, cents, expires_on=last_day)] = cents

    @rule(data=st.data())
    def top_up_again(self, data: Any) -> None:
        given = data.draw(st.sampled_from(self.topped))
        self.attempt(lambda: accounts.top_up(**given, by=SYSTEM, at=self.at))

    @rule(which=st.integers(0, 1), year=st.integers(2021, 2025))
    def credit_a_year(self, which: int, year: int) -> None:
        account = self.holders[which].account_id
        row = YearRow(account_id=account, year=year, regime=Regime.EMPLOYEE, unit=WorkUnit.HOURS, worked="1607")
        accounts.credit_years(rows=[row], by=SYSTEM, at=self.at)
        if (account, year) not in self.credited:
            self.credited.add((account, year))
            self.moves("rights_issued", "purses", 50_000)

    @precondition(lambda self: getattr(self, "lapsing", None))
    @rule(data=st.data())
    def lapse(self, data: Any) -> None:
        purse = data.draw(st.sampled_from(sorted(self.lapsing)))
        row = GuardedAccount.objects.get(id=purse)
        taken = self.attempt(lambda: accounts.lapse_purse(purse_id=purse, by=SYSTEM, at=self.at))
        if taken is not None:
            assert taken == row.posted_cents - row.reserved_cents
            self.moves("purses", "lapsed_rights", taken)

    # Purchases --------------------------------------------------------------------------------------------------

    @rule(which=st.integers(0, 1), price=st.sampled_from([1, 10_001, 60_000, 240_000]), long=st.booleans())
    def request(self, which: int, price: int, long: bool) -> None:
        if len(self.purchases) < 6:
            self.requested(self.holders[which], price, long)

    def requested(self, holder: Any, price: int, long: bool) -> Purchase:
        # Far enough for any sequence of public holidays on the way.
        starts = day_of(self.at) + timedelta(days=30)
        ends = starts + timedelta(days=200 if long else 5)
        scene = scenes.requested(holder, self.body, price_cents=price, starts_on=starts, ends_on=ends, at=self.at)
        one = Purchase(scene, scene.now)
        self.purchases.append(one)
        return one

    @precondition(lambda self: getattr(self, "purchases", None))
    @rule(data=st.data(), steps=st.integers(2, 6), done=st.integers(0, 100), paid=st.booleans())
    def go_on(self, data: Any, steps: int, done: int, paid: bool) -> None:
        """What the enrolment waits for, once or several times over; the model is asked after each step."""
        one = data.draw(st.sampled_from(self.purchases))
        for _ in range(steps):
            self.go_one_step(one, data, done, paid)
            self.the_model_agrees()

    def go_one_step(self, one: Purchase, data: Any, done: int, paid: bool) -> None:
        scene, told, by = one.scene, one.told, self.body.agent
        this: dict[str, Any] = {"enrolment_id": scene.id, "at": self.at}
        match told.state:
            case State.REQUESTED | State.UNDER_REVIEW:
                self.attempt(lambda: actions.accept(**this, by=by))
            case State.PROPOSED:
                collection = self.attempt(lambda: scenes.confirming(scene, at=self.at))
                if collection is not None:
                    self.collections.append(collection)
            case State.AWAITING_PAYMENT:
                self.attempt(lambda: scenes.paying(scene, Outcome.PAID if paid else Outcome.REFUSED, at=self.at))
            case State.CONFIRMED:
                self.at = max(self.at, scenes.moment(told.starts_on, 18))
                self.attempt(lambda: actions.declare_entry(**this | {"at": self.at}, entered_on=told.starts_on, by=by))
            case State.IN_TRAINING:
                self.at = max(self.at, scenes.moment(told.ends_on, 18))
                reason = data.draw(st.sampled_from(list(ExitReason)))
                this["at"] = self.at
                self.attempt(lambda: actions.declare_exit(**this, exited_on=told.ends_on, reason=reason, by=by))
            case State.EXITED:
                part = 100 if told.exit_reason == ExitReason.COMPLETED else done
                self.attempt(lambda: actions.declare_service(**this, done=part, total=100, by=by))

    @precondition(lambda self: getattr(self, "purchases", None))
    @rule(data=st.data(), how=st.integers(0, 5))
    def turn_back(self, data: Any, how: int) -> None:
        """What ends it early; most of the time it is refused."""
        one = data.draw(st.sampled_from(self.purchases))
        this: dict[str, Any] = {"enrolment_id": one.scene.id, "at": self.at}
        me = one.scene.holder.actor
        match how:
            case 0:
                self.attempt(lambda: actions.withdraw(**this, by=me))
            case 1 | 2:
                side, by = data.draw(
                    st.sampled_from([(CancelledBy.HOLDER, me), (CancelledBy.PROVIDER, self.body.agent)])
                )
                self.attempt(lambda: actions.cancel(**this, on_behalf_of=side, force_majeure=False, by=by))
            case 3:
                self.attempt(
                    lambda: actions.cancel(**this, on_behalf_of=CancelledBy.HOLDER, force_majeure=True, by=STAFF)
                )
            case 4:
                self.attempt(lambda: actions.declare_no_show(**this, by=self.body.agent))
            case 5:
                self.attempt(lambda: actions.abandon(**this, by=me))

    @rule(hours=st.sampled_from([1, 5, 30, 24 * 8]))
    def time_passes(self, hours: int) -> None:
        """And what became due happens, in the order of its moments."""
        self.at += timedelta(hours=hours)
        for row in Enrolment.objects.filter(due_at__lte=self.at).order_by("due_at"):
            due = {"enrolment_id": str(row.id), "due": row.due_at.isoformat()}
            if row.state == State.AWAITING_PAYMENT:
                jobs.expire_payment.func(**due, attempt=row.attempt)
            elif row.state in DUE:
                DUE[State(row.state)].func(**due)
        self.follow()

    # Money from and to outside ------------------------------------------------------------------------------------

    @precondition(lambda self: getattr(self, "collections", None))
    @rule(data=st.data())
    def the_card_provider_says_paid(self, data: Any) -> None:
        """In time, again, or after we gave up: then the money is owed back at once."""
        collection = data.draw(st.sampled_from(self.collections))
        late = Refund.objects.filter(reference=f"late {collection}")
        known = late.exists()
        self.attempt(
            lambda: actions.record_payment(
                collection_id=collection, outcome=Outcome.PAID, external_id=f"ext-{collection}", by=SYSTEM, at=self.at
            )
        )
        if not known and (owed := late.first()):
            self.moves("card_clearing", "refunds_due", owed.amount_cents)

    @rule(twice=st.booleans())
    def the_card_provider_pays_back(self, twice: bool) -> None:
        for owed in Refund.objects.filter(state="due"):
            for _ in range(2 if twice else 1):
                treasury.record_refund(refund_id=owed.id, external_id=f"ext-{owed.id}", by=SYSTEM, at=self.at)
            self.moves("refunds_due", "card_clearing", owed.amount_cents)

    @rule()
    def prepare_payouts(self) -> None:
        until = day_of(self.at) + timedelta(days=60)
        batch = self.attempt(lambda: treasury.prepare_payouts(until=until, by=FINANCE, at=self.at))
        if batch is not None:
            self.batches[batch] = "prepared"

    @precondition(lambda self: getattr(self, "batches", None))
    @rule(data=st.data(), discard=st.integers(0, 3))
    def carry_payouts_on(self, data: Any, discard: int) -> None:
        batch = data.draw(st.sampled_from(sorted(self.batches)))
        told = payments.batch(batch)
        assert told is not None
        if self.batches[batch] == "prepared" and discard == 0:
            treasury.discard_payouts(batch_id=batch, by=FINANCE, at=self.at)
            self.batches[batch] = "discarded"
        elif self.batches[batch] == "prepared":
            if self.attempt(lambda: treasury.approve_payouts(batch_id=batch, by=APPROVER, at=self.at) or True):
                self.batches[batch] = "approved"
                self.moves("payable", "payouts_in_transit", told.total_cents)
        elif self.batches[batch] == "approved":
            treasury.mark_paid(batch_id=batch, by=FINANCE, at=self.at)
            self.batches[batch] = "paid"
            self.moves("payouts_in_transit", "bank", told.total_cents)
        else:
            assert self.attempt(lambda: treasury.mark_paid(batch_id=batch, by=FINANCE, at=self.at) or True) is None

    @rule()
    def roll_up_and_seal(self) -> None:
        ledger.roll_up(by=SYSTEM, at=self.at)
        ledger.seal(by=SYSTEM, at=self.at)


def test_any_sequence() -> None:
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=40,
            # The few of every day are always the same ones, so that what they must have seen is no matter of luck.
            derandomize="ACQUIS_TEST_EXAMPLES" not in os.environ,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )
    # Sequences that went nowhere would prove nothing.
    assert SEEN[State.CONFIRMED] > 0
    assert SEEN[State.IN_TRAINING] + sum(SEEN[end] for end in LEFT) > 0
    if told := os.environ.get("ACQUIS_TEST_TOLD"):
        Path(told).write_text(f"{dict(SEEN)}\n")
