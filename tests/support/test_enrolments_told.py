"""What holders are told of an enrolment: a day that ends, a silence, a cancellation, money that comes back."""

from __future__ import annotations

from uuid import uuid4

import pytest
from tests import scenes
from tests.moments import AT

from acquis.enrolments import events
from acquis.enrolments.events import EnrolmentEvent
from acquis.journal.reactions import reactions_to
from acquis.journal.types import Event
from acquis.rules.types import CancelledBy
from acquis.support import queries, wording
from acquis.support.types import Kind
from acquis.treasury.events import Refunded

pytestmark = pytest.mark.django_db

MONEY = {"force_majeure": False, "provider_cents": 0, "returned_cents": 150_000, "lapsed_cents": 0}


def hear(event: Event) -> None:
    """Deliver a fact twice, as a worker that was killed may."""
    for _ in range(2):
        for reaction in reactions_to(type(event)):
            if reaction.name.startswith("support."):
                reaction.run(event, by=scenes.SYSTEM, at=AT)


def told(scene: scenes.Scene) -> list[wording.Words]:
    return [
        wording.words_of(each.kind, each.values, each.about)
        for each in queries.messages_of(scene.holder.person_id, by=scene.holder.actor)
    ]


@pytest.mark.parametrize(
    ("fact", "subject", "first"),
    [
        (events.ConfirmationDue, "Dernier jour pour confirmer", "C’est le dernier jour pour confirmer"),
        (events.Unanswered, "Votre demande est restée sans réponse", "L’organisme n’a pas répondu à temps"),
        (events.Unconfirmed, "Votre demande est close", "Vous n’avez pas confirmé à temps"),
    ],
)
def test_a_day_that_ends_is_told_once(fact: type[EnrolmentEvent], subject: str, first: str) -> None:
    scene = scenes.proposed()
    hear(fact(about=scene.id, account_id=scene.holder.account_id, provider_id=scene.now.provider_id, state="x"))
    (words,) = told(scene)
    assert words.subject == subject
    assert words.sentences[0].startswith(first)
    assert scene.now.title in words.sentences[0]
    assert words.path == f"/mes-inscriptions/{scene.id}"


def test_only_what_the_body_cancels_is_told() -> None:
    scene = scenes.proposed()
    base = {
        "about": scene.id,
        "account_id": scene.holder.account_id,
        "provider_id": scene.now.provider_id,
        "state": "x",
    }
    hear(events.Cancelled(**base, **MONEY, cancelled_by=CancelledBy.HOLDER))
    assert told(scene) == []
    hear(events.Cancelled(**base, **MONEY, cancelled_by=CancelledBy.PROVIDER))
    assert [each.subject for each in told(scene)] == ["Votre formation est annulée"]


def test_each_refund_is_told_with_its_amount() -> None:
    scene = scenes.proposed()
    for cents in (5_000, 10_000):
        hear(
            Refunded(
                about=scene.id,
                account_id=scene.holder.account_id,
                collection_id=uuid4(),
                refund_id=uuid4(),
                amount_cents=cents,
            )
        )
    assert sorted(each.sentences[0].split("\u00a0€")[0] for each in told(scene)) == ["100,00", "50,00"]
    kinds = {each.kind for each in queries.messages_of(scene.holder.person_id, by=scene.holder.actor)}
    assert kinds == {Kind.REFUNDED}
