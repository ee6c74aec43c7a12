"""The right of elected officials: a mandate, an anniversary, a ceiling apart, and its end."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from tests.accounts.given import TODAY, TOMORROW, counter
from tests.accounts.scenes import AGENT, AT, FINANCE, SYSTEM, an_account, broken, holder_of, refused

from acquis.accounts import queries
from acquis.accounts.actions import (
    close,
    credit_elected,
    declare_mandate,
    end_mandate,
    join_accounts,
    lapse_elected,
    withdraw_grant,
)
from acquis.accounts.jobs import credit_elected_due, lapse_elected_due
from acquis.accounts.queries import funding_facts, rights, statement
from acquis.accounts.types import PurseKind, Refusal
from acquis.ledger.queries import house_sums
from acquis.ledger.types import House, house
from acquis.rules import Refusal as LawRefusal

pytestmark = pytest.mark.django_db


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
