"""Rights that come otherwise than by a year of work: each by its own facts, once, on its own counter."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from tests.accounts.scenes import AGENT, AT, FINANCE, SYSTEM, a_year, an_account, broken, credited, holder_of, refused

from acquis import rules
from acquis.accounts import law as account_law
from acquis.accounts import queries
from acquis.accounts.actions import (
    close,
    convert_hours_to_euros,
    convert_old_hours,
    convert_points,
    credit_elected,
    credit_engagement,
    credit_hours,
    declare_mandate,
    end_mandate,
    endow_accident,
    join_accounts,
    lapse_elected,
    receive_agreement,
    receive_corrective,
    receive_dismissal,
    receive_platform,
    receive_whistleblower,
    withdraw_grant,
)
from acquis.accounts.jobs import credit_elected_due, lapse_elected_due
from acquis.accounts.models import Grant, YearlyHours
from acquis.accounts.queries import counters, funding_facts, grants, rights, statement
from acquis.accounts.types import CounterReason, EngagementRow, GrantGround, PurseKind, Refusal
from acquis.ledger.actions import post
from acquis.ledger.queries import house_sums
from acquis.ledger.types import Code, House, Transfer, house
from acquis.rules import ComplementKind, Engagement, Regime, WorkUnit
from acquis.rules import Refusal as LawRefusal

pytestmark = pytest.mark.django_db
TODAY = date(2026, 4, 15)
TOMORROW = TODAY + timedelta(days=1)


def counter(account, kind):
    return next((each for each in counters(account, on=TODAY) if each.kind is kind), None)


def everybody_else(call, account):
    """Refusals that every grant begins with: the account, who asks, its state."""
    assert refused(call, account_id=uuid4()) == Refusal.ACCOUNT_UNKNOWN
    for by in (AGENT, holder_of(account)):
        assert refused(call, by=by) == Refusal.NOT_ALLOWED


# Volunteers -------------------------------------------------------------------------------------------------------


def engaged(account, activity=Engagement.CIVIC_SERVICE, year=2025, amount="8", by=FINANCE, **facts):
    row = EngagementRow(account_id=account, year=year, activity=activity, amount=amount, **facts)
    return credit_engagement(row=row, by=by, at=AT)


def test_a_year_of_engagement_has_its_own_counter():
    account = an_account()
    assert refused(engaged, uuid4()) == Refusal.ACCOUNT_UNKNOWN
    assert refused(engaged, account, by=AGENT) == Refusal.NOT_ALLOWED
    assert engaged(account) == engaged(account) == 24_000
    assert refused(engaged, account, amount="9") == Refusal.REFERENCE_REUSED
    assert refused(engaged, account, year=2027) == Refusal.DAY_TO_COME
    assert refused(engaged, account, Engagement.MILITARY_RESERVE, amount="89") == LawRefusal.THRESHOLD_NOT_REACHED
    assert engaged(account, Engagement.MILITARY_RESERVE, amount="90") == 24_000
    assert engaged(account, Engagement.HEALTH_RESERVE, amount="30") == 24_000
    # The counter is full: the fact is kept, nothing moves.
    assert engaged(account, Engagement.APPRENTICE_MENTOR, amount="7.5") == 0
    held = counter(account, PurseKind.CEC)
    assert (held.posted, held.ceiling, held.reason) == (72_000, 72_000, CounterReason.CEC)
    assert funding_facts(account, on=TODAY).rights_cents == 72_000
    assert len(grants(account)) == 4
    close(account_id=account, by=SYSTEM, at=AT)
    assert refused(engaged, account, year=2024) == Refusal.NOT_IN_THIS_STATE
    assert not broken()


def test_voluntary_work_waits_for_the_association():
    account = an_account()
    facts = {
        "hours_in_one_association": "120",
        "association_declared_on": date(2010, 1, 1),
        "declared_on": date(2026, 4, 1),
    }
    assert refused(engaged, account, Engagement.VOLUNTARY_WORK, amount="200.5", **facts) == (
        LawRefusal.NOT_CONFIRMED_IN_TIME
    )
    assert engaged(account, Engagement.VOLUNTARY_WORK, amount="200.5", **facts, confirmed_on=TODAY) == 24_000


# Prevention points and accidents ----------------------------------------------------------------------------------


def test_points_become_euros_that_complete_a_purchase():
    account = an_account()

    def points(**changed):
        return convert_points(
            **{"account_id": account, "points": 10, "reference": "c2p 1", "by": FINANCE} | changed, at=AT
        )

    everybody_else(points, account)
    assert refused(points, points=0) == Refusal.AMOUNT_NOT_POSITIVE
    assert points() == points() == 500_000
    assert refused(points, points=11) == Refusal.REFERENCE_REUSED
    facts = funding_facts(account, on=TODAY)
    assert facts.rights_cents == 0
    assert [(each.kind, each.amount_cents) for each in facts.complements] == [(ComplementKind.C2P, 500_000)]
    assert rights(account, on=TODAY).top_ups_cents == 500_000
    close(account_id=account, by=SYSTEM, at=AT)
    assert refused(points) == Refusal.NOT_IN_THIS_STATE
    assert not broken()


ACCIDENT = {
    "accident": "2024-17",
    "incapacity_percent": 12,
    "notified_on": date(2025, 3, 1),
    "requested_on": TODAY,
    "notice_says_delay": True,
    "project_attested": True,
}


def test_an_accident_gives_once():
    account = an_account()

    def endowed(**changed):
        return endow_accident(**{"account_id": account, "by": FINANCE} | ACCIDENT | changed, at=AT)

    everybody_else(endowed, account)
    assert refused(endowed, requested_on=TOMORROW) == Refusal.DAY_TO_COME
    assert refused(endowed) == LawRefusal.ACCOUNT_EMPTY
    credited(a_year(account))
    assert refused(endowed, incapacity_percent=9) == LawRefusal.INCAPACITY_TOO_LOW
    assert endowed() == endowed() == 750_000
    assert refused(endowed, incapacity_percent=13) == Refusal.REFERENCE_REUSED
    assert endowed(accident="2025-3") == 750_000
    assert [each.amount_cents for each in funding_facts(account, on=TODAY).complements] == [1_500_000]
    close(account_id=account, by=SYSTEM, at=AT)
    assert refused(endowed) == Refusal.NOT_IN_THIS_STATE
    assert not broken()


# Employers, courts, platforms -------------------------------------------------------------------------------------

REVIEW = {
    "reviewed_on": date(2025, 2, 3),
    "company_staff": 80,
    "years_present": 6,
    "interviews_held": 1,
    "training_followed": False,
    "hired_in_period": False,
    "agreement_on_rhythm": False,
}


def payment(act, account, **facts):
    def call(**changed):
        base = {"account_id": account, "label": "Ma société", "reference": "payment 1", "by": FINANCE}
        return act(**base | facts | changed, at=AT)

    return call


def test_the_corrective_payment_is_due_or_refused():
    account = an_account()
    paid = payment(lambda **given: receive_corrective(**given), account, **REVIEW)
    everybody_else(paid, account)
    assert refused(paid, reviewed_on=TOMORROW) == Refusal.DAY_TO_COME
    assert refused(paid, company_staff=49) == LawRefusal.STAFF_TOO_SMALL
    assert refused(paid, training_followed=True) == LawRefusal.DUTIES_FULFILLED
    new = {"reviewed_on": date(2026, 1, 5), "reference": "payment 2"}
    assert refused(paid, **new) == LawRefusal.REVIEW_NOT_DUE
    assert paid() == paid()
    assert refused(paid, interviews_held=0) == Refusal.REFERENCE_REUSED
    # The same review in a company whose agreement keeps the former rhythm.
    assert paid(**new, agreement_on_rhythm=True) != paid()
    assert rights(account, on=TODAY).top_ups_cents == 600_000
    assert {each.ground for each in grants(account)} == {GrantGround.CORRECTIVE}
    assert [line.code for line in statement(account)] == [Code.TOP_UP] * 2
    close(account_id=account, by=SYSTEM, at=AT)
    assert refused(paid) == Refusal.NOT_IN_THIS_STATE
    assert not broken()


def test_a_dismissal_brings_the_least_or_more():
    account = an_account()
    facts = {"amount_cents": 350_000, "notified_on": date(2026, 3, 1), "sent_on": date(2026, 3, 20)}
    paid = payment(lambda **given: receive_dismissal(**given), account, **facts)
    everybody_else(paid, account)
    assert refused(paid, sent_on=TOMORROW) == Refusal.DAY_TO_COME
    assert refused(paid, amount_cents=299_999) == LawRefusal.AMOUNT_BELOW_LEAST
    assert paid() == paid()
    (grant,) = grants(account)
    assert (grant.amount, grant.working["is_late"], grant.working["data_due_by"]) == (350_000, True, "2026-03-16")
    close(account_id=account, by=SYSTEM, at=AT)
    assert refused(paid) == Refusal.NOT_IN_THIS_STATE
    assert not broken()


def test_a_whistleblower_is_brought_to_the_ceiling():
    account = an_account()
    paid = payment(
        lambda **given: receive_whistleblower(**given), account, ordered_cents=800_000, decided_on=date(2026, 2, 1)
    )
    everybody_else(paid, account)
    assert refused(paid, ordered_cents=0) == Refusal.AMOUNT_NOT_POSITIVE
    assert refused(paid, decided_on=TOMORROW) == Refusal.DAY_TO_COME
    assert refused(paid, decided_on=date(2022, 12, 29)) == LawRefusal.DATE_NOT_COVERED
    credited(a_year(account))
    assert paid() == paid()
    assert rights(account, on=TODAY).total_cents == 800_000
    assert refused(paid, reference="payment 2") == Refusal.GROUND_NOT_MET
    close(account_id=account, by=SYSTEM, at=AT)
    assert refused(paid) == Refusal.NOT_IN_THIS_STATE
    assert not broken()


def test_an_agreement_is_credited_on_receipt_and_has_no_ceiling():
    account = an_account()
    paid = payment(
        lambda **given: receive_agreement(**given), account, amount_cents=900_000, year=2025, agreement="T07525000001"
    )
    everybody_else(paid, account)
    assert refused(paid, amount_cents=0) == Refusal.AMOUNT_NOT_POSITIVE
    assert refused(paid, year=2027) == Refusal.DAY_TO_COME
    assert paid() == paid()
    top_ups = counters(account, on=TODAY)[-1]
    assert (top_ups.kind, top_ups.posted, top_ups.ceiling) == (None, 900_000, None)
    close(account_id=account, by=SYSTEM, at=AT)
    assert refused(paid) == Refusal.NOT_IN_THIS_STATE
    assert not broken()


def test_a_platform_pays_nothing_until_a_decree(monkeypatch):
    account = an_account()
    paid = payment(lambda **given: receive_platform(**given), account, year=2025)
    everybody_else(paid, account)
    assert refused(paid) == LawRefusal.NOT_FIXED_YET
    monkeypatch.setattr(
        account_law, "law_on", lambda day: rules.law_on(day, overrides={"platform_worker_top_up": 20_000})
    )
    assert paid() == paid()
    assert rights(account, on=TODAY).top_ups_cents == 20_000
    close(account_id=account, by=SYSTEM, at=AT)
    assert refused(paid) == Refusal.NOT_IN_THIS_STATE


# Old hours --------------------------------------------------------------------------------------------------------


def test_old_hours_only_if_they_were_declared_in_time():
    account = an_account()

    def old(**changed):
        base = {"account_id": account, "hours": "96.5", "declared_on": date(2021, 6, 30), "by": FINANCE}
        return convert_old_hours(**base | changed, at=AT)

    everybody_else(old, account)
    assert refused(old, declared_on=TOMORROW) == Refusal.DAY_TO_COME
    assert refused(old, hours="x") == Refusal.NUMBER_NOT_VALID
    assert refused(old, hours="0") == Refusal.AMOUNT_NOT_POSITIVE
    assert refused(old, declared_on=date(2021, 7, 1)) == Refusal.DECLARATION_CLOSED
    assert old() == old() == 144_750
    assert refused(old, hours="100") == Refusal.REFERENCE_REUSED
    assert counter(account, PurseKind.DIF).posted == 144_750
    close(account_id=account, by=SYSTEM, at=AT)
    assert refused(old) == Refusal.NOT_IN_THIS_STATE
    assert not broken()


# Elected officials ------------------------------------------------------------------------------------------------

ROUND = date(2020, 3, 15)


def in_office(account, first_round_on=ROUND, by=AGENT):
    return declare_mandate(account_id=account, first_round_on=first_round_on, by=by, at=AT)


def anniversary(account, year, by=FINANCE, at=AT):
    return credit_elected(account_id=account, year=year, by=by, at=at)


def test_a_mandate_is_written_once_by_an_agent():
    account = an_account()
    assert refused(in_office, uuid4()) == Refusal.ACCOUNT_UNKNOWN
    assert refused(in_office, account, by=holder_of(account)) == Refusal.NOT_ALLOWED
    assert refused(in_office, account, TOMORROW) == Refusal.DAY_TO_COME
    mandate = in_office(account)
    assert mandate == in_office(account)

    def ended(**changed):
        return end_mandate(**{"mandate_id": mandate, "ended_on": TODAY, "by": AGENT} | changed, at=AT)

    assert refused(ended, mandate_id=uuid4()) == Refusal.MANDATE_UNKNOWN
    assert refused(ended, by=FINANCE) == Refusal.NOT_ALLOWED
    assert refused(ended, ended_on=TOMORROW) == Refusal.DAY_TO_COME
    assert refused(ended, ended_on=date(2020, 3, 14)) == Refusal.PERIOD_REVERSED
    ended()
    ended()
    close(account_id=account, by=SYSTEM, at=AT)
    assert refused(in_office, account) == Refusal.NOT_IN_THIS_STATE


def test_each_anniversary_gives_once_whatever_the_mandates_up_to_a_ceiling_apart():
    account = an_account()
    assert refused(anniversary, uuid4(), 2022) == Refusal.ACCOUNT_UNKNOWN
    assert refused(anniversary, account, 2022, by=AGENT) == Refusal.NOT_ALLOWED
    assert refused(anniversary, account, 2022) == Refusal.GROUND_NOT_MET
    in_office(account)
    in_office(account, date(2021, 6, 20))
    assert refused(anniversary, account, 2020) == Refusal.GROUND_NOT_MET
    assert refused(anniversary, account, 2021) == LawRefusal.DATE_NOT_COVERED
    assert refused(anniversary, account, 2027) == Refusal.DAY_TO_COME
    assert anniversary(account, 2022) == anniversary(account, 2022) == 40_000
    assert anniversary(account, 2023) == 40_000
    assert anniversary(account, 2024) == 0
    held = counter(account, PurseKind.ELECTED)
    assert (held.posted, held.ceiling) == (80_000, 80_000)
    # Never mixed with the account.
    assert rights(account, on=TODAY).total_cents == 0
    assert statement(account) == []
    assert funding_facts(account, on=TODAY).own_purses[0].available_cents == 0
    assert not broken()


def test_the_calendar_credits_and_takes_back():
    account = an_account()
    mandate = in_office(account)
    assert credit_elected_due(due=AT.isoformat()) == 1
    assert credit_elected_due(due=AT.isoformat()) == 0
    assert counter(account, PurseKind.ELECTED).posted == 40_000
    later = AT + timedelta(days=200)

    def lapsed(**changed):
        return lapse_elected(**{"account_id": account, "by": SYSTEM, "at": later} | changed)

    assert refused(lapsed, account_id=uuid4()) == Refusal.ACCOUNT_UNKNOWN
    assert refused(lapsed, by=AGENT) == Refusal.NOT_ALLOWED
    assert refused(lapsed, account_id=an_account()) == Refusal.MANDATE_UNKNOWN
    assert refused(lapsed) == Refusal.NOT_EXPIRED
    end_mandate(mandate_id=mandate, ended_on=date(2026, 4, 14), by=AGENT, at=AT)
    assert refused(lapsed, at=AT + timedelta(days=182)) == Refusal.NOT_EXPIRED  # 14 October is the last day
    assert lapse_elected_due(due=later.isoformat()) == 1
    assert lapse_elected_due(due=later.isoformat()) == 0
    assert lapsed() == 0
    assert house_sums()[house(House.LAPSED_RIGHTS)].balance_cents == 40_000
    close(account_id=account, by=SYSTEM, at=AT)
    assert refused(anniversary, account, 2025) == Refusal.NOT_IN_THIS_STATE
    assert not broken()


# Taken back -------------------------------------------------------------------------------------------------------


def test_a_grant_on_wrong_facts_is_taken_back_as_far_as_it_is_there():
    account = an_account()
    engaged(account)
    (grant,) = grants(account)

    def withdrawn(**changed):
        return withdraw_grant(**{"reference": grant.reference, "reason": "Erreur", "by": FINANCE} | changed, at=AT)

    assert refused(withdrawn, reference="none") == Refusal.GRANT_UNKNOWN
    assert refused(withdrawn, by=AGENT) == Refusal.NOT_ALLOWED
    assert refused(withdrawn, reason=" ") == Refusal.REASON_MISSING
    purse = next(each.id for each in rights(account, on=TODAY).purses if each.kind is PurseKind.CEC)
    spent = Transfer(
        owner=account,
        debit=purse,
        credit=house(House.COMMITMENTS),
        amount_cents=10_000,
        code=Code.COMMITMENT,
        effective_on=TODAY,
        reference="spent",
    )
    post(transfers=[spent], by=SYSTEM, at=AT)
    assert withdrawn() == withdrawn() == 14_000
    assert counter(account, PurseKind.CEC).posted == 0
    assert grants(account)[0].withdrawn_on == TODAY
    assert not [each for each in broken() if "enrolments" not in each]


def test_a_right_withdrawn_is_given_no_more_and_may_be_given_again_on_right_facts():
    account = an_account()
    engaged(account)
    withdraw_grant(reference=grants(account)[0].reference, reason="Erreur", by=FINANCE, at=AT)
    assert counter(account, PurseKind.CEC).posted == 0
    # Asked again, it is not said to be given: it is given, on these facts or on others.
    assert engaged(account) == 24_000
    assert engaged(account) == 24_000
    assert counter(account, PurseKind.CEC).posted == 24_000
    assert not broken()


def test_a_reference_of_others_that_was_withdrawn_is_refused():
    account = an_account()
    asked = {"account_id": account, "points": 2, "reference": "C2P-1", "by": SYSTEM, "at": AT}
    convert_points(**asked)
    withdraw_grant(reference="C2P-1", reason="Erreur", by=FINANCE, at=AT)
    assert refused(convert_points, **asked) == Refusal.GRANT_WITHDRAWN
    assert convert_points(**asked | {"reference": "C2P-2"}) > 0


def test_the_right_of_an_anniversary_withdrawn_is_not_given_again_at_night():
    account = an_account()
    declare_mandate(account_id=account, first_round_on=date(2020, 3, 15), by=AGENT, at=AT)
    assert credit_elected_due(due=AT.isoformat()) == 1
    withdraw_grant(reference=f"elected 2026 {account}", reason="Erreur", by=FINANCE, at=AT)
    assert credit_elected_due(due=AT.isoformat()) == 0
    assert counter(account, PurseKind.ELECTED).posted == 0
    assert credit_elected(account_id=account, year=2026, by=FINANCE, at=AT) == 40_000
    assert counter(account, PurseKind.ELECTED).posted == 40_000


def test_an_elected_official_with_two_accounts_is_one():
    kept, joined, alone = sorted(an_account() for _ in range(3))
    for account in (kept, joined, alone):
        declare_mandate(account_id=account, first_round_on=date(2020, 3, 15), by=AGENT, at=AT)
    ends = [queries.own_declarations(account).mandates[0].id for account in (kept, joined)]
    join_accounts(kept_id=kept, joined_id=joined, joining_id=UUID(int=1), by=SYSTEM, at=AT)
    assert credit_elected_due(due=AT.isoformat()) == 2
    assert [counter(account, PurseKind.ELECTED).posted for account in (kept, alone)] == [40_000] * 2
    assert counter(joined, PurseKind.ELECTED) is None
    # One mandate of the two goes on: nothing is lost.
    end_mandate(mandate_id=ends[0], ended_on=date(2026, 4, 14), by=AGENT, at=AT)
    later = (AT + timedelta(days=200)).isoformat()
    assert lapse_elected_due(due=later) == 0
    end_mandate(mandate_id=ends[1], ended_on=date(2026, 4, 14), by=AGENT, at=AT)
    assert lapse_elected_due(due=later) == 1


def test_what_comes_after_a_lapse_lapses_in_its_turn():
    account = an_account()
    declare_mandate(account_id=account, first_round_on=date(2020, 3, 15), by=AGENT, at=AT)
    credit_elected(account_id=account, year=2025, by=FINANCE, at=AT)
    end_mandate(
        mandate_id=queries.own_declarations(account).mandates[0].id, ended_on=date(2026, 4, 14), by=AGENT, at=AT
    )
    later = AT + timedelta(days=200)
    assert lapse_elected_due(due=later.isoformat()) == 1
    # The anniversary of 2026 came before the end, and is credited late.
    credit_elected(account_id=account, year=2026, by=FINANCE, at=later)
    assert lapse_elected_due(due=(later + timedelta(days=1)).isoformat()) == 1
    assert counter(account, PurseKind.ELECTED).posted == 0
    assert not broken()


# Invariants -------------------------------------------------------------------------------------------------------


def test_what_is_planted_is_found():
    account = an_account()
    engaged(account)
    credit_hours(rows=[a_year(account, regime=Regime.PUBLIC_AGENT, unit=WorkUnit.SHARE, worked="1")], by=SYSTEM, at=AT)
    assert not broken()
    Grant.objects.update(amount=1)
    assert any("the ledger has not this movement" in each for each in broken())
    Grant.objects.update(amount=24_000)
    YearlyHours.objects.update(moved_hours=24)
    assert any("credit of hours" in each for each in broken())
    YearlyHours.objects.update(moved_hours=25)
    Grant.objects.filter(ground=GrantGround.ENGAGEMENT).update(transfer_reference="elsewhere")
    assert any("a grant without its facts" in each for each in broken())


def test_hours_once_converted_are_not_there_for_another_leaving():
    account = an_account()
    rows = [a_year(account, year, regime=Regime.PUBLIC_AGENT, unit=WorkUnit.SHARE, worked="1") for year in (2024, 2025)]
    credit_hours(rows=rows, by=SYSTEM, at=AT)
    first = convert_hours_to_euros(account_id=account, left_on=TODAY, by=SYSTEM, at=AT)
    other_day = TODAY - timedelta(days=1)
    assert first == 75_000
    assert refused(convert_hours_to_euros, account_id=account, left_on=other_day, by=SYSTEM, at=AT) == (
        Refusal.NOTHING_TO_CONVERT
    )
