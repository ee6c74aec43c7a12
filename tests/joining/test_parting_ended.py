"""Parting from an account that is open no more (dead, retired, frozen): each has what is theirs, or it is told."""

from __future__ import annotations

from uuid import uuid4

import pytest
from tests import scenes
from tests.accounts.scenes import a_year as year
from tests.accounts.scenes import broken, credited
from tests.joining.test_joining import AGENT, APPROVER, AT, SYSTEM, as_signed_in, joined, parted, purse, refusal, rights

from acquis.accounts.actions import answer_death, close, credit_hours, end_rights, freeze, record_death, unfreeze
from acquis.accounts.models import DeathNotice
from acquis.accounts.types import AccountState, PurseKind
from acquis.enrolments import actions as enrolments
from acquis.joining import queries
from acquis.joining.actions import approve_parting, gather, propose_parting
from acquis.kit.clock import day_of
from acquis.ledger.queries import house_sums
from acquis.ledger.types import House, house
from acquis.rules import EndGround, Regime, WorkUnit

pytestmark = pytest.mark.django_db
TODAY = day_of(AT)
SERVICE = {"regime": Regime.PUBLIC_AGENT, "unit": WorkUnit.SHARE, "worked": "1"}


@pytest.fixture
def kept():
    return scenes.a_holder(rights_cents=100_000)


@pytest.fixture
def merged():
    return scenes.a_holder(rights_cents=30_000, top_ups={PurseKind.EMPLOYER: 20_000})


def lapsed() -> int:
    return house_sums()[house(House.LAPSED_RIGHTS)].balance_cents


def test_what_a_death_took_of_the_other_s_rights_is_given_back(kept, merged) -> None:
    credit_hours(rows=[year(merged.account_id, 2025, **SERVICE)], by=SYSTEM, at=AT)
    before = purse(merged, PurseKind.HOURS)
    joining_id = joined(kept, merged)
    record_death(account_id=kept.account_id, died_on=TODAY, by=SYSTEM, at=AT)
    assert rights(kept).total_cents == 20_000
    parted(joining_id)
    assert (rights(merged).state, rights(merged).total_cents) == (AccountState.OPEN, 50_000)
    assert purse(merged, PurseKind.HOURS) == before
    # The dead holder's own stay cancelled.
    assert rights(kept).total_cents == 0
    assert abs(lapsed()) == 100_000
    card = queries.joining(joining_id, by=AGENT)
    assert (card.returned_cents, card.shortfall_cents) == (50_000, 0)
    assert not broken()


def test_what_was_spent_before_the_death_is_told(kept, merged) -> None:
    joining_id = joined(kept, merged)
    scenes.confirmed(kept, price_cents=125_000)
    record_death(account_id=kept.account_id, died_on=TODAY, by=SYSTEM, at=AT)
    parted(joining_id)
    card = queries.joining(joining_id, by=AGENT)
    assert card.shortfall_cents > 0
    assert card.returned_cents + card.shortfall_cents == 50_000
    assert rights(merged).total_cents == card.returned_cents
    assert lapsed() == 0
    assert not broken()


def test_a_year_of_both_comes_back_to_the_living_only(kept, merged) -> None:
    for each in (kept, merged):
        credited(year(each.account_id, 2025), at=AT)
    joining_id = joined(kept, merged)
    assert purse(kept, PurseKind.YEARLY) == 50_000
    record_death(account_id=kept.account_id, died_on=TODAY, by=SYSTEM, at=AT)
    parted(joining_id)
    assert purse(merged, PurseKind.YEARLY) == 50_000
    assert purse(kept, PurseKind.YEARLY) == 0
    assert not broken()


def test_two_joined_to_one_who_died_each_have_their_own(kept, merged) -> None:
    third = scenes.a_holder(rights_cents=40_000)
    both = [joined(kept, each) for each in (merged, third)]
    record_death(account_id=kept.account_id, died_on=TODAY, by=SYSTEM, at=AT)
    for joining_id in both:
        parted(joining_id)
    assert (rights(merged).total_cents, rights(third).total_cents) == (50_000, 40_000)
    assert abs(lapsed()) == 100_000
    assert not broken()


