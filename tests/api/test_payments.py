"""The card provider's calls, from a purchase to its confirmation, by the real pages and the real door."""

import json
from itertools import permutations
from uuid import uuid4

import pytest
from django.test import Client
from tests import scenes
from tests.outside.card_provider import card_provider

from acquis.enrolments.types import State
from acquis.journal.models import Event
from acquis.ledger.queries import house_sums
from acquis.ledger.types import House, house
from acquis.outside.payments_standin.cards import CARDS
from acquis.outside.payments_standin.jobs import signed_headers
from acquis.outside.payments_standin.models import DemoCall, DemoRefund
from acquis.treasury import jobs, queries
from acquis.treasury.actions import open_hosted_page, refund
from acquis.treasury.queries import refunds_about
from acquis.treasury.types import CollectionState, RefundState

pytestmark = pytest.mark.django_db
GOOD, REFUSED, *_ = CARDS


@pytest.fixture(autouse=True)
def provider():
    with card_provider():
        yield


def knock(call, **changed):
    headers = signed_headers(call) | changed
    return Client().generic("POST", "/webhooks/payments", call.body, content_type="application/json", headers=headers)


def at_the_page(card, decision="confirm"):
    """A holder who pays: the enrolment, its collection, and the call that the provider has to make."""
    scene = scenes.proposed()
    collection = scenes.confirming(scene)
    page = open_hosted_page(collection_id=collection, by=scenes.SYSTEM, at=scenes.AT)
    path = page[page.index("/demo/") :]
    answer = Client().post(path, {"number": card.number, "expiry": "09/40", "code": "123"})
    if "/bank" in answer.headers["Location"]:
        Client().post(answer.headers["Location"], {"decision": decision})
    return scene, collection, DemoCall.objects.get(payment__reference=str(collection))


def test_a_paid_share_confirms_the_purchase_once_however_often_it_is_told():
    scene, collection, call = at_the_page(GOOD)
    assert [knock(call).status_code for _ in range(5)] == [204] * 5
    assert scene.now.state == State.CONFIRMED
    card = queries.collection(collection)
    assert card.state == CollectionState.PAID
    assert house_sums()[house(House.CARD_CLEARING)].balance_cents == -card.amount_cents


def test_a_refused_card_lets_the_holder_try_again():
    scene, collection, call = at_the_page(REFUSED)
    assert knock(call).status_code == 204
    assert scene.now.state == State.PROPOSED
    assert queries.collection(collection).state == CollectionState.REFUSED
    assert house_sums()[house(House.CARD_CLEARING)].balance_cents == 0


@pytest.mark.parametrize("order", list(permutations(["pending", "succeeded", "pending"])))
def test_words_out_of_order_end_the_same(order):
    scene, _collection, call = at_the_page(GOOD)
    body = json.loads(call.body)
    for state in order:
        call.body = json.dumps(body | {"payment": body["payment"] | {"state": state}})
        assert knock(call).status_code == 204
    assert scene.now.state == State.CONFIRMED


@pytest.mark.parametrize(
    "changed", [{"webhook-signature": "v1,AAAA"}, {"webhook-timestamp": "1"}, {"webhook-id": "msg_other"}]
)
def test_a_forged_call_changes_nothing(changed):
    scene, _collection, call = at_the_page(GOOD)
    assert knock(call, **changed).status_code == 400
    assert scene.now.state == State.AWAITING_PAYMENT


@pytest.mark.parametrize(
    "changed", [{"amount_cents": 1}, {"reference": str(uuid4())}, {"reference": "x"}, {"id": "pay_2"}]
)
def test_a_signed_call_about_another_payment_changes_nothing(changed):
    scene, _collection, call = at_the_page(GOOD)
    body = json.loads(call.body)
    call.body = json.dumps({"payment": body["payment"] | changed})
    assert knock(call).status_code == 409
    assert scene.now.state == State.AWAITING_PAYMENT


def test_a_refund_that_had_arrived_and_fails_is_owed_again_and_told():
    _scene, collection, call = at_the_page(GOOD)
    knock(call)
    owed = refund(collection_id=collection, amount_cents=1_000, reference="r", by=scenes.SYSTEM, at=scenes.AT)
    jobs.send_refund(refund_id=str(owed))
    assert refunds_about(queries.collection(collection).about)[0].state == RefundState.DONE
    made = DemoRefund.objects.get()
    made.state, made.reason = "failed", "lost_or_stolen_card"
    call.body = json.dumps({"type": "refund.failed", "refund": made.told()})
    assert [knock(call).status_code for _ in range(2)] == [204] * 2
    (again,) = refunds_about(queries.collection(collection).about)
    assert (again.state, again.reason) == (RefundState.REFUSED, "lost_or_stolen_card")
    assert queries.refused_refunds(by=scenes.FINANCE) == 1
    assert Event.objects.filter(kind="treasury.refund_refused").count() == 1


def test_the_door_opens_to_posts_only():
    assert Client().get("/webhooks/payments").status_code == 405
