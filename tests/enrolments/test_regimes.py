"""Buying with prevention points or an accident's endowment, and not buying once one's rights have ended."""

from datetime import date

import pytest
from tests import scenes
from tests.enrolments.money import held, moved
from tests.moments import AT

from acquis.accounts import actions as accounts
from acquis.accounts.queries import rights
from acquis.accounts.types import Refusal as NotSpendable
from acquis.enrolments.queries import quote
from acquis.enrolments.types import Refusal, Source
from acquis.kit.refusal import Refused
from acquis.rules import EndGround

pytestmark = pytest.mark.django_db


def with_points(rights_cents, points):
    holder = scenes.a_holder(rights_cents=rights_cents)
    accounts.convert_points(
        account_id=holder.account_id, points=points, reference=f"points {holder.account_id}", by=scenes.SYSTEM, at=AT
    )
    return holder


def test_points_fill_the_gap_and_spare_the_participation():
    holder = with_points(100_000, 2)
    scene = scenes.confirmed(holder, price_cents=150_000)
    # Own rights first, then 500 € of points; points used for training exempt from the participation.
    assert held(scene) == {"cec": -100_000, "c2p": -50_000, "commitments": 150_000}
    assert moved(scene) == {}
    assert rights(holder.account_id, on=AT.date()).top_ups_cents == 50_000


def test_points_that_own_rights_make_needless_stay():
    holder = with_points(500_000, 2)
    said = quote(
        holder.account_id, scenes.a_session(scenes.a_body(), price_cents=150_000), by=holder.actor, on=AT.date()
    )
    assert [line.source for line in said.lines] == [Source.RIGHTS, Source.HOLDER]
    assert said.participation_cents == 15_000


def test_what_points_paid_comes_back_to_them():
    holder = with_points(0, 3)
    scene = scenes.confirmed(holder, price_cents=140_000)
    assert held(scene) == {"c2p": -140_000, "commitments": 140_000}
    scene = scenes.in_training(holder, price_cents=10_000)
    assert moved(scene) == {"c2p": -10_000, "commitments": 10_000}


def ended(holder):
    accounts.end_rights(
        account_id=holder.account_id, ground=EndGround.PENSION, ended_on=date(2026, 6, 1), by=scenes.SYSTEM, at=AT
    )


def test_nothing_is_bought_once_the_rights_have_ended():
    holder = scenes.a_holder()
    session = scenes.a_session(scenes.a_body())
    proposed = scenes.proposed(holder)
    ended(holder)
    said = quote(holder.account_id, session, by=holder.actor, on=AT.date())
    assert said.refusal is NotSpendable.RIGHTS_ENDED
    with pytest.raises(Refused) as refused:
        scenes.requested(holder)
    assert refused.value.reason is NotSpendable.RIGHTS_ENDED
    with pytest.raises(Refused) as refused:
        scenes.confirming(proposed)
    assert refused.value.reason is NotSpendable.RIGHTS_ENDED


def test_a_training_confirmed_before_goes_on():
    scene = scenes.confirmed()
    ended(scene.holder)
    assert held(scene)["commitments"] == 135_000


def test_a_death_refuses_as_any_closed_account():
    holder = scenes.a_holder()
    accounts.record_death(account_id=holder.account_id, died_on=AT.date(), by=scenes.SYSTEM, at=AT)
    with pytest.raises(Refused) as refused:
        scenes.requested(holder)
    assert refused.value.reason is Refusal.ACCOUNT_NOT_OPEN
