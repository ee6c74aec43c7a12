"""What holders are told of an enrolment: a day that ends, a silence, a cancellation, money that comes back."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from tests import scenes
from tests.moments import AT
from tests.web.visiting import plain

from acquis.enrolments import actions as actions_of
from acquis.enrolments import events
from acquis.enrolments.events import EnrolmentEvent
from acquis.journal.reactions import reactions_to
from acquis.journal.types import Event
from acquis.rules.types import CancelledBy
from acquis.support import queries, wording
from acquis.support.types import Kind
from acquis.treasury import actions as treasury
from acquis.treasury import queries as treasury_of
from acquis.treasury.events import Refunded, RefundNoted, RefundRefused

pytestmark = pytest.mark.django_db

MONEY = {"force_majeure": False, "provider_cents": 0, "returned_cents": 150_000, "lapsed_cents": 0}


def hear(event: Event, *, at: datetime = AT) -> None:
    """Deliver a fact twice, as a worker that was killed may."""
    for _ in range(2):
        for reaction in reactions_to(type(event)):
            if reaction.name.startswith("support."):
                reaction.run(event, by=scenes.SYSTEM, at=at)


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


def test_what_the_body_declares_or_answers_is_told_to_the_holder_with_what_they_may_do() -> None:
    scene = scenes.service_declared()
    base = {
        "about": scene.id,
        "account_id": scene.holder.account_id,
        "provider_id": scene.now.provider_id,
        "state": "x",
    }
    dates = {"rescheduling_id": uuid4(), "starts_on": scenes.STARTS, "ends_on": None}
    hear(events.ServiceDeclared(**base, rate_percent=100, late=False))
    hear(events.NoShow(**base, provider_cents=1, returned_cents=0, lapsed_cents=1))
    hear(events.Rescheduled(**base, **dates, proposed_by="party_holder"))
    hear(events.Rescheduled(**base, **{**dates, "rescheduling_id": uuid4()}, proposed_by="party_provider"))
    said = {plain(each.subject): [plain(line) for line in each.sentences] for each in told(scene)}
    assert set(said) == {
        "Avez-vous bien suivi cette formation ?",
        "Votre absence est déclarée",
        "Vos nouvelles dates sont acceptées",
    }
    asked = said["Avez-vous bien suivi cette formation ?"]
    assert "vous avez suivi 100 % de" in asked[0]
    assert f"validé le {scene.now.due_on:%d/%m/%Y}" in asked[1]


def test_a_refund_that_the_card_refused_is_told_and_what_an_agent_did_of_it() -> None:
    scene, collection_id, refund_id = refused_refund()
    base = {"about": scene.id, "account_id": scene.holder.account_id, "refund_id": refund_id}
    hear(RefundRefused(**base, collection_id=collection_id, amount_cents=15_000, reason="lost_or_stolen_card"))
    hear(RefundNoted(**base))
    refused, noted = sorted(told(scene), key=lambda each: each.subject, reverse=True)
    assert "n’a pas pris le remboursement de 150,00\u00a0€" in refused.sentences[0]
    assert "Cette somme vous est toujours due" in refused.sentences[1]
    assert "occupé des 150,00\u00a0€" in noted.sentences[0]
    assert len(noted.sentences) == 2
    treasury.note_refund(refund_id=refund_id, words="Virement", by=scenes.FINANCE, at=AT)
    hear(RefundNoted(**base), at=AT + timedelta(hours=1))
    stuck = {"collection_id": collection_id, "amount_cents": 15_000, "reason": "unanswered"}
    hear(RefundRefused(**base, **stuck), at=AT + timedelta(hours=1))
    sentences = [each.sentences for each in told(scene)]
    assert any("n’est pas parti" in each[0] for each in sentences)
    assert any("Sa note est sur la page" in each[1] for each in sentences)


def refused_refund() -> tuple[scenes.Scene, UUID, UUID]:
    """A confirmed enrolment cancelled by its body, whose holder's card takes nothing back."""
    scene = scenes.confirmed()
    actions_of.cancel(enrolment_id=scene.id, on_behalf_of=CancelledBy.PROVIDER, by=scene.body.agent, at=AT)
    (owed,) = treasury_of.refunds_about(scene.id)
    treasury.refuse_refund(refund_id=owed.id, external_id="", reason="lost_or_stolen_card", by=scenes.SYSTEM, at=AT)
    return scene, owed.collection_id, owed.id


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
