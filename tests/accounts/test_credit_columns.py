"""A run credits in columns what everyday credits give row by row: the same versions, cents and refusals."""

import itertools
from dataclasses import replace
from datetime import date, timedelta
from unittest.mock import patch
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.accounts.scenes import AGENT, AT, SYSTEM, a_year, an_account, credited
from tests.examples import examples

from acquis.accounts import slabs
from acquis.accounts.actions import (
    close,
    convert_hours_to_euros,
    credit_columns,
    credit_hours,
    freeze,
    top_up,
    undo_years,
)
from acquis.accounts.kept import of_accounts
from acquis.accounts.models import YearlyCredit
from acquis.accounts.queries import (
    accounts_of_run,
    facts_that_differ,
    foresee_columns,
    foresee_undoing,
    rights,
    why,
)
from acquis.accounts.types import Cause, PurseKind, Refusal, YearColumns, YearRow
from acquis.kit import columns as kit
from acquis.kit.refusal import Refused
from acquis.rules import Regime, WorkUnit
from acquis.site.invariants import verify

pytestmark = pytest.mark.django_db
TODAY = date(2026, 4, 15)
BEFORE = AT - timedelta(days=30)
NUMBERED = itertools.count()
RUNS = itertools.count(100)


def in_columns(*rows, run=7, year=2025, by=SYSTEM):
    return credit_columns(facts=YearColumns.of(year, rows), run=run, number=next(NUMBERED), by=by, at=AT)


def kept(account):
    """Everything that is kept of an account's years, but whose it is and which run wrote it."""
    names = [f.attname for f in YearlyCredit._meta.fields if f.attname not in ("pk", "account_id", "run")]
    found = sorted(of_accounts([account]), key=lambda each: (each.year, each.regime, each.version))
    return [tuple(getattr(each, name) for name in names) for each in found]


def available(account):
    return rights(account, on=TODAY).available_cents


def test_who_may_not():
    account = an_account()
    with pytest.raises(Refused) as refused:
        in_columns(a_year(account), by=AGENT)
    assert refused.value.reason == Refusal.NOT_ALLOWED
    assert available(account) == 0


def test_every_row_that_cannot_be_is_told_and_the_others_are_credited():
    closed, unknown, good, bad, hours = an_account(), uuid4(), an_account(), an_account(), an_account()
    close(account_id=closed, by=SYSTEM, at=AT)
    done = in_columns(
        a_year(closed),
        a_year(unknown),
        a_year(good),
        a_year(bad, worked="a lot"),
        a_year(hours, regime=Regime.PUBLIC_AGENT, unit=WorkUnit.SHARE, worked="1"),
    )
    assert {row.account_id: row.reason for row in done.refused} == {
        closed: Refusal.NOT_IN_THIS_STATE,
        unknown: Refusal.ACCOUNT_UNKNOWN,
        bad: Refusal.NUMBER_NOT_VALID,
        hours: Refusal.HOURS_KEPT_ELSEWHERE,
    }
    assert kit.uuid_list(done.accounts) == [good]
    assert done.moved_cents.tolist() == [50_000]
    assert available(good) == 50_000


def test_the_year_must_be_over():
    account = an_account()
    done = in_columns(a_year(account, 2026), year=2026)
    assert [row.reason for row in done.refused] == [Refusal.YEAR_NOT_OVER]


def test_a_second_time_moves_nothing_and_a_changed_fact_moves_the_difference():
    account, other = an_account(), an_account()
    in_columns(a_year(account), a_year(other))
    again = in_columns(a_year(account), a_year(other, worked="803"), run=8)
    assert (again.unchanged, again.moved_cents.tolist()) == (1, [-25_015])
    assert [bool(each) for each in again.corrects] == [True]
    assert available(other) == 24_985
    assert kit.uuid_list(accounts_of_run(8, after=None, limit=10)) == [other]


def test_foreseeing_says_the_same_and_writes_nothing():
    account, full = an_account(), an_account()
    rows = [a_year(account, worked="803"), a_year(full, low_qualified=True)]
    foreseen = foresee_columns(YearColumns.of(2025, rows), run=7, at=AT)
    assert kept(account) == []
    assert foreseen.moved_cents.tolist() == in_columns(*rows).moved_cents.tolist()


