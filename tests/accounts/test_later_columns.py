"""Corrections, a corrected law and the undoing of a run give in columns what they give row by row."""

from contextlib import contextmanager
from datetime import date, timedelta
from threading import Thread
from unittest import mock
from uuid import uuid4

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.accounts.scenes import AGENT, AT, SYSTEM, a_year, an_account, broken, credited
from tests.accounts.test_credit_columns import BEFORE, FACTS, RUNS, TODAY, available, in_columns, kept, spend_some
from tests.examples import examples

from acquis.accounts import slabs, yearly
from acquis.accounts.actions import (
    close,
    convert_hours_to_euros,
    credit_columns,
    credit_hours,
    freeze,
    undo_years,
)
from acquis.accounts.columns import ColumnSlice
from acquis.accounts.models import Account, YearlyCredit
from acquis.accounts.queries import accounts_of_run, facts_that_differ, foresee_columns, foresee_undoing, rights, why
from acquis.accounts.types import CAUSES, Cause, Refusal, YearColumns, YearRow
from acquis.accounts.undoing import UndoSlice
from acquis.accounts.years import Slice
from acquis.kit import columns as kit
from acquis.ledger.actions import post
from acquis.ledger.models import Book, Credit
from acquis.ledger.models import Transfer as Moved
from acquis.ledger.types import Code, House, Transfer, house
from acquis.rules import Regime, WorkUnit, law_on

pytestmark = pytest.mark.django_db


@contextmanager
def law_with(**overrides):
    """The law of every year, corrected."""
    yearly.law_of.cache_clear()
    try:
        with mock.patch.object(yearly, "law_on", lambda day: law_on(day, overrides=overrides)):
            yield
    finally:
        yearly.law_of.cache_clear()


def by_rows(rows, *, run, again, at):
    with transaction.atomic():
        slice_ = Slice(Account.objects.filter(pk__in={row.account_id for row in rows}), {2025}, run=run, at=at)
        for row in sorted(rows, key=lambda row: (row.account_id, row.regime)):
            slice_.credit(row, again=again)
        slice_.write(by=SYSTEM, at=at)
    return slice_.outcome()


@pytest.fixture(autouse=True)
def in_slabs(monkeypatch):
    """What is corrected and undone here was written in slabs, as a nation's years are."""
    monkeypatch.setattr(slabs, "AT_LEAST", 1)
    monkeypatch.setattr(slabs, "ACCOUNTS", 2)


def by_columns(rows, *, run, again, at):
    facts = YearColumns.of(2025, rows)
    foreseen = foresee_columns(facts, run=run, again=again, at=at)
    done = credit_columns(facts=facts, run=run, number=run, again=again, by=SYSTEM, at=at)
    assert told(foreseen) == told(done)
    return done


def undone_by_rows(accounts, undone, *, run, at):
    with transaction.atomic():
        slice_ = Slice.undoing(Account.objects.filter(pk__in=accounts).order_by("pk"), undone, run=run, at=at)
        slice_.write(by=SYSTEM, at=at)
    return slice_.outcome()


def undone_by_columns(accounts, undone, *, run, at):
    foreseen = foresee_undoing(kit.uuids(accounts), undoes=undone, run=run, at=at)
    done = undo_years(accounts=kit.uuids(accounts), undoes=undone, run=run, number=run, by=SYSTEM, at=at)
    assert told(foreseen) == told(done)
    return done


def told(outcome, names=lambda account: account):
    """An outcome that can be compared, whatever the order of its places."""
    columns = (outcome.regime, outcome.cause, outcome.corrects, outcome.earned_cents)
    columns += (outcome.moved_cents, outcome.shortfall_cents)
    places = zip(kit.uuid_list(outcome.accounts), *(column.tolist() for column in columns), strict=True)
    refused = sorted((names(row.account_id), row.year, row.regime, row.reason) for row in outcome.refused)
    return sorted((names(account), *of) for account, *of in places), outcome.unchanged, refused


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("facts"), st.lists(st.lists(FACTS, max_size=2), min_size=4, max_size=4)),
        st.tuples(
            st.just("law"),
            st.fixed_dictionaries(
                {
                    "employee_cents": st.sampled_from([50_000, 40_000, 51_000]),
                    "low_qualified_cents": st.sampled_from([80_000, 70_000]),
                    "employee_ceiling_cents": st.sampled_from([500_000, 300_000]),
                }
            ),
        ),
        st.tuples(st.just("spend"), st.lists(st.sampled_from([0, 7, 20_000, 10**9]), min_size=4, max_size=4)),
        st.tuples(st.just("undo"), st.integers(0, 3)),
    ),
    min_size=2,
    max_size=7,
)


