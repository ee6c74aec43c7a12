"""The facts the catalogue announces, what it checks, and what it does every night."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.catalogue import scenes as s

from acquis.catalogue import actions, checks, jobs
from acquis.catalogue.models import Certification, Training
from acquis.catalogue.types import OfferState, Refusal
from acquis.journal import queries as journal

pytestmark = pytest.mark.django_db

KINDS = ["catalogue.offer_changed", "catalogue.offers_imported", "catalogue.certifications_imported"]


def told() -> list[tuple[str, dict[str, object]]]:
    return [(t.kind, t.payload) for t in journal.recent(50, kinds=KINDS)]


def test_what_changed_on_sale_is_announced_once():
    provider_id = s.provider()
    s.certification()
    report = s.bring(s.edof(), provider_id)
    training = Training.objects.get()

    [imported] = [p for kind, p in told() if kind == "catalogue.offers_imported"]
    assert (imported["created"], imported["refused"]) == (1, 0)
    assert {"training_ids": [str(training.id)]} in [p for kind, p in told() if kind == "catalogue.offer_changed"]

    count = len(told())
    s.bring(s.edof(), provider_id)
    assert [kind for kind, _ in told()][: len(told()) - count] == ["catalogue.offers_imported"]
    assert report.counts["trainings.created"] == 1


def test_the_night_holds_back_what_is_no_longer_registered():
    s.certification()
    s.bring(s.edof(), s.provider())

    jobs.review.func(timestamp=int(datetime(2029, 1, 2, tzinfo=UTC).timestamp()))

    training = Training.objects.get()
    assert (training.state, training.held_because) == (OfferState.HELD, Refusal.CERTIFICATION_ENDED)


def test_a_sound_catalogue_passes_its_checks_and_a_broken_one_does_not():
    s.certification()
    s.bring(s.edof(), s.provider())
    all_checks = (checks.latest_version, checks.known_certifications, checks.dated_sessions)
    assert [list(check()) for check in all_checks] == [[], [], []]

    Certification.objects.update(content_hash="x")
    Training.objects.update(certification_code="RNCP404", state=OfferState.PUBLISHED)

    assert "RNCP36788" in next(iter(checks.latest_version()))
    assert "RNCP404" in next(iter(checks.known_certifications()))


def test_own_towns_are_loaded_once():
    assert actions.load_own_towns(by=s.BY, at=s.AT).counts["towns.created"] > 0
