"""Giving, withdrawing, moderating and replying: refusals in the order they are checked, then what each does."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from tests import scenes
from tests.moments import AT
from tests.scenes import APPROVER, FINANCE, STAFF, SYSTEM, Scene

from acquis.catalogue import models
from acquis.catalogue.events import OfferChanged
from acquis.catalogue.reviews import actions as reviews
from acquis.catalogue.reviews import queries
from acquis.catalogue.reviews.types import Refusal, RefusedBecause, ReplyState, ReviewCard, ReviewState
from acquis.enrolments import actions as enrolments
from acquis.enrolments.queries import review_of
from acquis.enrolments.types import Refusal as NotHere
from acquis.journal.queries import history
from acquis.kit.refusal import Refused

pytestmark = pytest.mark.django_db
WORDS = "Des formateurs qui expliquent bien, mais trop de monde dans la salle."


def why(act, **arguments):
    with pytest.raises(Refused) as caught:
        act(**arguments, at=AT)
    return caught.value.reason


def give(scene: Scene, stars: int = 4, words: str = "") -> None:
    enrolments.give_review(enrolment_id=scene.id, stars=stars, words=words, by=scene.holder.actor, at=AT)


def of(scene: Scene) -> ReviewCard:
    found = review_of(scene.id, by=scene.holder.actor)
    assert found is not None
    return found


def told(review_id) -> list[str]:
    return [line.kind.removeprefix("catalogue.") for line in history(review_id)]


def test_who_may_give_a_review_and_when():
    assert why(enrolments.give_review, enrolment_id=uuid4(), stars=9, by=SYSTEM) == NotHere.UNKNOWN_ENROLMENT
    early = scenes.service_declared()
    for by in (early.body.agent, scenes.a_holder().actor, STAFF):
        assert why(enrolments.give_review, enrolment_id=early.id, stars=9, by=by) == NotHere.NOT_YOURS
    early_by = early.holder.actor
    assert why(enrolments.give_review, enrolment_id=early.id, stars=9, by=early_by) == NotHere.SERVICE_NOT_VALIDATED
    scene = scenes.validated()
    mine = {"enrolment_id": scene.id, "by": scene.holder.actor}
    for stars in (0, 6, -1):
        assert why(enrolments.give_review, stars=stars, words="a" * 1001, **mine) == Refusal.STARS_MISSING
    assert why(enrolments.give_review, stars=4, words="a" * 1001, **mine) == Refusal.WORDS_TOO_LONG
    give(scene, 4, "a" * 1000)
    assert why(enrolments.give_review, stars=5, words="a" * 1000, **mine) == Refusal.ALREADY_REVIEWED
    # The same again answers as the first time.
    give(scene, 4, "a" * 1000)
    assert models.Review.objects.count() == 1


def test_no_training_body_and_no_agent_gives_a_review_past_the_purchase():
    body = scenes.a_body()
    ids = {"purchase_id": uuid4(), "training_id": uuid4(), "action_id": uuid4(), "provider_id": body.id}
    for by in (body.agent, body.manager, STAFF):
        assert why(reviews.give_review, **ids, stars=5, by=by) == Refusal.NOT_ALLOWED
        assert why(reviews.withdraw_review, purchase_id=uuid4(), by=by) == Refusal.NOT_ALLOWED


def test_stars_are_published_at_once_and_words_wait():
    scene = scenes.validated()
    give(scene, 5)
    first = of(scene)
    assert (first.state, told(first.id)) == (
        ReviewState.PUBLISHED,
        ["review_given", "review_published", "offer_changed"],
    )
    other = scenes.validated()
    give(other, 2, WORDS)
    second = of(other)
    assert (second.state, told(second.id)) == (ReviewState.WAITING, ["review_given"])
    assert queries.reviews_of(second.training_id).rows == ()
    assert queries.ratings_of([first.training_id, second.training_id])[first.training_id].reviews == 1


def test_only_moderators_decide_and_each_once():
    assert why(reviews.moderate_review, review_id=uuid4(), seen="", by=STAFF) == Refusal.REVIEW_UNKNOWN
    scene = scenes.validated()
    give(scene, 2, WORDS)
    card = of(scene)
    for by in (FINANCE, APPROVER, scene.body.manager, scene.holder.actor):
        assert why(reviews.moderate_review, review_id=card.id, seen=scenes.seen(card.id), by=by) == Refusal.NOT_ALLOWED
    reviews.moderate_review(review_id=card.id, seen=scenes.seen(card.id), by=STAFF, at=AT)
    assert why(reviews.moderate_review, review_id=card.id, seen=scenes.seen(card.id), by=STAFF) == Refusal.NOT_NOW
    assert told(card.id) == ["review_given", "review_published", "offer_changed"]
    assert queries.reviews_of(card.training_id).rows[0].words == WORDS


def test_a_refused_review_says_why_and_may_be_given_again():
    scene = scenes.validated()
    give(scene, 1, "Appelez-moi au 06 12 34 56 78")
    card = of(scene)
    reviews.moderate_review(
        review_id=card.id, seen=scenes.seen(card.id), refused_because=RefusedBecause.CONTACT_DATA, by=STAFF, at=AT
    )
    assert (of(scene).state, of(scene).refused_because) == (ReviewState.REFUSED, RefusedBecause.CONTACT_DATA)
    assert queries.reviews_waiting(by=STAFF).total == 0
    give(scene, 1, WORDS)
    assert (of(scene).state, of(scene).refused_because, of(scene).id) == (ReviewState.WAITING, None, card.id)
    assert queries.reviews_waiting(by=STAFF).rows[0].words == WORDS


def test_words_that_came_after_the_reading_are_not_decided_on():
    scene = scenes.validated()
    give(scene, 1, WORDS)
    card = of(scene)
    read = scenes.seen(card.id)
    reviews.moderate_review(review_id=card.id, seen=read, refused_because=RefusedBecause.OFF_SUBJECT, by=STAFF, at=AT)
    give(scene, 1, "Appelez-moi au 06 12 34 56 78")
    for because in (None, RefusedBecause.OFF_SUBJECT):
        stale = {"review_id": card.id, "seen": read, "refused_because": because, "by": STAFF}
        assert why(reviews.moderate_review, **stale) == Refusal.NOT_NOW
    assert of(scene).state == ReviewState.WAITING
    reviews.moderate_review(review_id=card.id, seen=scenes.seen(card.id), by=STAFF, at=AT)
    reviews.reply_to_review(review_id=card.id, words="Faux.", by=scene.body.agent, at=AT)
    read = scenes.seen(card.id)
    because = RefusedBecause.INSULTING
    reviews.moderate_reply(review_id=card.id, seen=read, refused_because=because, by=STAFF, at=AT)
    reviews.reply_to_review(review_id=card.id, words="Menteur.", by=scene.body.agent, at=AT)
    assert why(reviews.moderate_reply, review_id=card.id, seen=read, by=STAFF) == Refusal.NOT_NOW
    assert of(scene).reply_state == ReplyState.WAITING


def test_what_was_published_may_still_be_refused_and_counts_no_more():
    scene = scenes.validated()
    give(scene, 1, WORDS)
    card = of(scene)
    reviews.moderate_review(review_id=card.id, seen=scenes.seen(card.id), by=STAFF, at=AT)
    reviews.reply_to_review(review_id=card.id, words="Merci.", by=scene.body.agent, at=AT)
    reviews.moderate_review(
        review_id=card.id, seen=scenes.seen(card.id), refused_because=RefusedBecause.UNLAWFUL, by=STAFF, at=AT
    )
    assert queries.ratings_of([card.training_id]) == {}
    assert told(card.id)[-2:] == ["review_refused", "offer_changed"]
    # What was answered to other words is not shown under the new ones.
    give(scene, 1)
    assert (of(scene).reply, of(scene).reply_state) == ("", None)


def test_a_holder_takes_a_review_back_and_its_words_are_gone():
    scene = scenes.validated()
    mine = {"enrolment_id": scene.id, "by": scene.holder.actor}
    assert why(enrolments.withdraw_review, enrolment_id=scene.id, by=scene.body.agent) == NotHere.NOT_YOURS
    assert why(enrolments.withdraw_review, **mine) == Refusal.REVIEW_UNKNOWN
    give(scene, 2, WORDS)
    card = of(scene)
    reviews.moderate_review(review_id=card.id, seen=scenes.seen(card.id), by=STAFF, at=AT)
    reviews.reply_to_review(review_id=card.id, words="Merci.", by=scene.body.agent, at=AT)
    enrolments.withdraw_review(**mine, at=AT)
    kept = models.Review.objects.get()
    assert (kept.words, kept.reply, kept.reply_state, kept.state) == ("", "", "", ReviewState.WITHDRAWN)
    assert told(card.id)[-2:] == ["review_withdrawn", "offer_changed"]
    assert queries.ratings_of([card.training_id]) == {}
    assert why(enrolments.withdraw_review, **mine) == Refusal.NOT_NOW
    assert why(enrolments.give_review, stars=2, **mine) == Refusal.ALREADY_REVIEWED


def test_a_body_replies_once_and_the_reply_is_read_first():
    assert why(reviews.reply_to_review, review_id=uuid4(), words="", by=SYSTEM) == Refusal.REVIEW_UNKNOWN
    scene = scenes.validated()
    give(scene, 2, WORDS)
    card = of(scene)
    reply = {"review_id": card.id, "by": scene.body.agent}
    for by in (scenes.a_body().agent, scene.holder.actor, STAFF):
        assert why(reviews.reply_to_review, review_id=card.id, words="", by=by) == Refusal.NOT_ALLOWED
    assert why(reviews.reply_to_review, words="", **reply) == Refusal.REVIEW_UNKNOWN
    reviews.moderate_review(review_id=card.id, seen=scenes.seen(card.id), by=STAFF, at=AT)
    assert why(reviews.reply_to_review, words="  ", **reply) == Refusal.WORDS_MISSING
    assert why(reviews.reply_to_review, words="a" * 1001, **reply) == Refusal.WORDS_TOO_LONG
    assert why(reviews.moderate_reply, review_id=card.id, seen=scenes.seen(card.id), by=STAFF) == Refusal.NOT_NOW
    reviews.reply_to_review(words="Nous avons ouvert une seconde salle.", **reply, at=AT)
    reviews.reply_to_review(words="Nous avons ouvert une seconde salle.", **reply, at=AT)
    assert why(reviews.reply_to_review, words="Autre chose.", **reply) == Refusal.ALREADY_REPLIED
    assert queries.reviews_of(card.training_id).rows[0].reply == ""
    assert (
        why(reviews.moderate_reply, review_id=card.id, seen=scenes.seen(card.id), by=scene.body.agent)
        == Refusal.NOT_ALLOWED
    )
    reviews.moderate_reply(
        review_id=card.id, seen=scenes.seen(card.id), refused_because=RefusedBecause.NAMES_SOMEBODY, by=STAFF, at=AT
    )
    assert (of(scene).reply_state, of(scene).may_reply) == (ReplyState.REFUSED, True)
    reviews.reply_to_review(words="Merci de cet avis.", **reply, at=AT)
    reviews.moderate_reply(review_id=card.id, seen=scenes.seen(card.id), by=STAFF, at=AT)
    assert queries.reviews_of(card.training_id).rows[0].reply == "Merci de cet avis."
    assert why(reviews.reply_to_review, words="Encore.", **reply) == Refusal.ALREADY_REPLIED
    assert told(card.id)[-4:] == [
        "review_reply_given",
        "review_reply_refused",
        "review_reply_given",
        "review_reply_published",
    ]


def test_the_index_is_told_of_every_mean_that_changes():
    scene = scenes.validated()
    give(scene, 3)
    told_of = [line.payload for line in history(of(scene).id) if line.kind == OfferChanged.kind]
    assert [each["training_ids"] for each in told_of] == [[str(of(scene).training_id)]]


def test_the_database_keeps_one_review_a_purchase_and_stars_within_five():
    scene = scenes.validated()
    give(scene, 3)
    row = models.Review.objects.get()
    row.pk = uuid4()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Review.objects.update(stars=6)
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Review.objects.update(state=ReviewState.WITHDRAWN, words="encore là")
