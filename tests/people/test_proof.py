"""A fresh proof serves once, for five minutes, for its person, its session and its basket."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from acquis.kit.actor import Actor, Role, system
from acquis.kit.refusal import Refused
from acquis.people.actions import record_proof, register_person, use_proof
from acquis.people.queries import proof_serves
from acquis.people.types import Refusal

pytestmark = pytest.mark.django_db

SYSTEM = system("test")


@pytest.fixture
def holder(someone, at) -> Actor:
    person_id = register_person(civil=someone, by=SYSTEM, at=at)
    return Actor(roles=frozenset({Role.HOLDER}), id=person_id, account_id=uuid4())


def recorded(holder, at, **changes):
    given = {"person_id": holder.id, "basket": "basket", "session": "session", "acr": "eidas2", "identity_iat": at}
    return record_proof(**(given | changes), by=holder, at=at)


def used(proof_id, holder, at, **changes):
    given = {"proof_id": proof_id, "person_id": holder.id, "basket": "basket", "session": "session"}
    use_proof(**(given | changes), by=holder, at=at)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"person_id": uuid4()}, Refusal.PERSON_UNKNOWN),
        ({"acr": "eidas1"}, Refusal.PROOF_TOO_WEAK),
        ({"acr": "eidas4"}, Refusal.PROOF_TOO_WEAK),
    ],
)
def test_a_proof_that_proves_too_little_is_not_kept(holder, at, changes, reason) -> None:
    with pytest.raises(Refused) as refused:
        recorded(holder, at, **changes)
    assert refused.value.reason is reason


def test_a_proof_made_long_ago_is_not_kept(holder, at) -> None:
    with pytest.raises(Refused) as refused:
        recorded(holder, at, identity_iat=at - timedelta(minutes=5, seconds=1))
    assert refused.value.reason is Refusal.PROOF_TOO_OLD


def test_nobody_records_another_s_proof(holder, at) -> None:
    other = Actor(roles=frozenset({Role.HOLDER}), id=uuid4())
    with pytest.raises(Refused) as refused:
        record_proof(person_id=holder.id, basket="b", session="s", acr="eidas2", identity_iat=at, by=other, at=at)
    assert refused.value.reason is Refusal.NOT_ALLOWED


def test_a_proof_serves_once(holder, at) -> None:
    proof_id = recorded(holder, at)
    used(proof_id, holder, at + timedelta(minutes=5))
    with pytest.raises(Refused) as refused:
        used(proof_id, holder, at + timedelta(minutes=5))
    assert refused.value.reason is Refusal.PROOF_USED


def test_a_proof_counts_from_the_moment_the_provider_vouched(holder, at) -> None:
    proof_id = recorded(holder, at, identity_iat=at - timedelta(minutes=2))
    with pytest.raises(Refused) as refused:
        used(proof_id, holder, at + timedelta(minutes=3, seconds=1))
    assert refused.value.reason is Refusal.PROOF_TOO_OLD
    used(proof_id, holder, at + timedelta(minutes=3))


def test_a_proof_made_before_the_clock_was_put_back_does_not_serve(holder, at) -> None:
    proof_id = recorded(holder, at)
    earlier = at - timedelta(minutes=1, seconds=1)
    assert not proof_serves(proof_id, at=earlier)
    with pytest.raises(Refused) as refused:
        used(proof_id, holder, earlier)
    assert refused.value.reason is Refusal.PROOF_TOO_OLD
    another_machine = at - timedelta(seconds=1)
    assert proof_serves(proof_id, at=another_machine)
    used(proof_id, holder, another_machine)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"proof_id": uuid4()}, Refusal.PROOF_UNKNOWN),
        ({"person_id": uuid4()}, Refusal.PROOF_OF_ANOTHER),
        ({"session": "another"}, Refusal.PROOF_OTHER_SESSION),
        ({"basket": "another"}, Refusal.PROOF_OTHER_BASKET),
    ],
)
def test_a_proof_serves_nobody_and_nothing_else(holder, at, changes, reason) -> None:
    proof_id = recorded(holder, at)
    with pytest.raises(Refused) as refused:
        used(changes.get("proof_id", proof_id), holder, at, **{k: v for k, v in changes.items() if k != "proof_id"})
    assert refused.value.reason is reason
    # It still serves what it was made for.
    used(proof_id, holder, at)
