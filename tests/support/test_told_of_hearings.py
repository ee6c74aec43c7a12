"""What holders are told of what turns in their enrolments, and what they are not told because they did it."""

import pytest
from tests import scenes
from tests.scenes import SYSTEM

from acquis.enrolments.events import CancelledByOperator, ReschedulingProposed
from acquis.hearings.events import Decided, HearingOpened
from acquis.support import queries, reactions
from acquis.support.types import Kind

pytestmark = pytest.mark.django_db


def test_each_is_told_once_and_has_words():
    scene = scenes.confirmed()
    whom = {"account_id": scene.holder.account_id, "provider_id": scene.body.id}
    about = {"about": scene.id, "state": "confirmed", **whom}
    hearing = {"about": scenes.uuid4(), "enrolment_id": scene.id, "hearing_kind": "contest", **whom}
    cents = {"provider_cents": 1, "returned_cents": 1, "lapsed_cents": 0}
    one = {"returned_cents": 1}
    dates = {"rescheduling_id": scenes.uuid4(), "starts_on": scenes.STARTS}
    for _ in range(2):
        for react, fact in (
            (
                reactions.tell_cancelled_by_operator,
                CancelledByOperator(**about, motive="holder_died", **one),
            ),
            (
                reactions.tell_cancelled_by_operator,
                CancelledByOperator(**about, motive="not_eligible", **one),
            ),
            (reactions.tell_other_dates, ReschedulingProposed(**about, **dates, proposed_by="party_holder")),
            (reactions.tell_other_dates, ReschedulingProposed(**about, **dates, proposed_by="party_provider")),
            (reactions.tell_hearing_opened, HearingOpened(**hearing, opened_by="party_holder", exhibits=0)),
            (reactions.tell_hearing_opened, HearingOpened(**hearing, opened_by="party_provider", exhibits=0)),
            (reactions.tell_hearing_decided, Decided(**hearing, finding="changed", **cents)),
        ):
            react(fact, by=SYSTEM, at=scenes.AT)
    told = queries.messages_of(scene.holder.person_id, by=scene.holder.actor)
    assert sorted(card.kind for card in told) == sorted(
        [Kind.CANCELLED_BY_OPERATOR, Kind.OTHER_DATES, Kind.HEARING_OPENED, Kind.HEARING_DECIDED]
    )
