"""What changes would have given to the real accounts: sums by the rule of production, and nobody recognisable."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from tests import scenes
from tests.insight.scenes import OFFICER, asked
from tests.scenes import AT

from acquis.accounts import actions as accounts
from acquis.accounts.types import YearRow
from acquis.insight import actions, jobs, queries
from acquis.insight.observation import told
from acquis.insight.types import Dimension, Effect, Group, Observation, Refusal
from acquis.journal.models import Event
from acquis.kit.refusal import Refused
from acquis.rules import Regime, WorkUnit

pytestmark = pytest.mark.django_db


def a_year(account_id: Any, **facts: Any) -> YearRow:
    given = {"regime": Regime.EMPLOYEE, "unit": WorkUnit.HOURS, "worked": "1607"} | facts
    return YearRow(account_id=account_id, year=2025, **given)


def holders(count: int, **facts: Any) -> None:
    """So many holders who worked in 2025."""
    rows = [a_year(scenes.a_holder(rights_cents=0).account_id, **facts) for _ in range(count)]
    accounts.credit_years(rows=rows, by=scenes.SYSTEM, at=AT)


def observed() -> Observation:
    simulation_id = asked(accounts=500, years=1)
    actions.compute_simulation(simulation_id=simulation_id, by=OFFICER, at=AT)
    actions.observe_accounts(simulation_id=simulation_id, by=OFFICER, at=AT)
    for _ in range(9):
        jobs.observe.func(simulation_id=str(simulation_id))
    card = queries.simulation(simulation_id, by=OFFICER)
    assert card is not None
    assert card.observed is not None
    assert card.observed.is_done
    return card.observed


def group_of(found: Observation, key: str) -> Group | None:
    return next(each.group for each in found.groups[Dimension.STATUS] if each.key == key)


def test_the_facts_of_the_last_year_are_asked_under_both_laws() -> None:
    holders(12, low_qualified=True)
    holders(15)
    holders(11, low_qualified=True, worked="600")
    found = observed()
    assert (found.year, found.several) == (2025, 0)
    # Twelve of them work half time or more and gain 100 € each; below half time the higher amount does not count.
    everybody, low, others = found.everybody, group_of(found, "low_qualified"), group_of(found, "none")
    assert everybody is not None
    assert low is not None
    assert others is not None
    assert (everybody.accounts, everybody.gainers, everybody.gained_cents) == (38, 12, 120_000)
    assert (low.accounts, low.gainers, low.losers) == (23, 12, 0)
    assert others.gainers == 0


def test_a_group_of_fewer_than_eleven_is_not_told_and_cannot_be_subtracted() -> None:
    holders(12, low_qualified=True)
    holders(20)
    holders(3, oeth=True)
    found = observed()
    assert found.everybody is not None
    assert found.everybody.accounts == 35
    assert {each.key for each in found.groups[Dimension.STATUS] if each.group} == {"none"}


def test_too_few_gainers_hide_everybody() -> None:
    holders(15)
    holders(4, low_qualified=True)
    assert observed().everybody is None


def test_an_account_of_several_regimes_is_left_out_and_counted() -> None:
    holders(12, low_qualified=True)
    who = scenes.a_holder(rights_cents=0)
    own = {"regime": Regime.SELF_EMPLOYED, "unit": WorkUnit.MONTHS, "worked": "3", "contribution_paid": True}
    rows = [a_year(who.account_id, worked="400"), a_year(who.account_id, **own)]
    accounts.credit_years(rows=rows, by=scenes.SYSTEM, at=AT)
    found = observed()
    assert found.everybody is not None
    assert (found.several, found.everybody.accounts) == (1, 12)


def test_it_is_looked_at_by_bites_and_no_account_is_counted_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    holders(26, low_qualified=True)
    monkeypatch.setattr(jobs, "BITE_SECONDS", 0.0)
    whole = jobs.accounts.year_in_columns
    monkeypatch.setattr(jobs.accounts, "year_in_columns", lambda year, after: whole(year, after=after, limit=10))
    found = observed()
    assert found.everybody is not None
    assert (found.everybody.accounts, found.everybody.gainers) == (26, 26)
    # The first look, and one more after each of the two bites that were not the last.
    assert ProcrastinateJob.objects.filter(task_name="insight.observe").count() == 3


def test_who_may_look_and_at_what() -> None:
    simulation_id = asked()
    with pytest.raises(Refused) as refused:
        actions.observe_accounts(simulation_id=simulation_id, by=scenes.STAFF, at=AT)
    assert refused.value.reason is Refusal.NOT_ALLOWED
    with pytest.raises(Refused) as refused:
        actions.observe_accounts(simulation_id=simulation_id, by=OFFICER, at=AT)
    assert refused.value.reason is Refusal.NO_FACTS
    holders(1)
    for _ in range(2):
        actions.observe_accounts(simulation_id=simulation_id, by=OFFICER, at=AT)
    assert Event.objects.filter(about=simulation_id, kind="insight.accounts_observed").count() == 1


def test_a_single_hidden_group_hides_the_next_smallest() -> None:
    group = Group(key="a", accounts=500, gainers=0, losers=0, gained_cents=0, lost_cents=0)
    groups = (group, replace(group, key="b", accounts=40), replace(group, key="c", accounts=5))
    effect = Effect(everybody=replace(group, accounts=545), groups={Dimension.STATUS: groups}, classes=(), squares=0.0)
    assert [each.key for each in told(effect)[Dimension.STATUS] if each.group] == ["a"]
