"""An offer adapted to one holder: refusals in order, what is kept, how it is bought, when it falls."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, transaction
from tests import scenes
from tests.enrolments.telling import refusal
from tests.moments import AT

from acquis import rules
from acquis.enrolments import actions, checks, personalising, queries
from acquis.enrolments.models import Enrolment, Personalisation
from acquis.enrolments.types import PersonalTerms, Refusal, State
from acquis.kit.refusal import Refused

pytestmark = pytest.mark.django_db
WHY = "Le test de positionnement montre que le premier module est acquis."
TERMS = PersonalTerms(reason=WHY, price_cents=120_000, hours=56, content="Sans le premier module.")


def accept(scene: scenes.Scene, terms: PersonalTerms = TERMS, **more) -> None:
    actions.accept(enrolment_id=scene.id, personal=terms, by=scene.body.agent, at=AT, **more)


def test_what_is_refused_in_the_order_of_the_checks():
    scene = scenes.requested()
    wrong = PersonalTerms(reason=" ", price_cents=0, hours=0, ends_on=date(2026, 12, 1), content="a" * 2001)
    steps = [
        (Refusal.PERSONAL_REASON_MISSING, {"reason": WHY}),
        (Refusal.PERSONAL_WORDS_TOO_LONG, {"content": ""}),
        (Refusal.PERSONAL_PRICE_NOT_POSITIVE, {"price_cents": scenes.PRICE}),
        (Refusal.PERSONAL_HOURS_NOT_POSITIVE, {"hours": 70}),
        (Refusal.PERSONAL_ENDS_BEFORE_START, {"ends_on": None}),
        (Refusal.PERSONAL_CHANGES_NOTHING, {}),
    ]
    by = scene.body.agent
    for by_other in (scenes.a_body().agent, scene.holder.actor):
        assert refusal(actions.accept, scene, personal=wrong, by=by_other, at=AT) == Refusal.NOT_YOURS
    for reason, mended in steps:
        assert refusal(actions.accept, scene, personal=wrong, by=by, at=AT) == reason
        wrong = replace(wrong, **mended)
    assert not Personalisation.objects.exists()


def test_the_price_may_pass_the_offers_as_far_as_the_law_says(monkeypatch):
    scene = scenes.requested()
    dearer = PersonalTerms(reason=WHY, price_cents=scenes.PRICE * 2)
    row = Enrolment.objects.get(pk=scene.id)
    law = rules.law_on(date(2026, 11, 20))
    assert law.purchase.personalised_price_limit is None
    personalising.require(dearer, row, begins=row.starts_on, law=law)
    limited = replace(law, purchase=replace(law.purchase, personalised_price_limit=15))
    for cents, passes in ((scenes.PRICE * 115 // 100, True), (scenes.PRICE * 115 // 100 + 1, False)):
        terms = PersonalTerms(reason=WHY, price_cents=cents)
        if passes:
            personalising.require(terms, row, begins=row.starts_on, law=limited)
        else:
            with pytest.raises(Refused) as caught:
                personalising.require(terms, row, begins=row.starts_on, law=limited)
            assert caught.value.reason == Refusal.PERSONAL_PRICE_OVER_LIMIT


def test_the_days_are_judged_as_those_of_any_proposal():
    scene = scenes.requested()
    by = scene.body.agent
    soon = {"personal": TERMS, "starts_on": date(2026, 11, 23), "by": by, "at": AT}
    assert refusal(actions.accept, scene, **soon) == Refusal.START_TOO_SOON
    late = {"personal": TERMS, "starts_on": date(2027, 1, 4), "by": by, "at": AT}
    assert refusal(actions.accept, scene, **late) == Refusal.PERSONAL_ENDS_BEFORE_START
    accept(scene, replace(TERMS, ends_on=date(2027, 1, 15)), starts_on=date(2027, 1, 4))
    assert (scene.now.starts_on, scene.now.ends_on) == (date(2027, 1, 4), date(2027, 1, 15))


def test_what_was_offered_and_what_is_proposed_are_both_kept():
    scene = scenes.requested()
    accept(scene)
    now = scene.now
    assert (now.state, now.price_cents, now.hours) == (State.PROPOSED, 120_000, 56)
    kept = now.personal
    assert (kept.offered_price_cents, kept.price_cents) == (scenes.PRICE, 120_000)
    assert (kept.offered_hours, kept.hours, kept.content, kept.reason) == (70, 56, "Sans le premier module.", WHY)
    # Whoever else looks at the offer sees what is published.
    other = scenes.a_holder()
    assert queries.quote(other.account_id, now.session_id, by=other.actor, on=AT.date()).price_cents == scenes.PRICE
    with pytest.raises(Refused):
        queries.details(scene.id, by=other.actor)
    with pytest.raises(DatabaseError), transaction.atomic():
        Personalisation.objects.update(price_cents=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        Personalisation.objects.all().delete()
    assert scenes.requested().now.personal is None


def test_it_is_bought_like_another_at_its_own_price():
    scene = scenes.requested()
    accept(scene)
    if scenes.confirming(scene) is not None:
        scenes.paying(scene)
    now = scene.now
    assert now.state == State.CONFIRMED
    assert sum(share.amount_cents for share in now.shares) == 120_000
    assert list(checks.personal_offers_stand()) == []
    assert list(checks.standing_orders_are_funded()) == []
    Enrolment.objects.update(price_cents=119_999)
    assert len(list(checks.personal_offers_stand())) == 1


def test_it_falls_when_its_holder_does_not_confirm():
    scene = scenes.requested()
    accept(scene)
    due = scene.now.due_at
    actions.lapse_unconfirmed(enrolment_id=scene.id, by=scenes.SYSTEM, at=due)
    assert scene.now.state == State.UNCONFIRMED