NUMBERS = st.one_of(
    st.sampled_from(
        ["0", "1607", "803.5", "803", "803,4999", "1", "12", "7", "218", "109", "108", "999999999999", "-1"]
    ),
    st.integers(0, 2400).map(str),
    st.integers(0, 10**12 - 1).map(str),
    st.integers(0, 24_000_000).map(lambda parts: f"{parts // 10_000}.{parts % 10_000:04d}"),
)
FACTS = st.fixed_dictionaries(
    {
        "regime": st.sampled_from([*[Regime.EMPLOYEE] * 3, *Regime]),
        "unit": st.sampled_from([*[WorkUnit.HOURS] * 3, *WorkUnit]),
        "worked": NUMBERS,
        "reference": st.one_of(st.none(), NUMBERS),
        "low_qualified": st.booleans(),
        "oeth": st.booleans(),
        "contribution_paid": st.sampled_from([None, True, True, False]),
    }
)
LIVES = st.lists(
    st.tuples(
        st.integers(0, 7),  # full years before, so that some counters stand at their ceiling
        st.lists(FACTS, min_size=1, max_size=2),
        st.lists(FACTS, max_size=1),  # the correction
        st.sampled_from(["open", "open", "open", "frozen", "closed"]),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=examples(8), deadline=None, suppress_health_check=list(HealthCheck))
@given(LIVES, st.sampled_from([1, 1_000]))
def test_rows_and_columns_give_the_same(lives, at_least):
    pairs = [(an_account(), an_account()) for _ in lives]
    for (first, second), (before, _, _, state) in zip(pairs, lives, strict=True):
        for account in (first, second):
            credited(*[a_year(account, 2017 + n, low_qualified=True) for n in range(2, before + 1)])
            if state == "frozen":
                freeze(account_id=account, reason="test", by=SYSTEM, at=AT)
            if state == "closed":
                close(account_id=account, by=SYSTEM, at=AT)
    for step in (1, 2):
        rows = [
            YearRow(account_id=first, year=2025, **facts)
            for (first, _), life in zip(pairs, lives, strict=True)
            for facts in {each["regime"]: each for each in life[step]}.values()
        ]
        if not rows:
            continue
        twin = dict(pairs)
        one_by_one = credited(*sorted(rows, key=lambda row: (row.account_id, row.regime)))
        with patch.multiple(slabs, AT_LEAST=at_least, ACCOUNTS=2):
            together = in_columns(
                *[replace(row, account_id=twin[row.account_id]) for row in rows],
                # Slices of one run never overlap; these may.
                run=next(RUNS),
            )
        assert {(twin[r.account_id], r.regime, r.reason) for r in one_by_one.refused} == {
            (r.account_id, r.regime, r.reason) for r in together.refused
        }
        assert one_by_one.unchanged == together.unchanged
        assert one_by_one.granted_cents - one_by_one.taken_back_cents == together.moved_cents.sum()
    for first, second in pairs:
        assert kept(first) == kept(second)
        assert available(first) == available(second)
        told, twin_told = why(first, 2025), why(second, 2025)
        assert (told is None) == (twin_told is None)
        if told and twin_told:
            assert [r.working for r in told.regimes] == [r.working for r in twin_told.regimes]
    assert not [finding for found in verify(("accounts", "ledger")).values() for finding in found]


def test_shares_of_many_digits_are_put_to_the_rule_in_columns_and_asked_again_alike():
    """Their products do not fit in 64 bits."""
    shares = [("707304796321", "900000000000"), ("2250000001", "9000000000"), ("449999999999", "900000000000")]
    rows = [a_year(an_account(), unit=WorkUnit.SHARE, worked=part, reference=whole) for part, whole in shares]
    outcome = in_columns(*rows)
    assert outcome.moved_cents.tolist() == [50_000, 12_501, 25_000]
    assert {row.account_id for row in rows} == set(kit.uuid_list(outcome.accounts))
    reviewed = facts_that_differ(2025, after=None, limit=10)
    assert (reviewed.facts, reviewed.unchanged) == (None, 3)


def test_undoing_takes_back_what_is_there_and_tells_the_rest():
    whole, spent, corrected = an_account(), an_account(), an_account()
    in_columns(*[a_year(account) for account in (whole, spent, corrected)])
    credited(a_year(corrected, worked="803"))
    spend_some(spent, 30_000)
    ids = sorted([whole, spent, corrected])
    foreseen = foresee_undoing(kit.uuids(ids), undoes=7, run=8, at=AT)
    done = undo_years(accounts=kit.uuids(ids), undoes=7, run=8, by=SYSTEM, at=AT)
    assert foreseen.moved_cents.tolist() == done.moved_cents.tolist()
    assert [(row.account_id, row.reason) for row in done.refused] == [(corrected, Refusal.CORRECTED_SINCE)]
    by_account = dict(zip(kit.uuid_list(done.accounts), done.moved_cents.tolist(), strict=True))
    assert by_account == {whole: -50_000, spent: -20_000}
    assert int(done.shortfall_cents.sum()) == 30_000
    assert (available(whole), available(spent), available(corrected)) == (0, 0, 24_985)
    assert why(whole, 2025).regimes[0].cause is Cause.UNDONE
    # Facts that come again are credited again: nothing stands any more. What was spent stays given.
    in_columns(*[a_year(account) for account in (whole, spent)], run=9)
    assert (available(whole), available(spent)) == (50_000, 20_000)
    assert why(spent, 2025).granted_cents == 50_000
    assert not [finding for found in verify(("accounts", "ledger")).values() for finding in found]


def test_undoing_a_correction_restores_what_stood_before():
    account = an_account()
    in_columns(a_year(account, worked="803"), run=7)
    in_columns(a_year(account), run=8)
    undo_years(accounts=kit.uuids([account]), undoes=8, run=9, by=SYSTEM, at=AT)
    assert available(account) == 24_985
    (regime,) = why(account, 2025).regimes
    assert (regime.cause, regime.worked, regime.version) == (Cause.RESTORED, "803", 3)
    assert regime.working["granted_cents"] == 24_985
    undo_years(accounts=kit.uuids([account]), undoes=8, run=10, by=SYSTEM, at=AT)
    assert available(account) == 24_985


def test_undoing_a_take_back_gives_it_again_and_passes_no_ceiling():
    """Both stand above or at their ceiling; the second was filled again after the take-back."""
    free, filled = an_account(), an_account()
    service = {"regime": Regime.PUBLIC_AGENT, "unit": WorkUnit.SHARE, "worked": "1"}
    for account in (free, filled):
        credited(*[a_year(account, year) for year in range(2019, 2025)], at=BEFORE)
        credit_hours(rows=[a_year(account, year, **service) for year in range(2019, 2026)], by=SYSTEM, at=BEFORE)
        convert_hours_to_euros(account_id=account, left_on=date(2026, 1, 1), by=AGENT, at=BEFORE)
    assert [available(account) for account in (free, filled)] == [525_000] * 2
    in_columns(a_year(free, 2024, worked="0"), a_year(filled, 2024, worked="0"), run=7, year=2024)
    credited(a_year(filled))
    assert [available(account) for account in (free, filled)] == [475_000, 500_000]
    undo_years(accounts=kit.uuids(sorted([free, filled])), undoes=7, run=8, by=SYSTEM, at=AT)
    # The first has all it had; of the second, what came in its place counts.
    assert [available(account) for account in (free, filled)] == [525_000, 525_000]
    assert not [finding for found in verify(("accounts", "ledger")).values() for finding in found]


def test_undoing_needs_the_right():
    account = an_account()
    in_columns(a_year(account))
    with pytest.raises(Refused) as refused:
        undo_years(accounts=kit.uuids([account]), undoes=7, run=8, by=AGENT, at=AT)
    assert refused.value.reason == Refusal.NOT_ALLOWED


def spend_some(account, cents):
    from acquis.ledger.actions import post
    from acquis.ledger.types import Code, House, Transfer, house

    purse = rights(account, on=TODAY).purses[0].id
    spent = Transfer(
        owner=account,
        debit=purse,
        credit=house(House.COMMITMENTS),
        amount_cents=cents,
        code=Code.COMMITMENT,
        effective_on=TODAY,
        reference=f"spent {account}",
    )
    post(transfers=[spent], by=SYSTEM, at=AT)


def test_top_ups_do_not_count_under_the_ceiling():
    account = an_account()
    top_up(account_id=account, kind=PurseKind.EMPLOYER, amount_cents=600_000, reference="t", by=SYSTEM, at=AT)
    assert in_columns(a_year(account)).moved_cents.tolist() == [50_000]


@pytest.mark.parametrize("stranger", [UUID(int=0), UUID(int=(1 << 128) - 1)])
def test_money_guarded_beside_the_purses_receives_nothing(stranger):
    from acquis.ledger.actions import open_accounts
    from acquis.ledger.types import NewAccount, Unit

    account, other = an_account(), an_account()
    open_accounts(accounts=[NewAccount(id=stranger, owner=account, unit=Unit.EUR)], by=SYSTEM, at=AT)
    assert in_columns(a_year(account), a_year(other)).moved_cents.tolist() == [50_000, 50_000]
    assert (available(account), available(other)) == (50_000, 50_000)
