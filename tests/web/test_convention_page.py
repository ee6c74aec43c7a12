"""The line of what is left of a budget, and what it foretells."""

from __future__ import annotations

from datetime import date

import pytest
from tests import scenes
from tests.funders.scenes import card, in_force, terms
from tests.moments import AT

from acquis.funders import queries as funders
from acquis.funders.types import AmountKind, AmountRule
from acquis.kit.clock import day_of
from acquis.web.convention_page import HEIGHT, burn_down

pytestmark = pytest.mark.django_db
TODAY = day_of(AT)


def burnt(budget_cents):
    rule = AmountRule(kind=AmountKind.SUM, sum_cents=20_000)
    convention = card(in_force(said=terms(amount=rule), budget_cents=budget_cents))
    assert burn_down(convention, funders.budget_of(convention), TODAY) is None
    scenes.confirmed(scenes.a_holder(rights_cents=100_000), price_cents=150_000)
    told = burn_down(convention, funders.budget_of(convention), TODAY)
    assert told is not None
    return told


def test_a_budget_that_is_spent_fast_tells_when_it_will_be_empty():
    told = burnt(25_000)
    assert told.months == ((date(2026, 11, 1), 20_000, 5_000),)
    # 200 € in 90 days leave 22 days for 50 €.
    assert (told.empty_on, told.lasts) == (date(2026, 12, 12), False)
    assert told.points.split()[0] == "0.0,0.0"
    assert told.points.split()[-1].endswith(f",{HEIGHT * 0.8:.1f}")


def test_a_budget_that_lasts_longer_than_its_convention_tells_that():
    told = burnt(10_000_000)
    assert (told.empty_on, told.lasts) == (None, True)
