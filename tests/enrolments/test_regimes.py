"""Buying with prevention points or an accident's endowment, and not buying once one's rights have ended."""

from datetime import date

import pytest
from tests import scenes
from tests.accounts.scenes import a_year
from tests.enrolments.money import held, moved
from tests.moments import AT

from acquis.accounts import actions as accounts
from acquis.accounts.queries import rights
from acquis.accounts.types import PurseKind
from acquis.accounts.types import Refusal as NotSpendable
from acquis.enrolments.models import Enrolment
from acquis.enrolments.queries import proposal_quote, quote
from acquis.enrolments.types import Refusal, Source
from acquis.kit.refusal import Refused
from acquis.rules import Action, EndGround

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


def test_the_volunteers_counter_still_pays_training_towards_volunteering():
    holder = scenes.a_holder(rights_cents=15_000, top_ups={PurseKind.EMPLOYER: 50_000})
    scene = scenes.proposed(holder, price_cents=30_000)
    for_volunteers(scene)
    ended(holder)
    said = proposal_quote(scene.id, by=holder.actor, on=AT.date())
    # Neither the other rights nor others' money: the volunteers' counter, and the holder.
    assert (said.refusal, said.rights_cents, said.third_party_cents, said.holder_pays_cents) == (
        None,
        15_000,
        0,
        15_000,
    )
    accounts.freeze(account_id=holder.account_id, reason="contrôle", by=scenes.STAFF, at=AT)
    assert proposal_quote(scene.id, by=holder.actor, on=AT.date()).refusal is Refusal.ACCOUNT_NOT_OPEN
    accounts.unfreeze(account_id=holder.account_id, by=scenes.STAFF, at=AT)
    scenes.confirming(scene)
    assert held(scene)["cec"] == -15_000


def test_volunteers_training_is_paid_by_the_volunteers_counter_before_retirement_too():
    holder = scenes.a_holder(rights_cents=0)
    accounts.credit_years(rows=[a_year(holder.account_id)], by=scenes.SYSTEM, at=AT)
    scene = scenes.proposed(holder, price_cents=20_000)
    assert proposal_quote(scene.id, by=holder.actor, on=AT.date()).rights_cents == 5_000
    for_volunteers(scene)
    assert proposal_quote(scene.id, by=holder.actor, on=AT.date()).rights_cents == 0


def for_volunteers(scene):
    """No code of such a training is known to the catalogue yet: what was asked for is made one."""
    Enrolment.objects.filter(pk=scene.id).update(action_kind=Action.VOLUNTEER_TRAINING)


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
