"""Terms tried on the purchases of a year: the rule that would decide, on the facts of each day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests import scenes
from tests.funders.scenes import RNCP, a_funder, in_force, terms
from tests.moments import AT

from acquis.accounts.types import PurseKind
from acquis.enrolments.queries import past_purchases
from acquis.funders import queries as funders
from acquis.funders.types import AmountKind, AmountRule, Comparison, Criterion, Fact, FunderKind
from acquis.insight.queries import bench
from acquis.kit.clock import day_of

pytestmark = pytest.mark.django_db

SEEKING = Criterion(fact=Fact.JOBSEEKER, how=Comparison.IS_SO)
TODAY = day_of(AT) + timedelta(days=1)


def tried(said, kind=FunderKind.REGION):
    funder = funders.funder(a_funder(kind, name="Financeur").id, by=scenes.SYSTEM)
    return bench(said, funder, today=TODAY)


def two_purchases():
    """500 € are left to somebody who seeks a job, and 500 € to somebody who does not, 150 € of them participation."""
    for jobseeker in (True, False):
        scenes.confirmed(scenes.a_holder(rights_cents=100_000, jobseeker=jobseeker), price_cents=150_000)


def test_without_a_purchase_there_is_nothing_to_try():
    told = tried(terms(RNCP))
    assert (told.purchases, told.completed, told.year_cents, told.by_action) == (0, 0, 0, ())


def test_the_cost_is_what_the_purchases_would_have_been_given():
    two_purchases()
    told = tried(terms(RNCP))
    # The participation stays with who owes it.
    assert (told.purchases, told.of, told.short, told.completed) == (2, 2, 2, 2)
    assert (told.cents, told.year_cents, told.mean_cents) == (85_000, 85_000, 42_500)
    # Fewer than eleven are not told apart by what they bought.
    assert [(group.name, group.completed, group.cents) for group in told.by_action] == [("", 2, 85_000)]
    assert tried(terms(RNCP), FunderKind.OPCO).cents == 100_000


def test_what_stopped_the_others_is_told():
    two_purchases()
    told = tried(terms(SEEKING, amount=AmountRule(kind=AmountKind.SHARE, percent=10)))
    assert (told.completed, told.cents, told.stopped) == (1, 15_000, ((SEEKING, 1),))


def test_a_purchase_whose_rights_were_enough_needs_nothing():
    scenes.confirmed(scenes.a_holder(rights_cents=500_000), price_cents=150_000)
    told = tried(terms(RNCP))
    assert (told.purchases, told.short, told.completed) == (1, 0, 0)


def test_what_another_convention_completed_counts_as_left_to_pay():
    in_force()
    scenes.confirmed(scenes.a_holder(rights_cents=100_000), price_cents=150_000)
    ((past,), of) = past_purchases(day_of(AT), day_of(AT))
    assert (past.candidate.remaining_cents, past.participation_cents, of) == (50_000, 15_000, 1)
    assert past_purchases(day_of(AT) + timedelta(days=1), date(2027, 1, 1)) == ([], 0)


def test_the_sample_is_the_latest_and_stands_for_all():
    scenes.confirmed(scenes.a_holder(top_ups={PurseKind.EMPLOYER: 10_000}), price_cents=150_000)
    scenes.confirmed(scenes.a_holder(rights_cents=100_000), price_cents=150_000, at=AT + timedelta(minutes=5))
    (rows, of) = past_purchases(day_of(AT), day_of(AT), most=1)
    assert ([row.candidate.remaining_cents for row in rows], of) == ([50_000], 2)
