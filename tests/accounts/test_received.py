"""What employers, courts, agreements and platforms pay: due or refused by its own facts, and once."""

from datetime import date

import pytest
from tests.accounts.given import TODAY, TOMORROW, everybody_else
from tests.accounts.scenes import AT, FINANCE, SYSTEM, a_year, an_account, broken, credited, refused

from acquis import rules
from acquis.accounts import law as account_law
from acquis.accounts.actions import (
    close,
    receive_agreement,
    receive_corrective,
    receive_dismissal,
    receive_platform,
    receive_whistleblower,
)
from acquis.accounts.queries import counters, grants, rights, statement
from acquis.accounts.types import GrantGround, Refusal
from acquis.ledger.types import Code
from acquis.rules import Refusal as LawRefusal

pytestmark = pytest.mark.django_db


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
