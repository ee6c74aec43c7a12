"""What a funder's machines are told: signed, to public addresses alone, tried again, given up, made again."""

from __future__ import annotations

import socket
from ipaddress import ip_address
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from tests import scenes
from tests.funders.scenes import Giver, a_funder, in_force
from tests.moments import AT
from tests.partners.receiver import receiving

from acquis.enrolments.events import Entered
from acquis.funders.events import ConventionMoved, EnvelopeFilled, Promised, PromiseReturned
from acquis.funders.models import Promise
from acquis.journal.models import Event
from acquis.journal.payload import read
from acquis.journal.reactions import REACTIONS
from acquis.kit.refusal import Refused
from acquis.outside import webhooks
from acquis.partners import actions, jobs, outbox, queries
from acquis.partners.models import Delivery
from acquis.partners.types import CHOSEN, DeliveryState, EventType

pytestmark = pytest.mark.django_db


@pytest.fixture
def beside_us(settings: Any) -> None:
    settings.ACQUIS = settings.ACQUIS.model_copy(update={"partners_on_this_machine": True})


def added(giver: Giver, url: str = "https://aides.exemple.fr/acquis", *kinds: EventType) -> UUID:
    return actions.add_endpoint(funder_id=giver.id, url=url, kinds=kinds or CHOSEN, by=giver.manager, at=AT)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
        *("224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fd00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1"),
        *("2002:7f00:1::", "2001:0:7f00:1::", "ff02::1"),
    ],
)
def test_no_address_of_ours_is_public(address: str):
    assert not webhooks.is_public(ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        *("http://aides.exemple.fr", "ftp://aides.exemple.fr", "https://", "aides.exemple.fr", "https://[::1]/"),
        *("https://127.0.0.1/", "https://nom:secret@aides.exemple.fr/", "https://aides.exemple.fr:5432/"),
        *("https://aides.exemple.fr:x/", "https://aides.exemple.fr/ a", "https://aides.exemple.fr/#x", "https://é.fr/"),
    ],
)
def test_an_address_that_is_not_public_https_is_refused(url: str):
    with pytest.raises(Refused, match=r"partners\.url_refused"):
        added(a_funder(), url)


