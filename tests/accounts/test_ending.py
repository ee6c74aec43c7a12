"""The end of rights: who writes it, what stays, what the calendar does, what would go to France compétences."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from tests.accounts.scenes import (
    AGENT,
    APPROVER,
    AT,
    FINANCE,
    SYSTEM,
    a_person,
    a_year,
    an_account,
    broken,
    credited,
    holder_of,
    refused,
)

from acquis import rules
from acquis.accounts import jobs
from acquis.accounts import law as account_law
from acquis.accounts.actions import (
    credit_engagement,
    credit_hours,
    end_rights,
    escheat,
    freeze,
    join_accounts,
    open_purse,
    part_accounts,
    record_death,
    reopen,
    top_up,
    unfreeze,
)
from acquis.accounts.queries import end_of_rights, ended_totals, funding_facts, rights, state_of
from acquis.accounts.types import AccountState, EngagementRow, PurseKind, Refusal
from acquis.journal.jobs import SomeFailed
from acquis.ledger.queries import house_sums
from acquis.ledger.types import House, house
from acquis.rules import EndGround, Engagement, Regime, WorkUnit

pytestmark = pytest.mark.django_db
TODAY = date(2026, 4, 15)
TOMORROW = TODAY + timedelta(days=1)


def a_full_account():
    account = an_account()
    credited(a_year(account))
    row = EngagementRow(account_id=account, year=2025, activity=Engagement.CIVIC_SERVICE, amount="6")
    credit_engagement(row=row, by=SYSTEM, at=AT)
    top_up(account_id=account, kind=PurseKind.EMPLOYER, amount_cents=70_000, reference=f"{account}", by=SYSTEM, at=AT)
    return account


def ended(account, ground=EndGround.PENSION, ended_on=TODAY, by=AGENT):
    return end_rights(account_id=account, ground=ground, ended_on=ended_on, by=by, at=AT)


def died(account, died_on=TODAY, by=AGENT):
    return record_death(account_id=account, died_on=died_on, by=by, at=AT)


def test_a_pension_ends_the_rights_and_takes_nothing_away():
    account = a_full_account()
    assert refused(ended, uuid4()) == Refusal.ACCOUNT_UNKNOWN
    for by in (holder_of(account), FINANCE):
        assert refused(ended, account, by=by) == Refusal.NOT_ALLOWED
    assert refused(ended, account, EndGround.DEATH) == Refusal.GROUND_NOT_MET
    assert refused(ended, account, ended_on=TOMORROW) == Refusal.DAY_TO_COME
    ended(account)
    assert refused(ended, account) == Refusal.NOT_IN_THIS_STATE
    told = end_of_rights(account)
    assert (told.state, told.ground, told.ended_on) == (AccountState.RETIRED, EndGround.PENSION, TODAY)
    assert (told.volunteer_cents, told.frozen_cents, told.third_party_cents) == (24_000, 50_000, 70_000)
    assert rights(account, on=TODAY).total_cents == 144_000
    assert funding_facts(account, on=TODAY).state is AccountState.RETIRED
    assert not broken()


def test_afterwards_only_engagement_is_still_credited():
    account = a_full_account()
    ended(account)
    done = credited(a_year(account, 2024))
    assert [each.reason for each in done.refused] == [Refusal.NOT_IN_THIS_STATE]
    assert (
        refused(top_up, account_id=account, kind=PurseKind.EMPLOYER, amount_cents=1, reference="x", by=SYSTEM, at=AT)
        == Refusal.NOT_IN_THIS_STATE
    )
    row = EngagementRow(account_id=account, year=2025, activity=Engagement.HEALTH_RESERVE, amount="30")
    assert credit_engagement(row=row, by=SYSTEM, at=AT) == 24_000


def test_only_a_pension_can_be_taken_back():
    account, old = a_full_account(), a_full_account()

    def opened(account, reason="Pension sans taux plein", by=AGENT):
        return reopen(account_id=account, reason=reason, by=by, at=AT)

    assert refused(opened, uuid4()) == Refusal.ACCOUNT_UNKNOWN
    assert refused(opened, account, by=APPROVER) == Refusal.NOT_ALLOWED
    assert refused(opened, account) == Refusal.NOT_IN_THIS_STATE
    ended(old, EndGround.AGE)
    assert refused(opened, old) == Refusal.GROUND_NOT_MET
    ended(account)
    assert refused(opened, account, reason=" ") == Refusal.REASON_MISSING
    opened(account)
    assert state_of(account) is AccountState.OPEN
    assert end_of_rights(account).ground is None
    assert credited(a_year(account, 2024)).granted_cents == 50_000


def test_death_closes_and_cancels_what_is_the_holder_s_own():
    account = a_full_account()
    hours = a_year(account, regime=Regime.PUBLIC_AGENT, unit=WorkUnit.SHARE, worked="1")
    credit_hours(rows=[hours], by=SYSTEM, at=AT)
    open_purse(account_id=account, kind=PurseKind.CREDIT_NOTE, by=SYSTEM, at=AT)
    assert refused(died, uuid4()) == Refusal.ACCOUNT_UNKNOWN
    assert refused(died, account, by=holder_of(account)) == Refusal.NOT_ALLOWED
    assert refused(died, account, TOMORROW) == Refusal.DAY_TO_COME
    freeze(account_id=account, reason="contrôle", by=AGENT, at=AT)
    died(account)
    died(account)
    told = end_of_rights(account)
    assert (told.state, told.ground) == (AccountState.CLOSED, EndGround.DEATH)
    assert (told.volunteer_cents, told.frozen_cents, told.third_party_cents) == (0, 0, 70_000)
    sums = house_sums()
    assert sums[house(House.LAPSED_RIGHTS)].balance_cents == 74_000
    assert sums[house(House.HOURS_LAPSED)].balance_cents == 2_500
    assert not broken()


def test_a_retired_holder_may_die_too():
    account = a_full_account()
    ended(account)
    died(account)
    assert end_of_rights(account).ground is EndGround.DEATH


def test_third_party_money_is_shown_and_paid_only_once_the_law_says_so(monkeypatch):
    account, alive = a_full_account(), a_full_account()

    def paid_over(account, by=FINANCE):
        return escheat(account_id=account, by=by, at=AT)

    assert refused(paid_over, uuid4()) == Refusal.ACCOUNT_UNKNOWN
    assert refused(paid_over, account, by=AGENT) == Refusal.NOT_ALLOWED
    assert refused(paid_over, alive) == Refusal.NOT_IN_THIS_STATE
    ended(account)
    assert refused(paid_over, account) == Refusal.ESCHEAT_NOT_IN_FORCE
    assert ended_totals() == {EndGround.PENSION: (1, 70_000)}
    decreed = {"third_party_escheat_from": date(2026, 3, 1)}
    monkeypatch.setattr(account_law, "law_on", lambda day: rules.law_on(day, overrides=decreed))
    assert paid_over(account) == 70_000
    assert paid_over(account) == 0
    assert house_sums()[house(House.ESCHEAT_DUE)].balance_cents == 70_000
    assert end_of_rights(account).frozen_cents == 50_000
    assert not broken()


def test_the_calendar_ends_the_rights_of_those_who_reach_the_age():
    day_before, today, younger = (
        an_account(a_person(born_on=born_on)) for born_on in (date(1959, 4, 14), date(1959, 4, 15), date(1959, 4, 16))
    )
    frozen = an_account(a_person(born_on=date(1940, 1, 1)), at=AT - timedelta(days=90))
    freeze(account_id=frozen, reason="contrôle", by=AGENT, at=AT)
    assert jobs.end_by_age(due=AT.isoformat()) == 2
    assert jobs.end_by_age(due=AT.isoformat()) == 0
    assert [state_of(each) for each in (day_before, today, younger, frozen)] == [
        AccountState.RETIRED, AccountState.RETIRED, AccountState.OPEN, AccountState.FROZEN,
    ]  # fmt: skip
    assert end_of_rights(day_before).ended_on == date(2026, 4, 14)
    # The nightly look goes back a while; a whole pass finds those who were old when they came.
    assert jobs.end_by_age(due=AT.isoformat(), since="1900-01-01") == 1
    assert state_of(frozen) is AccountState.RETIRED


def test_whoever_comes_late_and_old_is_found_the_next_night():
    long_ago, old = AT - timedelta(days=900), date(1950, 1, 1)
    opened = an_account(a_person(born_on=old), at=AT - timedelta(days=3))
    reopened, apart, kept = (an_account(a_person(born_on=old), at=long_ago) for _ in range(3))
    ended(reopened, ended_on=date(2015, 1, 1))
    reopen(account_id=reopened, reason="sans taux plein", by=AGENT, at=AT)
    join_accounts(kept_id=kept, joined_id=apart, joining_id=UUID(int=1), by=SYSTEM, at=long_ago)
    part_accounts(joined_id=apart, joining_id=UUID(int=1), by=SYSTEM, at=AT)
    assert jobs.end_by_age(due=AT.isoformat()) == 3
    assert {state_of(each) for each in (opened, reopened, apart)} == {AccountState.RETIRED}
    assert end_of_rights(opened).ended_on == date(2017, 1, 1)
    assert jobs.end_by_age(due=AT.isoformat()) == 0


def test_retirement_is_no_way_round_a_freeze():
    account, later = an_account(), an_account()
    freeze(account_id=account, reason="contrôle", by=AGENT, at=AT)
    assert refused(freeze, account_id=account, reason="contrôle", by=AGENT, at=AT) == Refusal.NOT_IN_THIS_STATE
    ended(account)
    ended(later)
    freeze(account_id=later, reason="contrôle", by=AGENT, at=AT)
    assert refused(freeze, account_id=later, reason="contrôle", by=AGENT, at=AT) == Refusal.NOT_IN_THIS_STATE
    for each in (account, later):
        assert funding_facts(each, on=TODAY).frozen
        reopen(account_id=each, reason="sans taux plein", by=AGENT, at=AT)
        assert state_of(each) is AccountState.FROZEN
    ended(account)
    unfreeze(account_id=account, by=AGENT, at=AT)
    assert not funding_facts(account, on=TODAY).frozen
    assert refused(unfreeze, account_id=account, by=AGENT, at=AT) == Refusal.NOT_IN_THIS_STATE
    reopen(account_id=account, reason="sans taux plein", by=AGENT, at=AT)
    assert state_of(account) is AccountState.OPEN


def test_third_party_money_is_owed_at_night_once_a_decree_says_so(monkeypatch):
    alive, account, other = a_full_account(), a_full_account(), a_full_account()
    ended(account)
    ended(other)
    assert jobs.escheat_due(due=AT.isoformat()) == 0
    decreed = {"third_party_escheat_from": date(2026, 3, 1)}
    monkeypatch.setattr(account_law, "law_on", lambda day: rules.law_on(day, overrides=decreed))
    assert jobs.escheat_due(due=AT.isoformat()) == 2
    assert jobs.escheat_due(due=AT.isoformat()) == 0
    assert house_sums()[house(House.ESCHEAT_DUE)].balance_cents == 140_000
    assert rights(alive, on=TODAY).top_ups_cents == 70_000
    assert not broken()


def test_one_account_that_fails_costs_the_others_nothing(monkeypatch, caplog):
    people = [an_account(a_person(born_on=date(1959, 4, 15))) for _ in range(3)]
    bad = sorted(people)[0]
    real = jobs.end_rights

    def breaking(*, account_id, **words):
        if account_id == bad:
            raise RuntimeError("Ada Martel")
        return real(account_id=account_id, **words)

    monkeypatch.setattr(jobs, "end_rights", breaking)
    with pytest.raises(SomeFailed, match="1 of 3"):
        jobs.end_by_age(due=AT.isoformat())
    assert [state_of(each) for each in sorted(people)] == [AccountState.OPEN, *[AccountState.RETIRED] * 2]
    assert str(bad) in caplog.text
    assert "1959" not in caplog.text
    assert "datetime.date(" not in caplog.text
