"""Yearly credits: what the rule grants moves once, corrections move the difference, and why can be told."""

from datetime import UTC, date, datetime
from threading import Thread
from uuid import uuid4

import pytest
from django.db import connection, transaction
from tests.accounts.scenes import AGENT, APPROVER, AT, FINANCE, SYSTEM, a_year, an_account, credited, holder_of

from acquis.accounts.actions import close
from acquis.accounts.models import Account
from acquis.accounts.queries import credited_years, rights, statement, why
from acquis.accounts.types import Refusal
from acquis.accounts.years import Slice
from acquis.kit.refusal import Refused
from acquis.ledger.actions import post
from acquis.ledger.queries import house_sums
from acquis.ledger.types import Code, House, Transfer, house
from acquis.rules import Refusal as LawRefusal
from acquis.rules import Regime, WorkUnit
from acquis.site.invariants import verify

pytestmark = pytest.mark.django_db
TODAY = date(2026, 4, 15)


def available(account_id):
    return rights(account_id, on=TODAY).available_cents


def test_who_may_not():
    account = an_account()
    for by in (holder_of(account), AGENT, APPROVER):
        with pytest.raises(Refused) as refused:
            credited(a_year(account), by=by)
        assert refused.value.reason == Refusal.NOT_ALLOWED
    assert available(account) == 0


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"regime": Regime.PUBLIC_AGENT, "unit": WorkUnit.SHARE, "worked": "1"}, Refusal.HOURS_KEPT_ELSEWHERE),
        ({"year": 2026}, Refusal.YEAR_NOT_OVER),
        ({"worked": "-3"}, Refusal.NUMBER_NOT_VALID),
        ({"worked": "803.55555"}, Refusal.NUMBER_NOT_VALID),
        ({"reference": "0"}, Refusal.NUMBER_NOT_VALID),
        ({"year": 2018}, LawRefusal.DATE_NOT_COVERED),
        ({"unit": WorkUnit.MONTHS}, LawRefusal.UNIT_NOT_ALLOWED),
        ({"unit": WorkUnit.PAY, "worked": "2000000"}, LawRefusal.REFERENCE_REQUIRED),
        ({"regime": Regime.SELF_EMPLOYED, "unit": WorkUnit.MONTHS, "worked": "7"}, LawRefusal.CONTRIBUTION_UNKNOWN),
    ],
)
def test_a_row_that_cannot_be_credited_is_reported_and_costs_the_others_nothing(facts, reason):
    bad, good = an_account(), an_account()
    done = credited(a_year(bad, **facts), a_year(good))
    assert [(r.account_id, r.reason) for r in done.refused] == [(bad, reason)]
    assert available(bad) == 0
    assert available(good) == 50_000


def test_unknown_and_closed_accounts_are_reported():
    closed, unknown = an_account(), uuid4()
    close(account_id=closed, by=SYSTEM, at=AT)
    done = credited(a_year(closed), a_year(unknown))
    assert {r.account_id: r.reason for r in done.refused} == {
        closed: Refusal.NOT_IN_THIS_STATE,
        unknown: Refusal.ACCOUNT_UNKNOWN,
    }


@pytest.mark.parametrize(
    ("facts", "cents"),
    [
        ({}, 50_000),
        ({"worked": "803.5"}, 50_000),
        ({"worked": "803"}, 24_985),
        ({"low_qualified": True}, 80_000),
        ({"worked": "401.75", "oeth": True}, 42_500),
        ({"regime": Regime.SELF_EMPLOYED, "unit": WorkUnit.MONTHS, "worked": "7", "contribution_paid": True}, 29_167),
        ({"regime": Regime.ESAT, "worked": "1"}, 80_000),
    ],
)
def test_what_the_law_grants_is_credited_to_the_cent(facts, cents):
    account = an_account()
    done = credited(a_year(account, **facts), by=FINANCE)
    assert (done.credited, done.granted_cents) == (1, cents)
    (line,) = statement(account)
    assert (line.amount_cents, line.code, line.why_year) == (cents, Code.YEARLY_CREDIT, 2025)
    assert house_sums()[house(House.RIGHTS_ISSUED)].balance_cents == -cents


def test_the_same_facts_twice_move_nothing():
    account = an_account()
    rows = [a_year(account, year) for year in (2023, 2024, 2025)]
    assert credited(*rows).credited == 3
    again = credited(*reversed(rows))
    assert (again.credited, again.corrected, again.unchanged) == (0, 0, 3)
    assert available(account) == 150_000
    assert len(statement(account)) == 3


