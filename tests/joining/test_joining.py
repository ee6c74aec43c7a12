"""Two accounts made one by two agents, and undone: the money is all there, under its ceiling, at every step."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from tests import scenes
from tests.accounts.scenes import a_year as year
from tests.accounts.scenes import broken, credited
from tests.web.visiting import signed_in

import acquis.enrolments.checks
import acquis.people.checks  # noqa: F401, the register is filled by reading them
from acquis.accounts import queries as accounts
from acquis.accounts.actions import (
    convert_hours_to_euros,
    credit_hours,
    freeze,
    gather_joined,
    join_accounts,
    part_accounts,
)
from acquis.accounts.types import AccountState, PurseKind
from acquis.accounts.types import Refusal as AccountRefusal
from acquis.enrolments import actions as enrolments
from acquis.enrolments import queries as purchases
from acquis.joining import jobs, queries
from acquis.joining.actions import (
    approve,
    approve_parting,
    decline,
    decline_parting,
    gather,
    propose,
    propose_parting,
)
from acquis.joining.checks import persons_and_accounts_follow
from acquis.joining.models import Joining
from acquis.joining.types import JoiningState, Refusal
from acquis.journal.jobs import SomeFailed
from acquis.journal.queries import history
from acquis.kit.actor import Actor, Role
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.ledger.queries import house_sums
from acquis.ledger.types import House, house
from acquis.people import actions as people
from acquis.people import queries as people_queries
from acquis.people.types import Refusal as PeopleRefusal
from acquis.people.types import VerifiedIdentity
from acquis.rules import Regime, WorkUnit

pytestmark = pytest.mark.django_db

AT = scenes.AT
AGENT, APPROVER, FINANCE, SYSTEM = scenes.STAFF, scenes.APPROVER, scenes.FINANCE, scenes.SYSTEM
ONE = UUID(int=1)
SERVICE = {"regime": Regime.PUBLIC_AGENT, "unit": WorkUnit.SHARE, "worked": "1"}
BOTH = Actor(roles=frozenset({Role.STAFF_AGENT, Role.STAFF_APPROVER}), id=UUID(int=105))


def refusal(act, **arguments):
    with pytest.raises(Refused) as refused:
        act(**arguments)
    return refused.value.reason


def rights(holder):
    found = accounts.rights(holder.account_id, on=day_of(AT))
    assert found is not None
    return found


def purse(holder, kind: PurseKind) -> int:
    return sum(card.available_cents for card in rights(holder).purses if card.kind == kind)


def proposed(kept, merged, *, by=AGENT) -> UUID:
    return propose(kept_id=kept.person_id, merged_id=merged.person_id, reason="deux dossiers", by=by, at=AT)


def joined(kept, merged) -> UUID:
    joining_id = proposed(kept, merged)
    approve(joining_id=joining_id, by=APPROVER, at=AT)
    return joining_id


def parted(joining_id: UUID) -> None:
    propose_parting(joining_id=joining_id, reason="deux personnes", by=AGENT, at=AT)
    approve_parting(joining_id=joining_id, by=APPROVER, at=AT)


def as_signed_in(holder):
    """The actor the site makes of a session opened before the joining."""
    account_id, person_id, more, _partings = accounts.reach(holder.account_id)
    return replace(holder.actor, id=person_id, account_id=account_id, joined=more)


@pytest.fixture
def kept():
    return scenes.a_holder(rights_cents=100_000)


@pytest.fixture
def merged():
    return scenes.a_holder(rights_cents=30_000, top_ups={PurseKind.EMPLOYER: 20_000})


class TestRefusals:
    def test_of_a_proposal(self, kept, merged) -> None:
        asked = {"kept_id": kept.person_id, "merged_id": merged.person_id, "reason": "x", "by": AGENT, "at": AT}
        assert refusal(propose, **(asked | {"by": FINANCE})) is Refusal.NOT_ALLOWED
        assert refusal(propose, **(asked | {"merged_id": kept.person_id})) is Refusal.SAME_PERSON
        assert refusal(propose, **(asked | {"reason": " "})) is Refusal.REASON_MISSING
        for unknown in ({"kept_id": uuid4()}, {"merged_id": uuid4()}):
            assert refusal(propose, **(asked | unknown)) is PeopleRefusal.PERSON_UNKNOWN
        nobody_s = people.register_person(civil=_civil(kept), by=SYSTEM, at=AT)
        assert refusal(propose, **(asked | {"kept_id": nobody_s})) is Refusal.NO_ACCOUNT_TO_KEEP
        propose(**asked)
        assert refusal(propose, **asked) is Refusal.ALREADY_PROPOSED

    @pytest.mark.parametrize("act", [approve, decline])
    def test_of_a_decision(self, kept, merged, act) -> None:
        joining_id = proposed(kept, merged, by=BOTH)
        assert refusal(act, joining_id=uuid4(), by=APPROVER, at=AT) is Refusal.UNKNOWN
        assert refusal(act, joining_id=joining_id, by=AGENT, at=AT) is Refusal.NOT_ALLOWED
        assert refusal(act, joining_id=joining_id, by=BOTH, at=AT) is Refusal.SAME_AGENT
        act(joining_id=joining_id, by=APPROVER, at=AT)
        assert refusal(act, joining_id=joining_id, by=APPROVER, at=AT) is Refusal.NOT_IN_THIS_STATE

    @pytest.mark.parametrize("act", [approve_parting, decline_parting])
    def test_of_a_parting(self, kept, merged, act) -> None:
        joining_id = joined(kept, merged)
        asked = {"joining_id": joining_id, "reason": "deux personnes", "by": BOTH, "at": AT}
        assert refusal(act, joining_id=joining_id, by=APPROVER, at=AT) is Refusal.NOT_IN_THIS_STATE
        assert refusal(propose_parting, **(asked | {"by": APPROVER})) is Refusal.NOT_ALLOWED
        assert refusal(propose_parting, **(asked | {"reason": ""})) is Refusal.REASON_MISSING
        propose_parting(**asked)
        assert refusal(act, joining_id=joining_id, by=AGENT, at=AT) is Refusal.NOT_ALLOWED
        assert refusal(act, joining_id=joining_id, by=BOTH, at=AT) is Refusal.SAME_AGENT
        act(joining_id=joining_id, by=APPROVER, at=AT)

    def test_a_purchase_not_confirmed_yet(self, kept, merged) -> None:
        scenes.proposed(merged)
        assert refusal(approve, joining_id=proposed(kept, merged), by=APPROVER, at=AT) is Refusal.PURCHASE_UNDER_WAY

    @pytest.mark.parametrize("frozen", [0, 1])
    def test_a_frozen_account_is_not_freed_by_joining(self, kept, merged, frozen) -> None:
        freeze(account_id=[kept, merged][frozen].account_id, reason="contrôle", by=AGENT, at=AT)
        asked = {"joining_id": proposed(kept, merged), "by": APPROVER, "at": AT}
        assert refusal(approve, **asked) is AccountRefusal.NOT_IN_THIS_STATE
        assert not broken()

    def test_the_table_itself_wants_four_eyes(self, kept, merged) -> None:
        joining_id = proposed(kept, merged)
        with pytest.raises(IntegrityError, match="four_eyes"), transaction.atomic():
            Joining.objects.filter(pk=joining_id).update(decided_by=AGENT.key)

    def test_of_the_accounts(self, kept, merged) -> None:
        asked = {"kept_id": kept.account_id, "joined_id": merged.account_id, "joining_id": ONE, "by": SYSTEM, "at": AT}
        assert refusal(join_accounts, **(asked | {"by": AGENT})) is AccountRefusal.NOT_ALLOWED
        assert refusal(join_accounts, **(asked | {"kept_id": merged.account_id})) is AccountRefusal.ONE_ACCOUNT_TWICE
        assert refusal(join_accounts, **(asked | {"kept_id": uuid4()})) is AccountRefusal.ACCOUNT_UNKNOWN
        later = {"joined_id": merged.account_id, "joining_id": ONE, "by": SYSTEM, "at": AT}
        assert refusal(part_accounts, **later) is AccountRefusal.NOT_JOINED
        assert refusal(gather_joined, **later, withheld_cents=0) is AccountRefusal.NOT_JOINED


class TestMoney:
    def test_the_acts_of_the_accounts_alone(self, kept, merged) -> None:
        both = {"kept_id": kept.account_id, "joined_id": merged.account_id}
        assert join_accounts(**both, joining_id=ONE, by=SYSTEM, at=AT) == (50_000, 0)
        late = {"joined_id": merged.account_id, "by": SYSTEM, "at": AT}
        assert gather_joined(**late, joining_id=ONE, withheld_cents=0) == 0
        assert part_accounts(**late, joining_id=ONE) == (50_000, 0)
        assert not broken()

    def test_it_goes_purse_by_purse_through_the_house(self, kept, merged) -> None:
        joining_id = joined(kept, merged)
        assert (purse(kept, PurseKind.CEC), purse(kept, PurseKind.EMPLOYER)) == (130_000, 20_000)
        assert rights(merged).total_cents == 0
        assert rights(merged).state is AccountState.JOINED
        assert house_sums()[house(House.JOINED_ACCOUNTS)].balance_cents == 0
        card = queries.joining(joining_id, by=AGENT)
        assert (card.state, card.moved_cents, card.withheld_cents) == (JoiningState.JOINED, 50_000, 0)
        assert not broken()

    def test_undone_everything_is_as_before(self, kept, merged) -> None:
        before = (rights(kept).total_cents, rights(merged).total_cents)
        joining_id = joined(kept, merged)
        parted(joining_id)
        assert (rights(kept).total_cents, rights(merged).total_cents) == before
        assert rights(merged).state is AccountState.OPEN
        card = queries.joining(joining_id, by=AGENT)
        assert (card.state, card.returned_cents, card.shortfall_cents) == (JoiningState.PARTED, 50_000, 0)
        assert not broken()

    def test_joined_parted_and_joined_again(self, kept, merged) -> None:
        parted(joined(kept, merged))
        joining_id = joined(kept, merged)
        assert rights(kept).total_cents == 150_000
        parted(joining_id)
        assert (rights(kept).total_cents, rights(merged).total_cents) == (100_000, 50_000)
        assert not broken()

    def test_the_ceiling_of_yearly_rights_holds_and_what_it_refuses_stays(self, kept, merged) -> None:
        for each in range(2019, 2026):
            credited(year(kept.account_id, each), at=AT)
            credit_hours(rows=[year(merged.account_id, each, **SERVICE)], by=SYSTEM, at=AT)
        convert_hours_to_euros(account_id=merged.account_id, left_on=day_of(AT), by=AGENT, at=AT)
        assert (purse(kept, PurseKind.YEARLY), purse(merged, PurseKind.YEARLY)) == (350_000, 225_000)
        joining_id = joined(kept, merged)
        assert (purse(kept, PurseKind.YEARLY), purse(merged, PurseKind.YEARLY)) == (500_000, 75_000)
        assert queries.joining(joining_id, by=AGENT).withheld_cents == 75_000
        assert gather(joining_id=joining_id, by=SYSTEM, at=AT) == 0
        parted(joining_id)
        assert (purse(kept, PurseKind.YEARLY), purse(merged, PurseKind.YEARLY)) == (350_000, 225_000)
        assert not broken()

    def test_what_was_spent_meanwhile_does_not_come_back_and_is_told(self, kept, merged) -> None:
        joining_id = joined(kept, merged)
        scenes.confirmed(kept, price_cents=145_000)
        parted(joining_id)
        card = queries.joining(joining_id, by=AGENT)
        assert card.returned_cents + card.shortfall_cents == 50_000
        assert card.shortfall_cents > 0
        assert rights(kept).total_cents >= 0
        assert not broken()

    def test_a_declined_proposal_moves_nothing(self, kept, merged) -> None:
        joining_id = proposed(kept, merged)
        decline(joining_id=joining_id, by=APPROVER, at=AT)
        assert (rights(kept).total_cents, rights(merged).total_cents) == (100_000, 50_000)
        assert not broken()


class TestEnrolments:
    def test_the_holder_reaches_those_of_both_accounts_and_ends_them(self, kept, merged) -> None:
        scene = scenes.confirmed(merged, price_cents=35_000)
        joining_id = joined(kept, merged)
        by = as_signed_in(merged)
        assert by.account_id == kept.account_id
        (row,) = purchases.enrolments_of_account(kept.account_id, by=by)
        assert row.id == scene.id
        enrolments.withdraw(enrolment_id=scene.id, by=by, at=AT + timedelta(days=1))
        # What comes back goes on to the account that is kept, the next night.
        assert rights(merged).total_cents > 0
        jobs.gather(timestamp=0)
        assert rights(merged).total_cents == 0
        assert gather(joining_id=joining_id, by=SYSTEM, at=AT) == 0
        assert not broken()

    def test_a_stranger_reaches_none(self, kept, merged) -> None:
        scene = scenes.confirmed(merged, price_cents=35_000)
        joined(kept, merged)
        other = scenes.a_holder()
        assert purchases.enrolments_of_account(kept.account_id, by=other.actor) == []
        with pytest.raises(Refused):
            purchases.details(scene.id, by=other.actor)

    def test_parted_each_reaches_their_own(self, kept, merged) -> None:
        scenes.confirmed(merged, price_cents=35_000)
        parted(joined(kept, merged))
        assert purchases.enrolments_of_account(kept.account_id, by=as_signed_in(kept)) == []
        assert len(purchases.enrolments_of_account(merged.account_id, by=as_signed_in(merged))) == 1

    def test_nothing_is_bought_on_a_joined_account(self, kept, merged) -> None:
        session_id = scenes.a_session(scenes.a_body(), price_cents=10_000)
        joined(kept, merged)
        with pytest.raises(Refused):
            enrolments.request(account_id=merged.account_id, session_id=session_id, by=as_signed_in(merged), at=AT)


def test_somebody_without_an_account_is_joined_too(kept) -> None:
    other = people.register_person(civil=_civil(kept), by=SYSTEM, at=AT)
    joining_id = propose(kept_id=kept.person_id, merged_id=other, reason="doublon", by=AGENT, at=AT)
    approve(joining_id=joining_id, by=APPROVER, at=AT)
    identity = VerifiedIdentity(issuer="fc", sub="1", acr="eidas2", civil=_civil(kept))
    assert not list(persons_and_accounts_follow())
    parted(joining_id)
    assert refusal(people.sign_in_holder, identity=identity, by=SYSTEM, at=AT) == "people.homonym"


def _civil(holder):
    return people_queries.card_of(holder.person_id, by=SYSTEM, reason="test").civil


def test_hours_and_euros_are_joined_and_parted_each_in_its_unit(kept, merged) -> None:
    credit_hours(rows=[year(merged.account_id, 2025, **SERVICE)], by=SYSTEM, at=AT)

    def hours(holder) -> int:
        counters = accounts.counters(holder.account_id, on=day_of(AT))
        return next((each.posted for each in counters if each.kind is PurseKind.HOURS), 0)

    joining_id = joined(kept, merged)
    assert (hours(kept), hours(merged)) == (2_500, 0)
    assert rights(kept).available_cents == 130_000
    parted(joining_id)
    assert (hours(kept), hours(merged)) == (0, 2_500)
    assert (rights(kept).available_cents, rights(merged).available_cents) == (100_000, 30_000)
    assert not broken()


def test_a_joining_that_fails_at_night_costs_the_others_nothing(kept, merged, monkeypatch) -> None:
    other = scenes.a_holder(rights_cents=100_000)
    bad = joined(kept, other)
    scene = scenes.confirmed(merged, price_cents=35_000)
    joined(kept, merged)
    enrolments.withdraw(enrolment_id=scene.id, by=as_signed_in(merged), at=AT + timedelta(days=1))
    real = jobs.actions.gather

    def breaking(*, joining_id: UUID, **words) -> int:
        if joining_id == bad:
            raise RuntimeError
        return real(joining_id=joining_id, **words)

    monkeypatch.setattr(jobs.actions, "gather", breaking)
    with pytest.raises(SomeFailed, match="1 of 2"):
        jobs.gather(timestamp=0)
    assert rights(merged).total_cents == 0
    assert not broken()


def test_a_session_begun_while_joined_ends_at_the_parting(kept, merged) -> None:
    """Two persons were taken for one: the second must not go on reading the account of the first."""
    joining_id = joined(kept, merged)
    before = signed_in(replace(merged.actor, id=kept.person_id, account_id=kept.account_id))
    assert before.get("/mes-droits").status_code == 200
    parted(joining_id)
    assert before.get("/mes-droits")["Location"].startswith("/connexion")
    for holder in (kept, merged):
        assert signed_in(holder.actor).get("/mes-droits").status_code == 200


def test_everything_is_in_the_journal(kept, merged) -> None:
    joining_id = joined(kept, merged)
    propose_parting(joining_id=joining_id, reason="deux personnes", by=AGENT, at=AT)
    decline_parting(joining_id=joining_id, by=APPROVER, at=AT)
    parted(joining_id)
    assert [told.kind for told in history(joining_id)] == [
        "joining.proposed",
        "joining.approved",
        "joining.parting_proposed",
        "joining.parting_declined",
        "joining.parting_proposed",
        "joining.parting_approved",
    ]
    assert [told.kind for told in history(merged.account_id)][-2:] == ["accounts.joined", "accounts.parted"]


def test_the_check_sees_a_person_and_an_account_that_do_not_follow(kept, merged) -> None:
    joining_id = joined(kept, merged)
    assert not list(persons_and_accounts_follow())
    Joining.objects.filter(pk=joining_id).update(state=JoiningState.PARTED)
    assert len(list(persons_and_accounts_follow())) == 2


@pytest.mark.django_db(transaction=True)
def test_two_approvals_at_once_join_once() -> None:
    kept, merged = scenes.a_holder(rights_cents=100_000), scenes.a_holder(rights_cents=30_000)
    joining_id = proposed(kept, merged)

    def approving(_: int) -> str:
        try:
            approve(joining_id=joining_id, by=APPROVER, at=AT)
        except Refused as refused:
            return str(refused.reason)
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        ends = sorted(pool.map(approving, range(4)))
    assert ends == ["done", *["joining.not_in_this_state"] * 3]
    assert rights(kept).total_cents == 130_000
    assert not broken()
