"""Rights that come otherwise than by a year of work: each by its own facts, once, on its own counter."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from tests.accounts.given import TODAY, TOMORROW, counter, engaged, everybody_else
from tests.accounts.scenes import AGENT, AT, FINANCE, SYSTEM, a_year, an_account, broken, credited, refused

from acquis.accounts.actions import (
    close,
    convert_hours_to_euros,
    convert_old_hours,
    convert_points,
    credit_hours,
    endow_accident,
    withdraw_grant,
)
from acquis.accounts.models import Grant, YearlyHours
from acquis.accounts.queries import funding_facts, grants, rights
from acquis.accounts.types import CounterReason, GrantGround, PurseKind, Refusal
from acquis.ledger.actions import post
from acquis.ledger.types import Code, House, Transfer, house
from acquis.rules import ComplementKind, Engagement, Regime, WorkUnit
from acquis.rules import Refusal as LawRefusal

pytestmark = pytest.mark.django_db


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