def test_a_corrected_fact_is_a_new_movement_up_or_down():
    account = an_account()
    credited(a_year(account, worked="803"))
    up = credited(a_year(account, worked="1607"))
    assert (up.corrected, up.granted_cents) == (1, 25_015)
    down = credited(a_year(account, worked="160"))
    assert (down.corrected, down.taken_back_cents) == (1, 50_000 - 4_979)
    assert [line.amount_cents for line in statement(account)] == [-45_021, 25_015, 24_985]
    assert available(account) == 4_979
    told = why(account, 2025)
    assert told.granted_cents == 4_979
    assert (told.regimes[0].version, told.regimes[0].worked) == (3, "160")


def test_the_ceiling_cuts_and_the_year_says_so():
    account = an_account()
    years = [a_year(account, year, low_qualified=False, worked="1607") for year in range(2019, 2026)]
    for _ in range(1):
        credited(*years)
    assert available(account) == 350_000
    other = an_account()
    credited(*[a_year(other, year, low_qualified=True) for year in range(2019, 2025)])  # 4 800 €
    credited(a_year(other, 2025))  # 200 € of room under 5 000 €
    (last,) = why(other, 2025).regimes
    assert (last.earned_cents, last.moved_cents, last.ceiling_cents) == (50_000, 20_000, 500_000)
    assert last.working["room_cents"] == 20_000


def test_two_regimes_in_one_year_give_one_amount_the_most_favourable():
    account = an_account()
    credited(a_year(account, worked="803"))
    credited(a_year(account, regime=Regime.SELF_EMPLOYED, unit=WorkUnit.MONTHS, worked="12", contribution_paid=True))
    assert available(account) == 50_000
    assert [line.amount_cents for line in statement(account)] == [25_015, 24_985]
    assert why(account, 2025).granted_cents == 50_000


def test_why_gives_the_working_and_the_articles():
    account = an_account()
    credited(a_year(account, worked="803"))
    told = why(account, 2025)
    (regime,) = told.regimes
    assert regime.working["full_cents"] == 50_000
    assert regime.working["granted_cents"] == 24_985
    articles = {article.parameter: article for article in regime.articles}
    assert articles["employee_cents"].value == "50000"
    assert "L6323-11" in articles["employee_cents"].article
    assert "low_qualified_cents" not in articles
    assert why(account, 2024) is None
    assert credited_years(account) == [(2025, 24_985)]


def test_a_holder_sees_their_own_account_only():
    mine, other = an_account(), an_account()
    credited(a_year(mine), a_year(other))
    me = holder_of(mine)
    assert rights(mine, on=TODAY, by=me).available_cents == 50_000
    assert rights(other, on=TODAY, by=me) is None
    assert statement(other, by=me) == []
    assert why(other, 2025, by=me) is None


def test_many_rows_make_one_movement_each():
    accounts = [an_account(at=datetime(2026, 1, 1, tzinfo=UTC)) for _ in range(20)]
    done = credited(*[a_year(account, year) for account in accounts for year in (2024, 2025)])
    assert (done.credited, done.granted_cents) == (40, 40 * 50_000)
    assert all(available(account) == 100_000 for account in accounts)


def test_numbers_are_kept_exactly_and_written_back():
    account = an_account()
    credited(a_year(account, worked="803,50", reference="1582.0625"))
    (regime,) = why(account, 2025).regimes
    assert (regime.worked, regime.reference) == ("803.5", "1582.0625")
    assert credited(a_year(account, worked="803.5", reference="1582.0625")).unchanged == 1


def spend(account, cents, reference):
    """Another connection takes money from the yearly purse, and commits."""
    purse = rights(account, on=TODAY).purses[0].id
    taken = Transfer(
        owner=account,
        debit=purse,
        credit=house(House.COMMITMENTS),
        amount_cents=cents,
        code=Code.COMMITMENT,
        effective_on=TODAY,
        reference=reference,
    )

    def run():
        try:
            post(transfers=[taken], by=SYSTEM, at=AT)
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    thread.join()


@pytest.mark.django_db(transaction=True)
def test_a_purchase_made_while_rights_are_taken_back_costs_its_own_row_only():
    """The slice has read the balances; a holder buys; the slice writes. One row takes less, the others all."""
    accounts = [an_account() for _ in range(7)]
    credited(*[a_year(account) for account in accounts])
    buyer = accounts[3]
    with transaction.atomic():
        slice_ = Slice(Account.objects.filter(pk__in=accounts), [2025], run=None, at=AT)
        for account in accounts:
            slice_.credit(a_year(account, worked="160"))
        spend(buyer, 20_000, "bought meanwhile")
        slice_.write(by=SYSTEM, at=AT)
    done = slice_.done()
    assert (done.taken_back_cents, done.shortfall_cents) == (6 * 45_021 + 30_000, 15_021)
    assert {account: available(account) for account in accounts} == dict.fromkeys(accounts, 4_979) | {buyer: 0}
    (regime,) = why(buyer, 2025).regimes
    assert regime.shortfall_cents == 15_021
    assert why(buyer, 2025).granted_cents == 20_000
    assert not [finding for found in verify(("accounts", "ledger")).values() for finding in found]