@pytest.mark.parametrize("hidden", ["127.0.0.1", "10.1.2.3", "::ffff:192.168.0.1"])
def test_a_name_that_leads_to_us_is_not_called(hidden: str, monkeypatch: pytest.MonkeyPatch):
    """One private address among public ones is enough, and nothing is connected to."""
    found = [(0, 0, 0, "", ("93.184.216.34", 443)), (0, 0, 0, "", (hidden, 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: found)
    monkeypatch.setattr(socket, "create_connection", lambda *_args, **_more: pytest.fail("it was called"))
    with pytest.raises(webhooks.Refused):
        webhooks.call("https://aides.exemple.fr/acquis", body=b"{}", headers={})
    assert webhooks.is_public(ip_address("93.184.216.34"))


def test_a_manager_adds_and_removes_and_others_neither():
    giver, other = a_funder(), a_funder(name="Autre")
    with pytest.raises(Refused, match=r"partners\.kinds_missing"):
        actions.add_endpoint(funder_id=giver.id, url="https://x.fr", kinds=[], by=giver.manager, at=AT)
    endpoint_id = added(giver)
    assert queries.secret(endpoint_id, by=giver.manager).startswith("whsec_")
    for by in (giver.agent, other.manager, scenes.STAFF):
        with pytest.raises(Refused):
            queries.secret(endpoint_id, by=by)
        with pytest.raises(Refused):
            actions.remove_endpoint(endpoint_id=endpoint_id, by=by, at=AT)
    assert queries.endpoints(by=other.manager) == []
    call = actions.try_endpoint(endpoint_id=endpoint_id, by=giver.manager, at=AT)
    actions.remove_endpoint(endpoint_id=endpoint_id, by=giver.manager, at=AT)
    assert jobs.call(delivery_id=str(call)) == "given_up"
    for again in (actions.remove_endpoint, actions.try_endpoint):
        with pytest.raises(Refused, match=r"partners\.endpoint_removed"):
            again(endpoint_id=endpoint_id, by=giver.manager, at=AT)
    with pytest.raises(Refused, match=r"partners\.endpoint_removed"):
        actions.replay(delivery_id=call, by=giver.manager, at=AT)
    assert queries.endpoints(by=giver.manager) == []


def tell_all() -> None:
    """Every fact so far, told as the worker tells it."""
    for kind in (Promised, PromiseReturned, ConventionMoved, EnvelopeFilled, Entered):
        hearers = [each for each in REACTIONS.values() if each.event is kind and each.name.startswith("partners.")]
        for row in Event.objects.filter(kind=kind.kind).order_by("seq"):
            for hearer in hearers:
                told = read(kind, about=row.about, account_id=row.account_id, payload=row.payload)
                hearer.run(told, by=scenes.SYSTEM, at=row.at)


def test_a_funder_is_told_of_its_money_and_of_nobody_else_s(beside_us: None):
    giver, other = a_funder(), a_funder(name="Autre")
    in_force(giver)
    holder = scenes.a_holder(rights_cents=10_000)
    scenes.in_training(holder)
    with receiving() as receiver:
        endpoint_id = added(giver, receiver.url)
        added(other, receiver.url, EventType.PROMISE_MADE)
        tell_all()
        calls = list(Delivery.objects.order_by("written_at", "pk"))
        assert {each.endpoint_id for each in calls} == {endpoint_id}
        for each in calls:
            assert jobs.call(delivery_id=str(each.id)) == "204"
            assert jobs.call(delivery_id=str(each.id)) == "delivered"
        told = receiver.read(queries.secret(endpoint_id, by=giver.manager))
    kinds = [each["type"] for each in told]
    assert {"promise.made", "promise.spent", "convention.moved", "envelope.filled"} == set(kinds)
    assert len(receiver.heard) == len(calls)
    promise = Promise.objects.get()
    spent = next(each["data"] for each in told if each["type"] == "promise.spent")
    assert spent == {
        "promise_id": str(promise.id),
        "convention_id": str(promise.convention_id),
        "enrolment_id": str(promise.enrolment_id),
        "spent_cents": promise.amount_cents,
    }
    assert not any(str(holder.account_id).encode() in body for _headers, body in receiver.heard)


def planned() -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT scheduled_at FROM procrastinate_jobs WHERE task_name = %s AND scheduled_at IS NOT NULL ORDER BY id",
            [outbox.TASK],
        )
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.parametrize(("status", "said"), [(500, "500"), (302, "302")])
def test_what_fails_is_tried_later_and_later_then_given_up_and_made_again(status: int, said: str, beside_us: None):
    giver = a_funder()
    with receiving(*[status] * 8, 204) as receiver:
        endpoint_id = added(giver, receiver.url)
        call = actions.try_endpoint(endpoint_id=endpoint_id, by=giver.manager, at=AT)
        with pytest.raises(Refused, match=r"partners\.call_under_way"):
            actions.replay(delivery_id=call, by=giver.manager, at=AT)
        for attempt in range(8):
            assert jobs.call(delivery_id=str(call)) == said
            assert len(planned()) == min(attempt + 1, 7)
        moments = planned()
        assert moments == sorted(moments)
        assert 2 <= (moments[-1] - moments[0]).days + 1 <= 3
        (card,) = queries.calls_of(endpoint_id, limit=5, by=giver.agent)
        assert (card.state, card.attempts, card.status) == (DeliveryState.GIVEN_UP, 8, status)
        assert queries.endpoint(endpoint_id, by=giver.agent).given_up == 1
        actions.replay(delivery_id=call, by=giver.manager, at=AT)
        assert jobs.call(delivery_id=str(call)) == "204"
    assert len({headers["webhook-id"] for headers, _body in receiver.heard}) == 1
    assert len({body for _headers, body in receiver.heard}) == 1


def test_nobody_there_is_a_failure_and_no_crash(beside_us: None):
    giver = a_funder()
    endpoint_id = added(giver, "http://127.0.0.1:1/acquis")
    call = actions.try_endpoint(endpoint_id=endpoint_id, by=giver.manager, at=AT)
    assert jobs.call(delivery_id=str(call)) == "unreachable"
    actions.note_call(delivery_id=call, status=None, failure="too slow", by=scenes.SYSTEM, at=AT)
    (card,) = queries.calls_of(endpoint_id, limit=5, by=giver.agent)
    assert (card.attempts, card.failure, card.state) == (2, "too slow", DeliveryState.WAITING)
