"""Places of a session: held from the provider's yes, given back when it ends without training, never sold twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from tests import scenes
from tests.moments import AT

from acquis.catalogue import actions, queries
from acquis.catalogue.checks import held_places
from acquis.catalogue.models import Session
from acquis.catalogue.types import Refusal
from acquis.enrolments import actions as enrolments
from acquis.enrolments.types import DeclineReason
from acquis.kit.actor import ANONYMOUS
from acquis.kit.refusal import Refused

pytestmark = pytest.mark.django_db


def a_session(places: int | None, body: scenes.Body | None = None) -> UUID:
    session = scenes.a_session(body or scenes.a_body())
    Session.objects.filter(pk=session).update(places=places)
    return session


def left(session: UUID) -> int | None:
    found = queries.offered(session)
    assert found is not None
    return found.places_left


def hold(session: UUID, reference: UUID | None = None) -> UUID:
    reference = reference or uuid4()
    actions.hold_place(session_id=session, reference=reference, by=scenes.SYSTEM, at=AT)
    return reference


def test_refusals_in_the_order_of_the_checks() -> None:
    with pytest.raises(Refused) as unknown:
        hold(uuid4())
    assert unknown.value.reason is Refusal.SESSION_UNKNOWN
    session = a_session(0)
    with pytest.raises(Refused) as nobody:
        actions.hold_place(session_id=session, reference=uuid4(), by=ANONYMOUS, at=AT)
    assert nobody.value.reason is Refusal.NOT_ALLOWED
    with pytest.raises(Refused) as full:
        hold(session)
    assert full.value.reason is Refusal.SESSION_FULL


def test_a_place_is_moved_or_kept() -> None:
    one, other, full = a_session(2), a_session(2), a_session(0)
    reference = hold(one)
    actions.move_place(session_id=other, reference=reference, by=scenes.SYSTEM, at=AT)
    assert (left(one), left(other)) == (2, 1)
    with pytest.raises(Refused) as refused, transaction.atomic():
        actions.move_place(session_id=full, reference=reference, by=scenes.SYSTEM, at=AT)
    assert refused.value.reason is Refusal.SESSION_FULL
    assert (left(other), left(full)) == (1, 0)
    with pytest.raises(Refused) as nobody:
        actions.move_place(session_id=one, reference=reference, by=ANONYMOUS, at=AT)
    assert nobody.value.reason is Refusal.NOT_ALLOWED


def test_two_who_change_places_lock_the_sessions_in_one_order() -> None:
    one, other = sorted((a_session(2), a_session(2)))
    here, there = hold(one), hold(other)
    locked: list[str] = []

    def keep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "FOR UPDATE" in sql:
            locked.append(str(params[0]))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        actions.move_place(session_id=other, reference=here, by=scenes.SYSTEM, at=AT)
        actions.move_place(session_id=one, reference=there, by=scenes.SYSTEM, at=AT)
    first = [locked[0], locked[1]]
    assert first == [str(one), str(other)]
    assert locked[4:6] == first


def test_the_same_reference_holds_one_place_and_gives_one_back() -> None:
    session = a_session(2)
    reference = hold(session)
    hold(session, reference)
    assert left(session) == 1
    for _ in range(2):
        actions.release_place(reference=reference, by=scenes.SYSTEM, at=AT)
    assert left(session) == 2
    assert not list(held_places())


def test_a_purchase_holds_its_place_from_the_yes_to_its_end() -> None:
    body = scenes.a_body()
    session = a_session(1, body)
    first, second = scenes.a_holder(), scenes.a_holder()
    asked = [
        enrolments.request(account_id=each.account_id, session_id=session, by=each.actor, at=AT)
        for each in (first, second)
    ]
    assert left(session) == 1
    enrolments.accept(enrolment_id=asked[0], by=body.agent, at=AT)
    assert left(session) == 0
    with pytest.raises(Refused) as full:
        enrolments.accept(enrolment_id=asked[1], by=body.agent, at=AT)
    assert full.value.reason is Refusal.SESSION_FULL
    third = scenes.a_holder()
    with pytest.raises(Refused) as late:
        enrolments.request(account_id=third.account_id, session_id=session, by=third.actor, at=AT)
    assert late.value.reason is Refusal.SESSION_FULL
    enrolments.abandon(enrolment_id=asked[0], by=first.actor, at=AT)
    assert left(session) == 1
    enrolments.accept(enrolment_id=asked[1], by=body.agent, at=AT)
    assert left(session) == 0


def test_a_refused_request_never_held_a_place() -> None:
    body = scenes.a_body()
    session = a_session(1, body)
    holder = scenes.a_holder()
    asked = enrolments.request(account_id=holder.account_id, session_id=session, by=holder.actor, at=AT)
    enrolments.decline(enrolment_id=asked, reason=next(iter(DeclineReason)), by=body.agent, at=AT)
    assert left(session) == 1


def test_places_that_are_not_counted_are_never_full() -> None:
    session = a_session(None)
    for _ in range(3):
        hold(session)
    assert left(session) is None
    Session.objects.filter(pk=session).update(places=2)
    assert left(session) == 0


@pytest.mark.django_db(transaction=True)
def test_many_at_once_never_sell_a_place_twice() -> None:
    session = a_session(3)

    def one(_: int) -> bool:
        try:
            hold(session)
        except Refused as refused:
            return refused.reason is not Refusal.SESSION_FULL
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(one, range(24))) == 3
    assert left(session) == 0
    assert not list(held_places())