def test_parted_from_somebody_retired(kept, merged) -> None:
    joining_id = joined(kept, merged)
    end_rights(account_id=kept.account_id, ground=EndGround.PENSION, ended_on=TODAY, by=AGENT, at=AT)
    parted(joining_id)
    assert (rights(merged).state, rights(merged).total_cents) == (AccountState.OPEN, 50_000)
    assert (rights(kept).state, rights(kept).total_cents) == (AccountState.RETIRED, 100_000)
    assert not broken()


@pytest.mark.parametrize("retired", [False, True])
def test_parting_is_no_way_round_a_freeze(kept, merged, retired) -> None:
    joining_id = joined(kept, merged)
    freeze(account_id=kept.account_id, reason="contrôle", by=AGENT, at=AT)
    if retired:
        end_rights(account_id=kept.account_id, ground=EndGround.PENSION, ended_on=TODAY, by=AGENT, at=AT)
    parted(joining_id)
    assert (rights(merged).state, rights(merged).total_cents) == (AccountState.FROZEN, 50_000)
    assert rights(kept).state is (AccountState.RETIRED if retired else AccountState.FROZEN)
    unfreeze(account_id=merged.account_id, by=AGENT, at=AT)
    assert rights(merged).state is AccountState.OPEN
    assert not broken()


def test_a_death_that_was_nobody_s_frees_both(kept, merged) -> None:
    joining_id, doubt_id = joined(kept, merged), uuid4()
    DeathNotice.objects.create(doubt_id=doubt_id, died_on=TODAY, received_at=AT)
    freeze(account_id=kept.account_id, reason="décès à vérifier", death=doubt_id, by=SYSTEM, at=AT)
    parted(joining_id)
    assert rights(merged).state is AccountState.FROZEN
    answer_death(doubt_id=doubt_id, person_id=None, by=SYSTEM, at=AT)
    assert (rights(kept).state, rights(merged).state) == (AccountState.OPEN, AccountState.OPEN)
    assert not broken()


def test_a_death_that_was_the_kept_holder_s_leaves_the_other_free(kept, merged) -> None:
    joining_id, doubt_id = joined(kept, merged), uuid4()
    DeathNotice.objects.create(doubt_id=doubt_id, died_on=TODAY, received_at=AT)
    freeze(account_id=kept.account_id, reason="décès à vérifier", death=doubt_id, by=SYSTEM, at=AT)
    answer_death(doubt_id=doubt_id, person_id=kept.person_id, by=SYSTEM, at=AT)
    parted(joining_id)
    assert (rights(kept).state, rights(merged).state) == (AccountState.CLOSED, AccountState.OPEN)
    assert not broken()


def test_one_that_leads_elsewhere_is_parted_from_last(kept, merged) -> None:
    third = scenes.a_holder(rights_cents=10_000)
    inner = joined(kept, merged)
    joined(third, kept)
    propose_parting(joining_id=inner, reason="deux personnes", by=AGENT, at=AT)
    # The persons are asked first; the accounts would refuse as well.
    assert refusal(approve_parting, joining_id=inner, by=APPROVER, at=AT) == "people.not_merged"


def test_nothing_is_gathered_into_a_closed_account(kept, merged) -> None:
    scene = scenes.confirmed(merged, price_cents=35_000)
    joining_id = joined(kept, merged)
    enrolments.withdraw(enrolment_id=scene.id, by=as_signed_in(merged), at=AT)
    back = rights(merged).total_cents
    assert back > 0
    close(account_id=kept.account_id, by=APPROVER, at=AT)
    total = rights(kept).total_cents
    assert gather(joining_id=joining_id, by=SYSTEM, at=AT) == 0
    assert (rights(kept).total_cents, rights(merged).total_cents) == (total, back)
    # Parted, the other has what waited and what had gone.
    parted(joining_id)
    assert (rights(kept).state, rights(merged).state) == (AccountState.CLOSED, AccountState.OPEN)
    assert rights(merged).total_cents == 50_000
    assert not broken()
