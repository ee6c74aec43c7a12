"""The same story over real HTTP: our client calls the stand-in, the stand-in's job calls our door."""

import pytest
from django.test import Client
from tests import scenes

from acquis.enrolments.types import State
from acquis.outside.payments_standin import jobs
from acquis.outside.payments_standin.cards import CARDS
from acquis.outside.payments_standin.models import DemoCall
from acquis.treasury.actions import ask_outcome, open_hosted_page
from acquis.treasury.types import Outcome

pytestmark = pytest.mark.django_db(transaction=True)


def test_from_the_payment_page_to_the_confirmation(live_server, settings):
    settings.ACQUIS = settings.ACQUIS.model_copy(update={"site_url": live_server.url})
    scene = scenes.proposed()
    collection = scenes.confirming(scene)
    page = open_hosted_page(collection_id=collection, by=scenes.SYSTEM, at=scenes.AT)
    assert page.startswith(live_server.url)
    path = page.removeprefix(live_server.url)
    Client().post(path, {"number": CARDS[0].number, "expiry": "09/40", "code": "123"})
    Client().post(f"{path}/bank", {"decision": "confirm"})
    assert ask_outcome(collection_id=collection, by=scenes.SYSTEM, at=scenes.AT).outcome == Outcome.PAID
    assert scene.now.state == State.AWAITING_PAYMENT

    call = DemoCall.objects.get()
    for _ in range(2):
        jobs.tell(call_id=call.id)
    call.refresh_from_db()
    assert call.answered_at is not None
    assert call.attempts == 1
    assert scene.now.state == State.CONFIRMED


def test_a_door_that_does_not_answer_is_tried_again(live_server, settings):
    settings.ACQUIS = settings.ACQUIS.model_copy(update={"site_url": live_server.url})
    page = open_hosted_page(
        collection_id=scenes.confirming(scenes.proposed()), by=scenes.SYSTEM, at=scenes.AT
    ).removeprefix(live_server.url)
    Client().post(page, {"give_up": "1"})
    call = DemoCall.objects.get()
    settings.ACQUIS = settings.ACQUIS.model_copy(update={"site_url": "http://127.0.0.1:9"})
    with pytest.raises(jobs.NotAnswered):
        jobs.tell(call_id=call.id)
    call.refresh_from_db()
    assert call.answered_at is None