@settings(max_examples=examples(8), deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.integers(0, 7), min_size=4, max_size=4),
    st.sampled_from(["open", "open", "frozen", "closed"]),
    st.lists(FACTS, min_size=4, max_size=4),
    STEPS,
)
def test_whatever_happens_to_a_year_rows_and_columns_give_the_same(before, state, facts, steps):
    pairs = [(an_account(), an_account()) for _ in before]
    twin = dict(pairs) | {second: second for _, second in pairs}
    for pair, years in zip(pairs, before, strict=True):
        for account in pair:
            credited(*[a_year(account, 2017 + n, low_qualified=True) for n in range(2, years + 1)])
    runs = []
    for day, (kind, given_) in enumerate([("facts", [[each] for each in facts]), *steps]):
        run, at = next(RUNS), AT + timedelta(days=day)
        if kind == "spend":
            for pair, cents in zip(pairs, given_, strict=True):
                for account in pair:
                    bought(account, cents)
        elif kind == "undo" and runs:
            undone = runs[given_ % len(runs)]
            rows = undone_by_rows([first for first, _ in pairs], undone, run=run, at=at)
            columns = undone_by_columns([second for _, second in pairs], undone, run=run, at=at)
            assert told(rows, twin.get) == told(columns)
            runs.append(run)
        elif kind in ("facts", "law"):
            with law_with(**given_) if kind == "law" else law_with():
                if kind == "law":
                    reviewed = facts_that_differ(2025, after=None, limit=1_000).facts
                    found = reviewed.rows(range(len(reviewed.accounts))) if reviewed else []
                else:
                    found = [
                        YearRow(account_id=account, year=2025, **each)
                        for pair, some in zip(pairs, given_, strict=True)
                        for account in pair
                        for each in {of["regime"]: of for of in some}.values()
                    ]
                firsts = [row for row in found if row.account_id in dict(pairs)]
                seconds = [row for row in found if row.account_id in {second for _, second in pairs}]
                assert len(firsts) == len(seconds)
                if firsts:
                    rows = by_rows(firsts, run=run, again=kind == "law", at=at)
                    columns = by_columns(seconds, run=run, again=kind == "law", at=at)
                    assert told(rows, twin.get) == told(columns)
                    runs.append(run)
        if day == 1 and state != "open":
            for account in pairs[0]:
                if state == "frozen":
                    freeze(account_id=account, reason="test", by=SYSTEM, at=at)
                else:
                    close(account_id=account, by=SYSTEM, at=at)
    for first, second in pairs:
        assert kept(first) == kept(second)
        assert available(first) == available(second)
    assert broken() == []


def bought(account, cents):
    """Something is bought for so much, as far as it is there."""
    (purse,) = (each for each in rights(account, on=TODAY).purses if each.kind == "yearly")
    if (amount := min(cents, purse.available_cents)) > 0:
        spent = Transfer(
            owner=account,
            debit=purse.id,
            credit=house(House.COMMITMENTS),
            amount_cents=amount,
            code=Code.COMMITMENT,
            effective_on=TODAY,
            reference=f"spent {uuid4()}",
        )
        post(transfers=[spent], by=SYSTEM, at=AT)


def some(count):
    return sorted(an_account() for _ in range(count))


def test_who_stands_alone_is_corrected_and_undone_in_columns():
    """Otherwise the two ways would be compared with themselves."""
    ids = some(4)
    in_columns(*map(a_year, ids), run=7)
    facts = YearColumns.of(2025, [a_year(each, worked="803") for each in ids])
    slice_ = ColumnSlice(facts, run=8, again=False, lock=False, at=AT)
    assert (len(slice_.corrections.versions), slice_.rest.accounts) == (4, {})
    credit_columns(facts=facts, run=8, number=0, by=SYSTEM, at=AT)
    undo = UndoSlice(kit.uuids(ids), 8, run=9, lock=False, at=AT)
    assert (len(undo.versions), undo.rest.accounts) == (4, {})
    # What was not the run's own last word is refused, and not read one by one either.
    undo = UndoSlice(kit.uuids(ids), 7, run=9, lock=False, at=AT)
    assert (len(undo.versions), undo.rest.accounts) == (0, {})
    assert [row.reason for row in undo.refused] == [Refusal.CORRECTED_SINCE] * 4


def test_what_is_given_stands_in_a_book_and_what_is_taken_back_alone():
    less, more = some(2)
    in_columns(a_year(less), a_year(more, worked="803"), run=7)
    in_columns(a_year(less, worked="803"), a_year(more), run=8)
    book = Book.objects.get(reference="book:run 8 correction 2025 employee of 2026-04-15")
    assert (book.code, book.debit) == (Code.CORRECTION, house(House.RIGHTS_ISSUED))
    assert list(Credit.objects.filter(book=book.id).values_list("owner", "amount_cents")) == [(more, 25_015)]
    (taken,) = Moved.objects.filter(owner=less)
    assert (taken.reference, taken.amount_cents) == (f"credit 2025 employee version 2 {less}", 25_015)
    assert (available(less), available(more)) == (24_985, 50_000)
    assert broken() == []


def test_facts_known_are_unchanged_and_asked_again_only_under_another_law():
    ids = some(3)
    in_columns(*map(a_year, ids), run=7)
    facts = YearColumns.of(2025, map(a_year, ids))
    with law_with(employee_cents=51_000):
        assert foresee_columns(facts, run=8, at=AT).unchanged == 3
        again = foresee_columns(facts, run=8, again=True, at=AT)
    assert (again.unchanged, again.moved_cents.tolist()) == (0, [1_000] * 3)
    assert again.cause.tolist() == [CAUSES.index(Cause.LAW)] * 3
    assert foresee_columns(facts, run=8, again=True, at=AT).unchanged == 3


