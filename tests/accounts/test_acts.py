"""Opening, topping up, situations, freezing, closing, lapsing: refusals in order, then what each does."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from tests.accounts.scenes import AGENT, APPROVER, AT, FINANCE, SYSTEM, a_year, an_account, credited, holder_of

from acquis.accounts import checks, jobs, queries
from acquis.accounts.actions import (
    close,
    freeze,
    lapse_purse,
    open_account,
    open_accounts,
    open_purse,
    set_situation,
    top_up,
    unfreeze,
)
from acquis.accounts.models import Account, Purse
from acquis.accounts.types import FUNDED_KINDS, AccountState, PurseKind, Refusal, Situation
from acquis.kit.actor import Actor, Role
from acquis.kit.refusal import Refused
from acquis.ledger.actions import reserve
from acquis.ledger.queries import house_sums
from acquis.ledger.types import Code, House, Transfer, house
from acquis.rules import PurseKind as LawKind

pytestmark = pytest.mark.django_db
TODAY = date(2026, 4, 15)


def refused(act, **arguments):
    with pytest.raises(Refused) as refusal:
        act(**arguments)
    return refusal.value.reason


def sound():
    every = (
        checks.purses_of_accounts, checks.purses_are_guarded, checks.years_equal_the_ledger,
        checks.top_ups_equal_the_ledger,
    )  # fmt: skip
    return [sentence for check in every for sentence in check()]


def topped_up(account, amount_cents=20_000, *, kind=PurseKind.EMPLOYER, reference=None, by=SYSTEM, at=AT, **more):
    return top_up(
        account_id=account,
        kind=kind,
        amount_cents=amount_cents,
        reference=reference or str(uuid4()),
        by=by,
        at=at,
        **more,
    )


# Opening ----------------------------------------------------------------------------------------------------------


def test_opening_twice_is_one_account():
    person = uuid4()
    holder = Actor(roles=frozenset({Role.HOLDER}), id=person)
    first = open_account(person_id=person, by=holder, at=AT)
    assert open_account(person_id=person, by=SYSTEM, at=AT) == first
    assert queries.account_of(person) == first
    assert queries.person_of(first) == person
    assert [purse.kind for purse in queries.rights(first, on=TODAY).purses] == [PurseKind.YEARLY]
    assert not sound()


def test_nobody_opens_somebody_else_s_account():
    assert refused(open_account, person_id=uuid4(), by=FINANCE, at=AT) == Refusal.NOT_ALLOWED
    assert refused(open_account, person_id=uuid4(), by=holder_of(uuid4()), at=AT) == Refusal.NOT_ALLOWED
    assert refused(open_accounts, person_ids=[uuid4()], by=holder_of(uuid4()), at=AT) == Refusal.NOT_ALLOWED


def test_many_are_opened_at_once_and_those_who_have_one_keep_it():
    known = uuid4()
    kept = open_account(person_id=known, by=SYSTEM, at=AT)
    people = [known, *(uuid4() for _ in range(10))]
    opened = open_accounts(person_ids=people, by=SYSTEM, at=AT)
    assert opened[known] == kept
    assert len(set(opened.values())) == 11
    assert open_accounts(person_ids=people, by=SYSTEM, at=AT) == opened
    assert not sound()


# Topping up -------------------------------------------------------------------------------------------------------


def test_topping_up_refused_in_order():
    account, closed = an_account(), an_account()
    close(account_id=closed, by=SYSTEM, at=AT)
    assert refused(topped_up, account=uuid4()) == Refusal.ACCOUNT_UNKNOWN
    for by in (holder_of(account), AGENT, APPROVER):
        assert refused(topped_up, account=account, by=by) == Refusal.NOT_ALLOWED
    assert refused(topped_up, account=closed, amount_cents=0) == Refusal.NOT_IN_THIS_STATE
    assert refused(topped_up, account=account, amount_cents=0) == Refusal.AMOUNT_NOT_POSITIVE
    for kind in (PurseKind.YEARLY, PurseKind.CREDIT_NOTE):
        assert refused(topped_up, account=account, kind=kind) == Refusal.PURSE_NOT_FOR_TOP_UPS
    assert refused(topped_up, account=account, certifications=[]) == Refusal.RESERVED_TO_NOTHING
    reserved_right = {"kind": PurseKind.DIF, "expires_on": TODAY}
    assert refused(topped_up, account=account, **reserved_right) == Refusal.PURSE_NOT_FOR_TOP_UPS
    topped_up(account, reference="one")
    assert refused(topped_up, account=account, amount_cents=1, reference="one") == Refusal.REFERENCE_REUSED
    yesterday = TODAY - timedelta(days=1)
    assert refused(topped_up, account=account, expires_on=yesterday) == Refusal.ALREADY_EXPIRED
    assert queries.rights(account, on=TODAY).top_ups_cents == 20_000


def test_each_payment_keeps_its_own_conditions_and_the_same_payment_is_once():
    account = an_account()
    first = topped_up(
        account,
        30_000,
        reference="a",
        label="Ma société",
        certifications=["RS2", "RNCP1"],
        expires_on=date(2026, 12, 31),
    )
    again = topped_up(
        account,
        30_000,
        reference="a",
        label="Ma société",
        certifications=["RNCP1", "RS2"],
        expires_on=date(2026, 12, 31),
    )
    second = topped_up(account, 5_000, reference="b", label="Ma société")
    assert first == again != second
    facts = queries.funding_facts(account, on=TODAY)
    assert {(p.kind, p.amount_cents, p.certifications, p.expires_on) for p in facts.purses} == {
        (LawKind.EMPLOYER, 30_000, ("RNCP1", "RS2"), date(2026, 12, 31)),
        (LawKind.EMPLOYER, 5_000, None, None),
    }
    assert house_sums()[house(House.TOP_UPS_RECEIVED)].balance_cents == -35_000
    assert not sound()


def test_old_rights_all_go_to_one_purse_and_count_as_the_holder_s_own():
    account = an_account()
    credited(a_year(account))
    assert topped_up(account, 100_000, kind=PurseKind.DIF) == topped_up(account, 80_000, kind=PurseKind.DIF)
    facts = queries.funding_facts(account, on=TODAY)
    assert facts.rights_cents == 230_000
    assert [(p.kind, p.available_cents) for p in facts.own_purses] == [
        (PurseKind.YEARLY, 50_000), (PurseKind.DIF, 180_000),
    ]  # fmt: skip
    assert facts.purses == ()
    assert house_sums()[house(House.RIGHTS_ISSUED)].balance_cents == -230_000


def test_the_words_of_purses_are_those_of_the_law():
    assert {kind.value for kind in FUNDED_KINDS} == {kind.value for kind in LawKind}


def test_what_is_reserved_is_no_longer_available():
    account = an_account()
    credited(a_year(account))
    (purse,) = queries.rights(account, on=TODAY).purses
    held = Transfer(
        owner=account, debit=purse.id, credit=house(House.COMMITMENTS), amount_cents=20_000, code=Code.COMMITMENT,
        effective_on=TODAY, reference="hold", about=uuid4(),
    )  # fmt: skip
    reserve(transfers=[held], by=SYSTEM, at=AT)
    rights = queries.rights(account, on=TODAY)
    assert (rights.available_cents, rights.reserved_cents, rights.total_cents) == (30_000, 20_000, 30_000)
    assert queries.funding_facts(account, on=TODAY).rights_cents == 30_000


# Lapsing ----------------------------------------------------------------------------------------------------------


def test_an_expired_purse_is_emptied_once_and_a_live_one_never():
    account = an_account()
    purse = topped_up(account, 30_000, expires_on=date(2026, 6, 30))
    after = AT + timedelta(days=90)
    assert refused(lapse_purse, purse_id=uuid4(), by=SYSTEM, at=after) == Refusal.ACCOUNT_UNKNOWN
    assert refused(lapse_purse, purse_id=purse, by=AGENT, at=after) == Refusal.NOT_ALLOWED
    assert refused(lapse_purse, purse_id=purse, by=SYSTEM, at=AT) == Refusal.NOT_EXPIRED
    assert queries.rights(account, on=date(2026, 6, 30)).top_ups_cents == 30_000
    assert queries.rights(account, on=date(2026, 7, 1)).top_ups_cents == 0
    other = topped_up(account, 5_000, expires_on=date(2026, 6, 30))
    assert lapse_purse(purse_id=other, by=FINANCE, at=after) == 5_000
    assert lapse_purse(purse_id=other, by=FINANCE, at=after) == 0
    assert jobs.lapse_expired(due=after.isoformat()) == 1
    assert jobs.lapse_expired(due=after.isoformat()) == 0
    assert house_sums()[house(House.LAPSED_RIGHTS)].balance_cents == 35_000
    assert queries.statement(account)[0].code == Code.LAPSED


# Situation and state ----------------------------------------------------------------------------------------------


def test_a_situation_refused_in_order_and_told_by_the_day():
    account = an_account()
    period = Situation(jobseeker_since=date(2026, 1, 1), jobseeker_until=date(2026, 4, 15), holds_light_licence=True)
    base = {"account_id": account, "situation": period, "by": AGENT, "at": AT}
    assert refused(set_situation, **base | {"account_id": uuid4()}) == Refusal.ACCOUNT_UNKNOWN
    assert refused(set_situation, **base | {"by": holder_of(account)}) == Refusal.NOT_ALLOWED
    reversed_period = Situation(jobseeker_since=TODAY, jobseeker_until=TODAY - timedelta(days=1))
    assert refused(set_situation, **base | {"situation": reversed_period}) == Refusal.PERIOD_REVERSED
    without_start = Situation(jobseeker_until=TODAY)
    assert refused(set_situation, **base | {"situation": without_start}) == Refusal.PERIOD_REVERSED
    set_situation(**base)
    jobseeker = {day: queries.funding_facts(account, on=day).jobseeker for day in (
        date(2025, 12, 31), date(2026, 1, 1), date(2026, 4, 15), date(2026, 4, 16),
    )}  # fmt: skip
    assert list(jobseeker.values()) == [False, True, True, False]
    assert queries.situation(account) == period
    assert queries.funding_facts(account, on=TODAY).holds_light_licence
    close(account_id=account, by=SYSTEM, at=AT)
    assert refused(set_situation, **base) == Refusal.NOT_IN_THIS_STATE


def test_freezing_refused_in_order():
    account = an_account()
    assert refused(freeze, account_id=uuid4(), reason="x", by=AGENT, at=AT) == Refusal.ACCOUNT_UNKNOWN
    assert refused(freeze, account_id=account, reason="x", by=holder_of(account), at=AT) == Refusal.NOT_ALLOWED
    assert refused(unfreeze, account_id=account, by=AGENT, at=AT) == Refusal.NOT_IN_THIS_STATE
    assert refused(freeze, account_id=account, reason=" ", by=AGENT, at=AT) == Refusal.REASON_MISSING
    freeze(account_id=account, reason="Suspicion d’usurpation", by=AGENT, at=AT)
    assert queries.state_of(account) == AccountState.FROZEN
    credited(a_year(account))
    assert queries.rights(account, on=TODAY).available_cents == 50_000
    assert refused(freeze, account_id=account, reason="x", by=AGENT, at=AT) == Refusal.NOT_IN_THIS_STATE
    unfreeze(account_id=account, by=AGENT, at=AT)
    assert queries.state_of(account) == AccountState.OPEN


def test_closing_is_for_ever():
    account = an_account()
    assert refused(close, account_id=account, by=AGENT, at=AT) == Refusal.NOT_ALLOWED
    close(account_id=account, by=APPROVER, at=AT)
    assert Account.objects.get(pk=account).closed_at == AT
    assert refused(close, account_id=account, by=APPROVER, at=AT) == Refusal.NOT_IN_THIS_STATE
    assert refused(unfreeze, account_id=account, by=AGENT, at=AT) == Refusal.NOT_IN_THIS_STATE


def test_a_single_purse_is_opened_once():
    account = an_account()
    base = {"account_id": account, "kind": PurseKind.CREDIT_NOTE, "by": SYSTEM, "at": AT}
    assert refused(open_purse, **base | {"account_id": uuid4()}) == Refusal.ACCOUNT_UNKNOWN
    assert refused(open_purse, **base | {"by": FINANCE}) == Refusal.NOT_ALLOWED
    assert refused(open_purse, **base | {"kind": PurseKind.EMPLOYER}) == Refusal.PURSE_NOT_FOR_TOP_UPS
    assert open_purse(**base) == open_purse(**base)
    assert Purse.objects.filter(kind=PurseKind.CREDIT_NOTE).count() == 1
    close(account_id=account, by=SYSTEM, at=AT)
    assert refused(open_purse, **base | {"kind": PurseKind.CEC}) == Refusal.NOT_IN_THIS_STATE
    assert open_purse(**base | {"kind": PurseKind.CREDIT_NOTE})
    assert not sound()
