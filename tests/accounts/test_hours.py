"""Public agents: hours credited and corrected, and their way into euros and back."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from tests.accounts.scenes import AGENT, AT, FINANCE, SYSTEM, a_year, an_account, broken, credited, holder_of, refused

from acquis import rules
from acquis.accounts import law as account_law
from acquis.accounts.actions import (
    close,
    convert_euros_to_hours,
    convert_hours_to_euros,
    credit_engagement,
    credit_hours,
    credit_service,
    grant_unfitness_hours,
    top_up,
    undo_service,
)
from acquis.accounts.models import Purse
from acquis.accounts.queries import counters, funding_facts, grants, rights, statement
from acquis.accounts.types import CounterReason, EngagementRow, GrantGround, PurseKind, Refusal
from acquis.kit import columns as kit
from acquis.kit.refusal import Refused
from acquis.ledger.actions import post
from acquis.ledger.queries import house_sums
from acquis.ledger.types import Code, House, Transfer, house
from acquis.rules import Engagement, Regime, WorkUnit
from acquis.rules import Refusal as LawRefusal

pytestmark = pytest.mark.django_db
TODAY = date(2026, 4, 15)
PUBLIC = {"regime": Regime.PUBLIC_AGENT, "unit": WorkUnit.SHARE, "worked": "1"}


def of_service(account, year=2025, **facts):
    return a_year(account, year, **PUBLIC | facts)


def hours_of(account):
    return next((each.posted for each in counters(account, on=TODAY) if each.kind is PurseKind.HOURS), 0) // 100


def done(*rows, by=SYSTEM):
    return credit_hours(rows=rows, by=by, at=AT)


def test_who_may_credit_hours():
    account = an_account()
    for by in (holder_of(account), AGENT):
        assert refused(done, of_service(account), by=by) == Refusal.NOT_ALLOWED
    assert hours_of(account) == 0


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"regime": Regime.EMPLOYEE}, Refusal.EUROS_KEPT_ELSEWHERE),
        ({"year": 2026}, Refusal.YEAR_NOT_OVER),
        ({"worked": "-1"}, Refusal.NUMBER_NOT_VALID),
        ({"reference": "0"}, Refusal.NUMBER_NOT_VALID),
        ({"year": 2019}, LawRefusal.DATE_NOT_COVERED),
        ({"unit": WorkUnit.HOURS}, LawRefusal.UNIT_NOT_ALLOWED),
    ],
)
def test_a_row_that_gives_no_hours_is_reported_and_costs_the_others_nothing(facts, reason):
    bad, good = an_account(), an_account()
    answer = done(of_service(bad, **facts), of_service(good))
    assert [(each.account_id, each.reason) for each in answer.refused] == [(bad, reason)]
    assert (hours_of(bad), hours_of(good)) == (0, 25)


def test_unknown_and_closed_accounts_are_reported():
    closed, unknown = an_account(), uuid4()
    close(account_id=closed, by=SYSTEM, at=AT)
    answer = done(of_service(closed), of_service(unknown), by=FINANCE)
    assert {each.account_id: each.reason for each in answer.refused} == {
        closed: Refusal.NOT_IN_THIS_STATE,
        unknown: Refusal.ACCOUNT_UNKNOWN,
    }


@pytest.mark.parametrize(
    ("facts", "hours"),
    [
        ({}, 25),
        ({"worked": "0.5"}, 25),
        ({"worked": "0.55", "is_part_time_post": True}, 14),
        ({"category_c_low_qualified": True}, 50),
        ({"worked": "0"}, 0),
    ],
)
def test_what_the_law_grants_in_hours(facts, hours):
    account = an_account()
    assert done(of_service(account, **facts)).granted_hours == hours
    assert hours_of(account) == hours
    assert house_sums()[house(House.HOURS_ISSUED)].balance_cents == -hours * 100
    assert not broken()


def test_years_fill_the_counter_up_to_its_ceiling_and_other_facts_correct_it():
    account = an_account()
    rows = [of_service(account, year) for year in range(2020, 2026)]
    assert done(*reversed(rows)).granted_hours == 150
    assert done(*rows).unchanged == 6
    # A raised year gives nothing more while the ceiling of the year is full, a lowered one takes back.
    lowered = done(of_service(account, 2025, worked="0.2", is_part_time_post=True))
    assert (lowered.corrected, lowered.taken_back_hours) == (1, 20)
    back = done(of_service(account, 2025))
    assert (back.corrected, back.granted_hours) == (1, 20)
    (counter,) = [each for each in counters(account, on=TODAY) if each.kind is PurseKind.HOURS]
    assert (counter.posted, counter.ceiling, counter.reason) == (15_000, 15_000, CounterReason.HOURS)
    assert not broken()


def test_hours_buy_nothing_and_are_in_no_sum_of_euros():
    account = an_account()
    done(of_service(account))
    held = rights(account, on=TODAY)
    assert (held.total_cents, [purse.kind for purse in held.purses]) == (0, [PurseKind.YEARLY])
    assert statement(account) == []
    assert funding_facts(account, on=TODAY).rights_cents == 0


# Unfitness --------------------------------------------------------------------------------------------------------


def unfit(account, hours=100, **changed):
    facts = {"account_id": account, "hours": hours, "advised_on": TODAY, "reference": "advice 1", "by": FINANCE}
    return grant_unfitness_hours(**facts | changed, at=AT)


def test_hours_of_prevention_are_outside_the_ceilings_and_have_their_own_most():
    account = an_account()
    assert refused(unfit, account, account_id=uuid4()) == Refusal.ACCOUNT_UNKNOWN
    assert refused(unfit, account, by=AGENT) == Refusal.NOT_ALLOWED
    assert refused(unfit, account, 0) == Refusal.AMOUNT_NOT_POSITIVE
    assert refused(unfit, account, advised_on=TODAY + timedelta(days=1)) == Refusal.DAY_TO_COME
    done(*(of_service(account, year) for year in range(2020, 2026)))
    assert unfit(account) == unfit(account) == 100
    assert refused(unfit, account, 50) == Refusal.REFERENCE_REUSED
    assert unfit(account, 100, reference="advice 2") == 50
    assert refused(unfit, account, 1, reference="advice 3") == Refusal.GROUND_NOT_MET
    assert hours_of(account) == 300
    close(account_id=account, by=SYSTEM, at=AT)
    assert refused(unfit, account) == Refusal.NOT_IN_THIS_STATE
    assert not broken()


# Conversions ------------------------------------------------------------------------------------------------------


def left(account, **changed):
    return convert_hours_to_euros(**{"account_id": account, "left_on": TODAY, "by": AGENT} | changed, at=AT)


def joined(account, **changed):
    facts = {"account_id": account, "joined_on": TODAY, "by": AGENT}
    return convert_euros_to_hours(**facts | changed, at=AT)


def test_leaving_the_public_service_turns_hours_into_euros_once():
    account = an_account()
    assert refused(left, account, account_id=uuid4(), by=SYSTEM) == Refusal.ACCOUNT_UNKNOWN
    for by in (holder_of(account), holder_of(an_account())):
        assert refused(left, account, by=by) == Refusal.NOT_ALLOWED
    assert refused(left, account, left_on=TODAY + timedelta(days=1)) == Refusal.DAY_TO_COME
    assert refused(left, account) == Refusal.NOTHING_TO_CONVERT
    done(of_service(account, 2024), of_service(account, 2025))
    assert left(account) == left(account) == 75_000
    assert hours_of(account) == 0
    assert rights(account, on=TODAY).available_cents == 75_000
    sums = house_sums()
    assert sums[house(House.RIGHTS_CONVERTED)].balance_cents == -75_000
    assert sums[house(House.HOURS_CONVERTED)].balance_cents == 5_000
    assert {(grant.kind, grant.amount, grant.ground) for grant in grants(account)} == {
        (PurseKind.HOURS, -5_000, GrantGround.HOURS_TO_EUROS),
        (PurseKind.YEARLY, 75_000, GrantGround.HOURS_TO_EUROS),
    }
    assert not broken()


def test_a_closed_account_converts_nothing():
    account = an_account()
    done(of_service(account))
    close(account_id=account, by=SYSTEM, at=AT)
    assert refused(left, account, by=SYSTEM) == Refusal.NOT_IN_THIS_STATE
    assert refused(joined, account, by=SYSTEM) == Refusal.NOT_IN_THIS_STATE


def test_joining_turns_euros_into_hours_each_counter_at_its_price():
    account = an_account()
    assert refused(joined, account, account_id=uuid4(), by=SYSTEM) == Refusal.ACCOUNT_UNKNOWN
    for by in (holder_of(account), holder_of(an_account())):
        assert refused(joined, account, by=by) == Refusal.NOT_ALLOWED
    assert refused(joined, account, joined_on=TODAY + timedelta(days=1)) == Refusal.DAY_TO_COME
    assert refused(joined, account) == Refusal.NOTHING_TO_CONVERT
    credited(a_year(account, 2024), a_year(account, 2025))
    row = EngagementRow(account_id=account, year=2025, activity=Engagement.CIVIC_SERVICE, amount="8")
    credit_engagement(row=row, by=SYSTEM, at=AT)
    top_up(account_id=account, kind=PurseKind.EMPLOYER, amount_cents=30_000, reference="t", by=SYSTEM, at=AT)
    # 1 000 € at 15 € are 67 hours, 240 € of engagement at 12 € are 20; what others paid stays money.
    assert joined(account) == joined(account) == 87
    assert hours_of(account) == 87
    assert rights(account, on=TODAY).total_cents == 30_000
    assert not broken()


def test_the_other_reading_caps_what_may_be_turned(monkeypatch):
    account = an_account()
    credited(*(a_year(account, year) for year in range(2019, 2026)))
    done(of_service(account, 2025))
    monkeypatch.setattr(
        account_law, "law_on", lambda day: rules.law_on(day, overrides={"hours_conversion_capped": True})
    )
    # 3 500 € would be 233 hours; 125 fit under 150, and 1 875 € are taken for them.
    assert joined(account) == 125
    assert hours_of(account) == 150
    assert rights(account, on=TODAY).available_cents == 350_000 - 187_500
    assert not broken()


def test_the_halves_of_an_hour_follow_the_law(monkeypatch):
    account = an_account()
    credited(a_year(account, worked="24.1"))  # 24.1 h of 1607 are 7.50 €
    assert rights(account, on=TODAY).available_cents == 750
    monkeypatch.setattr(account_law, "law_on", lambda day: rules.law_on(day, overrides={"half_hour_rounds": "down"}))
    with pytest.raises(Refused) as nothing:
        joined(account)
    assert nothing.value.reason == Refusal.NOTHING_TO_CONVERT
    monkeypatch.undo()
    assert joined(account) == 1


def used(account, hours):
    """What an agent has used with their employer."""
    (purse,) = [each.id for each in Purse.objects.filter(account_id=account, kind=PurseKind.HOURS)]
    taken = Transfer(
        owner=account,
        debit=purse,
        credit=house(House.HOURS_ISSUED),
        amount_cents=hours * 100,
        code=Code.CORRECTION,
        effective_on=TODAY,
        reference=f"used {account}",
    )
    post(transfers=[taken], by=SYSTEM, at=AT)


def test_a_run_credits_and_undoes_the_hours_of_some_agents():
    whole, spender, corrected = (an_account() for _ in range(3))
    rows = [of_service(each) for each in (whole, spender, corrected)]
    assert refused(credit_service, rows=rows, run=7, by=AGENT, at=AT) == Refusal.NOT_ALLOWED
    assert refused(undo_service, accounts=kit.uuids([whole]), undoes=7, run=8, by=AGENT, at=AT) == Refusal.NOT_ALLOWED
    given = credit_service(rows=rows, run=7, by=SYSTEM, at=AT)
    assert (given.moved_cents.tolist(), given.refused) == ([2_500] * 3, ())
    assert credit_service(rows=rows, run=8, by=SYSTEM, at=AT).unchanged == 3
    used(spender, 20)
    done(of_service(corrected, worked="0"))
    undone = undo_service(accounts=kit.uuids(sorted([whole, spender, corrected])), undoes=7, run=9, by=SYSTEM, at=AT)
    assert undone.moved_cents.tolist() == [-2_500, -500]
    assert undone.shortfall_cents.tolist() == [0, 2_000]
    assert [(row.account_id, row.reason) for row in undone.refused] == [(corrected, Refusal.CORRECTED_SINCE)]
    # Nothing stands any more: the same facts give the hours again.
    assert credit_service(rows=rows[:1], run=10, by=SYSTEM, at=AT).moved_cents.tolist() == [2_500]
    assert hours_of(whole) == 25
    assert broken() == []
