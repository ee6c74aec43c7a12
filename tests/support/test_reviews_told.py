"""What holders are told of their reviews: a decision they waited for, and a reply; never what they know already."""

from __future__ import annotations

import pytest
from tests import scenes
from tests.moments import AT

from acquis.catalogue.reviews import actions as reviews
from acquis.catalogue.reviews.events import ReplyPublished, ReviewEvent, ReviewPublished, ReviewRefused
from acquis.catalogue.reviews.types import RefusedBecause
from acquis.enrolments import actions as enrolments
from acquis.journal.queries import history
from acquis.journal.reactions import reactions_to
from acquis.support import queries, wording
from acquis.support.types import Kind

pytestmark = pytest.mark.django_db


def hear(review_id, *kinds: type[ReviewEvent]) -> None:
    """Deliver the facts of a review to whoever waits for them here, as the worker does."""
    for line in history(review_id):
        for kind in kinds:
            if line.kind == kind.kind:
                event = kind(about=line.about, **_typed(kind, line.payload))
                for reaction in reactions_to(kind):
                    if reaction.name.startswith("support."):
                        reaction.run(event, by=scenes.SYSTEM, at=line.at)


def _typed(kind, payload):
    return {name: value for name, value in payload.items() if name not in ("about", "account_id")}


def messages(scene: scenes.Scene) -> list[Kind]:
    return [each.kind for each in queries.messages_of(scene.holder.person_id, by=scene.holder.actor)]


def test_a_decision_and_a_reply_are_told_once_and_stars_alone_are_not() -> None:
    scene, silent = scenes.validated(), scenes.validated()
    by = scene.holder.actor
    of_stars = enrolments.give_review(enrolment_id=silent.id, stars=5, by=silent.holder.actor, at=AT)
    hear(of_stars, ReviewPublished)
    assert messages(silent) == []

    review = enrolments.give_review(enrolment_id=scene.id, stars=2, words="Appelez le 06 12 34 56 78", by=by, at=AT)
    reviews.moderate_review(
        review_id=review, seen=scenes.seen(review), refused_because=RefusedBecause.CONTACT_DATA, by=scenes.STAFF, at=AT
    )
    enrolments.give_review(enrolment_id=scene.id, stars=2, words="Décevant.", by=by, at=AT)
    reviews.moderate_review(review_id=review, seen=scenes.seen(review), by=scenes.STAFF, at=AT)
    reviews.reply_to_review(review_id=review, words="Merci.", by=scene.body.agent, at=AT)
    reviews.moderate_reply(review_id=review, seen=scenes.seen(review), by=scenes.STAFF, at=AT)
    for _ in range(2):
        hear(review, ReviewRefused, ReviewPublished, ReplyPublished)
    assert sorted(messages(scene)) == [Kind.REVIEW_PUBLISHED, Kind.REVIEW_REFUSED, Kind.REVIEW_REPLIED]
    for message in queries.messages_of(scene.holder.person_id, by=by):
        said = wording.words_of(message.kind, message.values, message.about)
        assert "Assistant de vie aux familles" in " ".join(said.sentences)
        assert said.path == f"/mes-inscriptions/{scene.id}/avis"