def test_a_balance_guarded_by_the_check_of_movements():
    """A credit in a book of corrections that no version tells of is found."""
    (account,) = some(1)
    in_columns(a_year(account, worked="803"), run=7)
    in_columns(a_year(account), run=8)
    YearlyCredit.objects.filter(account_id=account, version=2).delete()
    assert any("without its facts" in finding for finding in broken())


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("undoing", [False, True])
def test_a_purchase_made_while_rights_are_taken_back_costs_its_own_row_only(undoing):
    ids = some(5)
    in_columns(*map(a_year, ids), run=7)
    with transaction.atomic():
        if undoing:
            slice_ = UndoSlice(kit.uuids(ids), 7, run=8, lock=True, at=AT)
        else:
            facts = YearColumns.of(2025, [a_year(each, worked="0") for each in ids])
            slice_ = ColumnSlice(facts, run=8, again=False, lock=True, at=AT)
        elsewhere(lambda: spend_some(ids[2], 20_000))
        slice_.write(by=SYSTEM, at=AT)
    done = slice_.outcome()
    assert done.moved_cents.tolist() == [-50_000, -50_000, -30_000, -50_000, -50_000]
    assert done.shortfall_cents.tolist() == [0, 0, 20_000, 0, 0]
    assert [available(each) for each in ids] == [0] * 5
    assert (why(ids[2], 2025).granted_cents, why(ids[2], 2025).regimes[0].shortfall_cents) == (20_000, 20_000)
    assert broken() == []


def elsewhere(work):
    """Do something in another connection."""

    def run():
        try:
            work()
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    thread.join()


@pytest.mark.parametrize("correct", [credited, in_columns])
def test_a_year_that_began_again_counts_from_where_it_began_again(correct):
    """Undone, credited again up to the ceiling, spent: a smaller fact does not give more."""
    account = an_account()
    in_columns(a_year(account), run=7)
    undo_years(accounts=kit.uuids([account]), undoes=7, run=8, by=SYSTEM, at=AT)
    credited(*[a_year(account, year, low_qualified=True) for year in range(2019, 2025)])
    in_columns(a_year(account), run=9)
    assert (available(account), why(account, 2025).granted_cents) == (500_000, 20_000)
    spend_some(account, 300_000)
    correct(a_year(account, worked="803"))
    assert (available(account), why(account, 2025).granted_cents) == (200_000, 20_000)


@pytest.mark.parametrize("undo", [undone_by_rows, undone_by_columns])
def test_undoing_a_take_back_counts_what_each_received_since_its_own_day(undo):
    """A run took back from one account a week before the other, and both were credited in between."""
    early, late = some(2)
    service = {"regime": Regime.PUBLIC_AGENT, "unit": WorkUnit.SHARE, "worked": "1"}
    for account in (early, late):
        credited(*[a_year(account, year) for year in range(2019, 2025)], at=BEFORE)
        credit_hours(rows=[a_year(account, year, **service) for year in range(2019, 2026)], by=SYSTEM, at=BEFORE)
    days = {early: AT, late: AT + timedelta(days=7)}
    for account, other in ((early, late), (late, early)):
        convert_hours_to_euros(account_id=account, left_on=date(2026, 1, 1), by=AGENT, at=days[account])
        facts = YearColumns.of(2024, [a_year(account, 2024, worked="0")])
        credit_columns(facts=facts, run=7, number=int(account == late), by=SYSTEM, at=days[account])
        credited(a_year(account), a_year(other), at=AT + timedelta(days=3))
    assert [available(account) for account in (early, late)] == [500_000, 525_000]
    undo([early, late], 7, run=8, at=AT + timedelta(days=8))
    # Of the first, what came in place of what was taken counts; the second has all it had.
    assert [available(account) for account in (early, late)] == [525_000, 575_000]


def test_walks_have_an_end_of_their_own():
    ids = some(5)
    in_columns(*map(a_year, ids), run=7)
    assert kit.uuid_list(accounts_of_run(7, after=ids[0], upto=ids[3], limit=10)) == ids[1:4]
    assert kit.uuid_list(accounts_of_run(7, after=ids[0], upto=ids[3], limit=2)) == ids[1:3]
    assert kit.uuid_list(accounts_of_run(7, after=ids[3], upto=ids[3], limit=2)) == []
    with law_with(employee_cents=51_000):
        some_ = facts_that_differ(2025, after=ids[0], upto=ids[3], limit=10)
        assert (some_.last, some_.accounts, kit.uuid_list(some_.facts.accounts)) == (ids[3], 3, ids[1:4])
        assert facts_that_differ(2025, after=ids[0], upto=ids[3], limit=2).last == ids[2]
        assert facts_that_differ(2025, after=ids[3], upto=ids[3], limit=2).last is None
