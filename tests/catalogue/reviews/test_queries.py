"""What reviews make together, what anybody reads of them, and what must always be true."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from tests import scenes
from tests.moments import AT
from tests.scenes import APPROVER, STAFF, SYSTEM

from acquis.catalogue import checks, models
from acquis.catalogue.reviews import actions as reviews
from acquis.catalogue.reviews import queries
from acquis.catalogue.reviews.types import PublicReview, Rating, Refusal, SignalKind
from acquis.kit.refusal import Refused

pytestmark = pytest.mark.django_db


class Place:
    """A training with one action, and reviews given to it one after the other."""

    def __init__(self, body: scenes.Body | None = None) -> None:
        self.body = body or scenes.a_body()
        session = models.Session.objects.select_related("action").get(pk=scenes.a_session(self.body))
        self.action_id, self.training_id, self.day = session.action_id, session.action.training_id, 0

    def give(self, *stars: int, words: str = "") -> list[UUID]:
        given = []
        for each in stars:
            self.day += 1
            given.append(
                reviews.give_review(
                    purchase_id=uuid4(),
                    training_id=self.training_id,
                    action_id=self.action_id,
                    provider_id=self.body.id,
                    stars=each,
                    words=words,
                    by=SYSTEM,
                    at=AT + timedelta(days=self.day),
                )
            )
        return given


@pytest.mark.parametrize(
    ("stars", "mean"),
    [([5, 4], None), ([5, 4, 4], 433), ([5, 5, 4], 467), ([1, 1, 1], 100), ([5, 4, 4, 5, 4, 5, 5, 5], 463)],
)
def test_a_mean_is_shown_from_three_reviews_on_in_hundredths(stars, mean):
    place = Place()
    place.give(*stars)
    for found in (
        queries.ratings_of([place.training_id])[place.training_id],
        queries.ratings_of_actions([place.action_id])[place.action_id],
        queries.ratings_of_providers([place.body.id])[place.body.id],
    ):
        assert found == Rating(mean=mean, reviews=len(stars))
    assert queries.reviews_of(place.training_id).rating.mean == mean


def test_the_half_is_rounded_above():
    assert [queries.mean_of(total, 8) for total in (33, 35, 37)] == [413, 438, 463]


def test_many_trainings_are_rated_in_one_query(django_assert_num_queries):
    body = scenes.a_body()
    one, other, silent = Place(body), Place(body), Place(body)
    one.give(5, 5, 5)
    other.give(1)
    with django_assert_num_queries(1):
        found = queries.ratings_of([one.training_id, other.training_id, silent.training_id])
    assert found == {one.training_id: Rating(mean=500, reviews=3), other.training_id: Rating(mean=None, reviews=1)}
    assert queries.ratings_of_providers([body.id]) == {body.id: Rating(mean=400, reviews=4)}


def test_anybody_reads_the_month_and_the_stars_and_never_who():
    place = Place()
    (waits,) = place.give(2, words="Trop de monde.")
    place.give(5)
    found = queries.reviews_of(place.training_id)
    assert [(each.stars, each.month) for each in found.rows] == [(5, date(2026, 11, 1))]
    assert set(PublicReview.__slots__) == {"id", "month", "stars", "words", "reply"}
    reviews.moderate_review(review_id=waits, seen=scenes.seen(waits), by=STAFF, at=AT)
    assert [each.words for each in queries.reviews_of_provider(place.body.id).rows] == ["", "Trop de monde."]
    assert found.rating.by_stars == (0, 0, 0, 0, 1)


def test_reviews_come_in_pages_the_latest_first():
    place = Place()
    place.give(*([1] * 10), *([5] * 3))
    first, second, beyond = (queries.reviews_of(place.training_id, page=n) for n in (1, 2, 99))
    assert [each.stars for each in first.rows] == [5] * 3 + [1] * 7
    assert (len(second.rows), second.pages, beyond.page, beyond.rows) == (3, 2, 2, second.rows)


def test_lists_for_those_who_work():
    place, other = Place(), Place()
    (older,) = place.give(1, words="Merci à Julie, joignable au 06 12 34 56 78.")
    (newer,) = other.give(5, words="Très bien.")
    found = queries.reviews_waiting(by=STAFF)
    assert [each.id for each in found.rows] == [older, newer]
    assert {signal.kind for signal in found.rows[0].signals} == {SignalKind.CONTACT, SignalKind.NAME}
    for by in (APPROVER, place.body.agent):
        with pytest.raises(Refused) as caught:
            queries.reviews_waiting(by=by)
        assert caught.value.reason == Refusal.NOT_ALLOWED
        with pytest.raises(Refused) as caught:
            queries.review(older, by=by)
        assert caught.value.reason == Refusal.REVIEW_UNKNOWN
    # A body does not read what is not published, nor what is said of others.
    assert queries.reviews_for_provider(by=place.body.agent).total == 0
    reviews.moderate_review(review_id=newer, seen=scenes.seen(newer), by=STAFF, at=AT)
    assert queries.unanswered(by=other.body.agent) == 1
    for review_id in (older, newer):
        with pytest.raises(Refused):
            queries.review_for_provider(review_id, by=place.body.agent)
    reviews.reply_to_review(review_id=newer, words="Merci.", by=other.body.agent, at=AT + timedelta(days=3))
    assert queries.unanswered(by=other.body.agent) == 0
    assert [each.id for each in queries.reviews_waiting(by=STAFF).rows] == [older, newer]


def test_the_checks_see_what_acts_never_do():
    place = Place()
    (first,) = place.give(4, words="Bien.")
    assert list(checks.reviews_are_of_what_was_followed()) == []
    assert list(checks.replies_follow_reviews()) == []
    models.Review.objects.filter(pk=first).update(action_id=uuid4(), reply="Merci.", reply_state="waiting")
    assert len(list(checks.reviews_are_of_what_was_followed())) == 1
    assert len(list(checks.replies_follow_reviews())) == 1
