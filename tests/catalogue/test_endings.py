"""Offers whose certification ends: their provider is told before, and they leave the shelf by themselves."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from tests import scenes as people
from tests.catalogue import scenes
from tests.catalogue.scenes import AT, BY

from acquis.catalogue import actions, queries
from acquis.catalogue.events import OffersLeaveSoon
from acquis.catalogue.models import LeavingNotice
from acquis.catalogue.reviewing import review_trainings
from acquis.catalogue.types import CertificationRow, OfferState, OrganisationRow, Refusal
from acquis.journal.models import Event
from acquis.kit.refusal import Refused

pytestmark = pytest.mark.django_db

LAST = date(2027, 3, 1)


def on_sale():  # type: ignore[no-untyped-def]
    scenes.certification(registered_until=LAST, replaced_by=("RNCP40000",))
    body = scenes.provider()
    scenes.bring(scenes.edof(), body)
    return body


def told(days_before: int) -> int:
    moment = datetime.combine(LAST, AT.timetz()) - timedelta(days=days_before)
    return actions.warn_of_endings(by=BY, at=moment)


def test_nobody_but_the_system_warns() -> None:
    with pytest.raises(Refused) as refused:
        actions.warn_of_endings(by=people.STAFF, at=AT)
    assert refused.value.reason is Refusal.NOT_ALLOWED


def test_a_provider_is_told_three_times_and_never_twice_of_the_same() -> None:
    body = on_sale()
    assert told(91) == 0
    assert [told(90), told(90), told(60), told(30), told(29), told(7), told(0)] == [1, 0, 0, 1, 0, 1, 0]
    assert list(LeavingNotice.objects.order_by("-days").values_list("days", flat=True)) == [90, 30, 7]
    facts = Event.objects.filter(kind=OffersLeaveSoon.kind, about=body)
    assert [fact.payload["days"] for fact in facts.order_by("seq")] == [90, 30, 7]


def test_a_job_that_did_not_run_tells_the_nearest_delay_only() -> None:
    on_sale()
    assert told(5) == 1
    assert list(LeavingNotice.objects.values_list("days", flat=True)) == [7]


def test_what_leaves_is_shown_with_what_replaces_it_and_then_it_leaves() -> None:
    body = on_sale()
    row = CertificationRow(code="RNCP40000", title="Artisan boulanger", certifiers=(), partners=())
    actions.register_certifications(rows=[row], as_of=date(2026, 11, 1), by=BY, at=AT)
    assert queries.leaving(body, on=LAST - timedelta(days=91)) == []
    (leaving,) = queries.leaving(body, on=LAST - timedelta(days=10))
    assert (leaving.last_day, leaving.days_left) == (LAST, 10)
    assert leaving.replaced_by == (("RNCP40000", "Artisan boulanger"),)
    review_trainings(by=BY, at=datetime.combine(LAST, AT.timetz()))
    assert queries.trainings_of(body)[0].state is OfferState.PUBLISHED
    review_trainings(by=BY, at=datetime.combine(LAST + timedelta(days=1), AT.timetz()))
    (card,) = queries.trainings_of(body)
    assert (card.state, card.held_because) == (OfferState.HELD, Refusal.CERTIFICATION_ENDED)


def test_a_provider_that_loses_its_habilitation_leaves_by_itself() -> None:
    body = on_sale()
    row = CertificationRow(
        code="RNCP36788",
        title="Boulanger",
        certifiers=(OrganisationRow(siret=scenes.OTHER_SIRET, name="Autre"),),
        partners=(),
    )
    actions.register_certifications(rows=[row], as_of=date(2026, 11, 20), by=BY, at=AT)
    (card,) = queries.trainings_of(body)
    assert (card.state, card.held_because) == (OfferState.HELD, Refusal.PROVIDER_NOT_HABILITATED)
