"""The checks find what is broken: each is shown a broken record and must name it."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connection
from tests import scenes

from acquis.catalogue.checks import held_places
from acquis.catalogue.models import HeldPlace, Session
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


def test_places_that_are_not_those_of_the_enrolments():
    asked, accepted, trained = scenes.requested(), scenes.proposed(), scenes.in_training()
    assert list(checks.places_are_of_enrolments()) == []
    kept = list(HeldPlace.objects.order_by("reference").values_list("reference", "session_id"))
    HeldPlace.objects.filter(reference=trained.id).update(reference=asked.id)
    HeldPlace.objects.filter(reference=accepted.id).update(session_id=asked.now.session_id)
    found = "\n".join(checks.places_are_of_enrolments())
    assert found.count("\n") == 2
    for said in (
        f"enrolment {trained.id} holds no place",
        f"held for {asked.id}",
        f"{accepted.id} is of session {accepted.now.session_id} and holds",
    ):
        assert said in found
    # As it was before places were counted; the migration gives each its own, however often it runs.
    HeldPlace.objects.all().delete()
    Session.objects.update(places_taken=0)
    written = import_module("acquis.enrolments.migrations.0003_places_held")
    with connection.cursor() as cursor:
        for statement in (written.HOLD, written.COUNT) * 2:
            cursor.execute(statement)
    assert list(HeldPlace.objects.order_by("reference").values_list("reference", "session_id")) == kept
    assert [*checks.places_are_of_enrolments(), *held_places()] == []
