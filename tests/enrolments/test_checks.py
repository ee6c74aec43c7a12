"""The checks find what is broken: each is shown a broken record and must name it."""

from datetime import timedelta

import pytest
from tests import scenes

from acquis.enrolments import checks
from acquis.enrolments.models import Enrolment, Step
from acquis.enrolments.types import BillingState, State
from acquis.kit import clock

pytestmark = pytest.mark.django_db


def broken(check, scene, **changes):
    """What the check says once the record is changed behind the acts' back; nothing before."""
    assert list(check()) == []
    Enrolment.objects.filter(pk=scene.id).update(**changes)
    found = list(check())
    assert all(str(scene.id) in line for line in found)
    return len(found)


def test_an_end_with_money_left():
    scene = scenes.confirmed()
    assert broken(checks.ended_enrolments_are_settled, scene, state=State.DECLINED) == 1


def test_an_order_without_its_money():
    assert broken(checks.standing_orders_are_funded, scenes.proposed(), state=State.CONFIRMED) == 1


def test_an_ending_that_does_not_add_up():
    assert broken(checks.endings_make_the_price, scenes.validated(), lapsed_cents=1) == 1


def test_a_state_the_history_does_not_lead_to():
    assert broken(checks.histories_are_paths, scenes.requested(), state=State.PROPOSED) == 1


def test_a_step_that_does_not_follow():
    scene = scenes.proposed()
    Step.objects.filter(enrolment=scene.id, rank=2).update(source=State.EXITED)
    (found,) = checks.histories_are_paths()
    assert str(scene.id) in found


def test_a_delay_forgotten():
    # These scenes have a clock of their own: the request is put in the machine's present first.
    scene = scenes.requested()
    Enrolment.objects.update(due_at=clock.now() + timedelta(days=1))
    past = clock.now() - timedelta(days=2)
    assert broken(checks.no_delay_is_forgotten, scene, due_at=past) == 1


def test_a_delay_without_a_day():
    scene = scenes.requested()
    Enrolment.objects.update(due_at=clock.now() + timedelta(days=1))
    assert broken(checks.no_delay_is_forgotten, scene, due_at=None) == 1


def test_something_to_bill_out_of_place():
    assert broken(checks.billing_follows_the_state, scenes.in_training(), billing_state=BillingState.TO_BILL) == 1
