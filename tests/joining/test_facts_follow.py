"""What was declared, said and credited on two accounts counts for one while they are one, and for each again after.

Several employers of one year add up, and one year is one right: at the joining, in a yearly run, under a corrected law.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.accounts.scenes import AGENT, APPROVER, AT, SYSTEM, a_person, a_year, an_account, broken, credited, holder_of
from tests.crediting.scenes import a_foreseen_run, done_run, walk
from tests.declarations import scenes as files
from tests.declarations.test_import_summary import row, summary
from tests.examples import examples

from acquis import rules
from acquis.accounts import queries, yearly
from acquis.accounts.actions import (
    credit_hours,
    declare_low_qualification,
    join_accounts,
    open_account,
    part_accounts,
    undo_years,
)
from acquis.accounts.types import PurseKind, Refusal, YearColumns
from acquis.crediting import queries as runs
from acquis.crediting.actions import advance
from acquis.crediting.actions import approve as approve_run
from acquis.crediting.types import RunKind
from acquis.declarations import queries as declarations
from acquis.declarations.models import WorkedLine
from acquis.joining import queries as joinings
from acquis.joining.actions import approve, approve_parting, propose, propose_parting
from acquis.kit import columns as kit
from acquis.rules import Regime, WorkUnit

pytestmark = pytest.mark.django_db
TODAY = date(2026, 4, 15)
ONE = UUID(int=1)
HALF_OF_HALF = {"quantite": "401.75"}


def yearly_cents(account_id: UUID) -> int:
    return sum(card.available_cents for card in queries.rights(account_id, on=TODAY).purses if card.kind == "yearly")


def joined(kept: UUID, merged: UUID) -> UUID:
    persons = {"kept_id": queries.person_of(kept), "merged_id": queries.person_of(merged)}
    joining_id = propose(**persons, reason="deux dossiers", by=AGENT, at=AT)
    approve(joining_id=joining_id, by=APPROVER, at=AT)
    return joining_id


def parted(joining_id: UUID) -> None:
    propose_parting(joining_id=joining_id, reason="deux personnes", by=AGENT, at=AT)
    approve_parting(joining_id=joining_id, by=APPROVER, at=AT)


def declared(*rows: dict[str, str]) -> tuple[UUID, UUID]:
    """A summary that speaks of two persons; their accounts."""
    files.bring_summary(summary(*rows))
    return files.account(1), files.account(2)


def two(**cells: str) -> tuple[UUID, UUID]:
    return declared(row(1, **cells), row(2, **cells))


@pytest.mark.parametrize(("hours", "each", "both"), [("401.75", 12_500, 50_000), ("1607", 50_000, 50_000)])
def test_one_year_is_one_right_at_the_joining_and_two_at_the_parting(hours: str, each: int, both: int) -> None:
    kept, merged = two(quantite=hours)
    done_run()
    assert (yearly_cents(kept), yearly_cents(merged)) == (each, each)
    joining_id = joined(kept, merged)
    assert (yearly_cents(kept), yearly_cents(merged)) == (both, 0)
    card = joinings.joining(joining_id, by=AGENT)
    assert (card.moved_cents, card.years_cents) == (each, both - 2 * each)
    # Nothing is left for a run to do.
    again = runs.run(done_run(), by=SYSTEM)
    assert (again.executed.years, again.executed.unchanged, again.executed.refused) == (0, 1, 0)
    parted(joining_id)
    assert (yearly_cents(kept), yearly_cents(merged)) == (each, each)
    assert runs.run(done_run(), by=SYSTEM).executed.years == 0
    assert not broken()


def test_a_run_credits_what_is_declared_of_both_once_and_parting_gives_each_their_own() -> None:
    kept, merged = two(**HALF_OF_HALF)
    joining_id = joined(kept, merged)
    run = runs.run(done_run(), by=SYSTEM)
    assert (run.executed.years, run.executed.given_cents, run.executed.refused) == (1, 50_000, 0)
    assert runs.reconciled_now(run.id, by=SYSTEM).agrees
    assert (yearly_cents(kept), yearly_cents(merged)) == (50_000, 0)
    assert [regime.worked for regime in queries.why(kept, 2025).regimes] == ["803.5"]
    (told,) = declarations.declared_years(kept, 2025, by=SYSTEM)
    assert (told.worked, len(told.lines)) == ("803.5", 2)
    parted(joining_id)
    assert (yearly_cents(kept), yearly_cents(merged)) == (12_500, 12_500)
    assert not broken()


@pytest.mark.parametrize("running", [True, False])
def test_whose_place_a_run_has_passed_is_credited_at_the_joining(running: bool) -> None:
    """Nothing was declared of the account that goes on, and the run has passed its place: the other is led there."""
    kept = an_account(a_person())
    files.bring_summary(summary(row(1), row(2)))
    passed, merged = sorted(files.account(rank) for rank in (1, 2))
    assert kept < passed
    run_id = a_foreseen_run()
    approve_run(run_id=run_id, by=APPROVER, at=AT)
    if running:
        assert advance(run_id=run_id, limit=1, by=SYSTEM, at=AT)
        assert (yearly_cents(passed), yearly_cents(merged)) == (50_000, 0)
    joining_id = joined(kept, merged)
    # Before its first slice, the run finds both where they are.
    assert (yearly_cents(kept), yearly_cents(merged)) == (50_000 if running else 0, 0)
    walk(run_id)
    assert (yearly_cents(kept), yearly_cents(merged)) == (50_000, 0)
    assert runs.reconciled_now(run_id, by=SYSTEM).agrees
    assert runs.run(done_run(), by=SYSTEM).executed.years == 0
    parted(joining_id)
    assert (yearly_cents(kept), yearly_cents(merged)) == (0, 50_000)
    assert not broken()


def test_who_is_parted_behind_the_place_of_a_run_is_credited_then() -> None:
    files.bring_summary(summary(row(1), row(2), row(3)))
    first, passed, last = sorted(files.account(rank) for rank in (1, 2, 3))
    joining_id = joined(last, first)
    run_id = a_foreseen_run()
    approve_run(run_id=run_id, by=APPROVER, at=AT)
    while not yearly_cents(passed):
        assert advance(run_id=run_id, limit=1, by=SYSTEM, at=AT)
    assert yearly_cents(last) == 0
    parted(joining_id)
    walk(run_id)
    assert [yearly_cents(each) for each in (first, passed, last)] == [50_000] * 3
    assert runs.reconciled_now(run_id, by=SYSTEM).agrees
    assert runs.run(done_run(), by=SYSTEM).executed.years == 0
    assert not broken()


@pytest.mark.parametrize("limit", [1, 2, 50])
def test_the_slices_of_a_run_meet_each_person_once(limit: int) -> None:
    files.bring_summary(summary(*[row(rank, **HALF_OF_HALF) for rank in range(1, 8)]))
    ids = sorted(files.account(rank) for rank in range(1, 8))
    # One whose account comes first in the order of the run, one in the midst, one last; and a chain.
    for kept, merged in ((ids[0], ids[6]), (ids[4], ids[1]), (ids[5], ids[2]), (ids[6], ids[3])):
        if queries.state_of(kept) == "open":
            joined(kept, merged)
        else:
            joined(queries.now_of([kept])[kept], merged)
    seen, after = [], None
    while rows := declarations.year_rows(2025, after=after, limit=limit):
        seen += [(each.account_id, each.worked) for each in rows]
        after = rows[-1].account_id
    assert seen == [(ids[0], "1205.25"), (ids[4], "803.5"), (ids[5], "803.5")]


def test_what_is_declared_under_the_second_number_meanwhile_is_theirs_after_the_parting() -> None:
    kept, merged = two(annee="2024")
    joining_id = joined(kept, merged)
    declared(row(1, **HALF_OF_HALF), row(2, quantite="803.5"))
    files.bring_summary(summary(row(2, quantite="803.5")))
    assert WorkedLine.objects.filter(year=2025).count() == 2
    done_run()
    assert yearly_cents(kept) == 50_000
    parted(joining_id)
    assert (yearly_cents(kept), yearly_cents(merged)) == (12_500, 50_000)
    assert not broken()


def test_what_was_said_on_either_account_raises_the_year_of_both() -> None:
    kept, merged = two(quantite="1607")
    declare_low_qualification(account_id=merged, by=holder_of(merged), at=AT.replace(year=2025))
    joining_id = joined(kept, merged)
    done_run()
    assert yearly_cents(kept) == 80_000
    parted(joining_id)
    assert (yearly_cents(kept), yearly_cents(merged)) == (50_000, 80_000)
    assert not broken()


def test_statuses_are_raised_in_columns_for_those_joined() -> None:
    kept, merged, beside = (an_account() for _ in range(3))
    declare_low_qualification(account_id=merged, by=holder_of(merged), at=AT.replace(year=2025))
    join_accounts(kept_id=kept, joined_id=merged, joining_id=ONE, by=SYSTEM, at=AT)
    facts = YearColumns.of(2025, [a_year(kept), a_year(beside)])
    outcome = queries.foresee_columns(facts, run=7, at=AT)
    assert sorted(outcome.moved_cents.tolist()) == [50_000, 80_000]


def test_hours_of_service_are_one_right_too() -> None:
    kept, merged = an_account(), an_account()
    service = {"regime": Regime.PUBLIC_AGENT, "unit": WorkUnit.SHARE, "worked": "1"}
    for account in (kept, merged):
        credit_hours(rows=[a_year(account, **service)], by=SYSTEM, at=AT)
    join_accounts(kept_id=kept, joined_id=merged, joining_id=ONE, by=SYSTEM, at=AT)
    assert hours(kept) == 50
    # What the next run brings, with the facts of both: a whole year.
    done = credit_hours(rows=[a_year(kept, **service)], by=SYSTEM, at=AT)
    assert (hours(kept), done.taken_back_hours) == (25, 25)
    assert credit_hours(rows=[a_year(kept, **service)], by=SYSTEM, at=AT).unchanged == 1
    part_accounts(joined_id=merged, joining_id=ONE, by=SYSTEM, at=AT)
    for account in (kept, merged):
        credit_hours(rows=[a_year(account, **service)], by=SYSTEM, at=AT)
    assert (hours(kept), hours(merged)) == (25, 25)
    assert not broken()


def hours(account: UUID) -> int:
    return next((each.posted // 100 for each in queries.counters(account, on=TODAY) if each.kind is PurseKind.HOURS), 0)


def test_a_corrected_law_is_asked_for_both_together(monkeypatch) -> None:
    kept, merged, beside = (open_account(person_id=a_person(), by=SYSTEM, at=AT) for _ in range(3))
    credited(a_year(merged), a_year(beside), a_year(kept, worked="401.75"))
    join_accounts(kept_id=kept, joined_id=merged, joining_id=ONE, by=SYSTEM, at=AT)
    assert yearly_cents(kept) == 50_000
    real = rules.law_on(date(2025, 12, 31))
    other = replace(real, credit=replace(real.credit, employee_cents=51_000))
    monkeypatch.setattr(yearly, "law_on", lambda day: other)
    yearly.law_of.cache_clear()
    try:
        run_id = done_run(kind=RunKind.LAW)
        totals = runs.run(run_id, by=SYSTEM).executed
        assert (totals.years, totals.given_cents, totals.refused) == (2, 2_000, 0)
        assert yearly_cents(kept) == 51_000
        assert runs.run(done_run(kind=RunKind.LAW), by=SYSTEM).executed.years == 0
    finally:
        yearly.law_of.cache_clear()
    assert not broken()


def test_undoing_a_run_leaves_a_joined_account_to_the_next_run() -> None:
    kept, merged = two(quantite="1607")
    first = runs.run(done_run(), by=SYSTEM)
    joined(kept, merged)
    done = undo_years(accounts=kit.uuids(sorted([kept, merged])), undoes=first.number, run=99, by=SYSTEM, at=AT)
    assert {each.account_id: each.reason for each in done.refused} == {
        merged: Refusal.JOINED_SINCE,
        kept: Refusal.CORRECTED_SINCE,
    }
    assert yearly_cents(kept) == 50_000


HOURS = st.sampled_from(["0", "160", "401.75", "803", "803.5", "1607"])
LIFE = st.dictionaries(st.integers(2019, 2025), HOURS, max_size=4)


@settings(max_examples=examples(6), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(LIFE, min_size=3, max_size=3))
def test_whoever_is_joined_has_one_right_a_year_and_parted_their_own(lives) -> None:
    accounts = [an_account() for _ in lives]
    for account, life in zip(accounts, lives, strict=True):
        credited(*[a_year(account, year, worked=worked) for year, worked in life.items()])
    own = [yearly_cents(account) for account in accounts]
    first, second, third = accounts
    join_accounts(kept_id=second, joined_id=third, joining_id=UUID(int=2), by=SYSTEM, at=AT)
    assert yearly_cents(second) == one_right(lives[1:])
    join_accounts(kept_id=first, joined_id=second, joining_id=ONE, by=SYSTEM, at=AT)
    assert [yearly_cents(account) for account in accounts] == [one_right(lives), 0, 0]
    assert not broken()
    part_accounts(joined_id=second, joining_id=ONE, by=SYSTEM, at=AT)
    assert [yearly_cents(account) for account in accounts] == [own[0], one_right(lives[1:]), 0]
    part_accounts(joined_id=third, joining_id=UUID(int=2), by=SYSTEM, at=AT)
    assert [yearly_cents(account) for account in accounts] == own
    assert not broken()


def one_right(lives) -> int:
    """What one person with all this work would have been credited."""
    alone = an_account()
    for year in range(2019, 2026):
        worked = sum(int(float(life[year]) * 100) for life in lives if year in life)
        if any(year in life for life in lives):
            credited(a_year(alone, year, worked=f"{worked // 100}.{worked % 100:02d}"))
    return yearly_cents(alone)


def test_the_years_of_both_are_shown_as_one_person_s() -> None:
    kept, merged = an_account(), an_account()
    credited(a_year(kept, 2025, worked="160"), a_year(merged, 2024, low_qualified=True), a_year(merged, 2025))
    join_accounts(kept_id=kept, joined_id=merged, joining_id=ONE, by=SYSTEM, at=AT)
    assert queries.credited_years(kept) == [(2025, 50_000), (2024, 80_000)]
    assert [regime.worked for regime in queries.why(kept, 2024).regimes] == ["1607"]
    assert queries.why(kept, 2025).granted_cents == 50_000
    assert [regime.worked for regime in queries.why(kept, 2025).regimes] == ["1767"]
    (yearly_rights, *_) = queries.counters(kept, on=TODAY)
    assert yearly_rights.ceiling == 500_000
