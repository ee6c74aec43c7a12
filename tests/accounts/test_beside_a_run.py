"""An act on an account waits for a yearly run, and holds no row meanwhile: neither passes the other, nor stops it."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from datetime import date
from threading import Thread
from uuid import UUID, uuid4

import pytest
from django.db import OperationalError, connection, transaction
from tests.accounts.scenes import (
    AGENT,
    APPROVER,
    AT,
    PDF,
    SYSTEM,
    a_person,
    a_year,
    an_account,
    broken,
    credited,
    holder_of,
)

from acquis.accounts import counters
from acquis.accounts.actions import (
    annul_low_qualification,
    close,
    convert_euros_to_hours,
    convert_hours_to_euros,
    credit_columns,
    credit_hours,
    decide_disability_proof,
    declare_low_qualification,
    end_rights,
    gather_joined,
    hold_counters,
    join_accounts,
    part_accounts,
    record_death,
    submit_disability_proof,
)
from acquis.accounts.queries import own_declarations, rights, state_of
from acquis.accounts.types import AccountState, ProofKind, PurseKind, YearColumns
from acquis.kit.refusal import Refused
from acquis.rules import EndGround, Regime, WorkUnit

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = date(2026, 4, 15)
NUMBERED = itertools.count()
WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"


def during_a_run(accounts: list[UUID], facts: YearColumns, act: Callable[[], object]) -> list[object]:
    """Begin a slice, let somebody else act, end the slice; returns how the act ended."""
    ends: list[object] = []

    def acting() -> None:
        try:
            ends.append(act())
        except Refused as refused:
            ends.append(refused.reason)
        finally:
            connection.close()

    other = Thread(target=acting)
    with transaction.atomic():
        counters.hold(alone=True)
        other.start()
        with connection.cursor() as cursor:
            for _ in range(200):
                cursor.execute(WAITING)
                if cursor.fetchone()[0]:
                    break
                time.sleep(0.02)
            else:
                pytest.fail(f"the act did not wait for the run: {ends}")
            # Whatever it will lock, it has not yet: the run may.
            cursor.execute("SELECT 1 FROM accounts_account WHERE id = ANY (%s) FOR UPDATE NOWAIT", [accounts])
        credit_columns(facts=facts, run=7, number=next(NUMBERED), by=SYSTEM, at=AT)
    other.join()
    return ends


def free_beside(lane: int | None, *, alone: bool) -> bool:
    """Whether somebody may hold the counters so, at once."""
    got: list[bool] = []

    def holding() -> None:
        try:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute("SET LOCAL lock_timeout = '100ms'")
                counters.hold(alone=alone, lane=lane)
            got.append(True)
        except OperationalError:
            got.append(False)
        finally:
            connection.close()

    other = Thread(target=holding)
    other.start()
    other.join(60)
    return got[0]


def test_a_run_holds_the_counters_before_it_reads() -> None:
    with pytest.raises(Refused), transaction.atomic():
        hold_counters(lane=2, by=holder_of(UUID(int=1)), at=AT)
    with transaction.atomic():
        hold_counters(lane=2, by=SYSTEM, at=AT)
        assert not free_beside(2, alone=True)
        assert free_beside(1, alone=True)
        assert not free_beside(None, alone=False)


def test_lanes_of_a_run_are_beside_each_other_and_beside_nobody_else() -> None:
    with transaction.atomic():
        counters.hold(alone=True, lane=3)
        assert free_beside(4, alone=True)
        assert not free_beside(3, alone=True)
        assert not free_beside(3 + counters.LANES, alone=True)
        assert not free_beside(None, alone=True)
        assert not free_beside(None, alone=False)
    with transaction.atomic():
        counters.hold(alone=False)
        assert free_beside(None, alone=False)
        assert not any(free_beside(lane, alone=True) for lane in range(counters.LANES))


def joined(kept: UUID, merged: UUID) -> None:
    join_accounts(kept_id=kept, joined_id=merged, joining_id=UUID(int=9), by=SYSTEM, at=AT)


def test_an_account_closed_meanwhile_was_credited_before() -> None:
    account = an_account()
    assert during_a_run(
        [account],
        YearColumns.of(2025, [a_year(account)]),
        lambda: close(account_id=account, by=APPROVER, at=AT),
    ) == [None]
    assert state_of(account) is AccountState.CLOSED
    assert rights(account, on=TODAY).available_cents == 50_000


def test_a_joining_sees_what_the_run_gave_and_keeps_the_ceiling() -> None:
    kept, merged = an_account(), an_account()
    credited(*[a_year(kept, year) for year in range(2016, 2025) if year > 2018], at=AT)
    credited(*[a_year(merged, year, low_qualified=True) for year in (2019, 2020, 2021, 2022)], at=AT)
    during_a_run([kept, merged], YearColumns.of(2025, [a_year(kept)]), lambda: joined(kept, merged))
    assert rights(kept, on=TODAY).available_cents <= 800_000
    assert state_of(merged) is AccountState.JOINED
    assert not broken()


@pytest.mark.parametrize(
    "name",
    ["end", "death", "declare", "hours", "euros", "service", "part", "gather"],
)
def test_each_waits_and_holds_nothing(name: str) -> None:
    account, other, beside = an_account(), an_account(), an_account()
    credited(a_year(account, 2024))
    service = a_year(account, 2024, regime=Regime.PUBLIC_AGENT, unit=WorkUnit.SHARE, worked="1")
    if name == "euros":
        credit_hours(rows=[service], by=SYSTEM, at=AT)
    if name in ("part", "gather"):
        joined(other, account)
    the = {"by": SYSTEM, "at": AT}
    acts: dict[str, Callable[[], object]] = {
        "end": lambda: end_rights(account_id=account, ground=EndGround.PENSION, ended_on=TODAY, **the),
        "death": lambda: record_death(account_id=account, died_on=TODAY, **the),
        "declare": lambda: declare_low_qualification(account_id=account, by=holder_of(account), at=AT),
        "hours": lambda: convert_euros_to_hours(account_id=account, joined_on=TODAY, **the),
        "euros": lambda: convert_hours_to_euros(account_id=account, left_on=TODAY, **the),
        "service": lambda: credit_hours(rows=[service], **the),
        "part": lambda: part_accounts(joined_id=account, joining_id=UUID(int=9), **the),
        "gather": lambda: gather_joined(joined_id=account, joining_id=UUID(int=9), withheld_cents=0, **the),
    }
    (end,) = during_a_run([account, other], YearColumns.of(2025, [a_year(beside)]), acts[name])
    assert "." not in str(end)  # no refusal
    assert not broken()


def test_a_proof_is_decided_and_a_declaration_annulled_beside_a_run() -> None:
    person = a_person()
    account = an_account(person)
    holder = holder_of(account, person)
    credited(a_year(account, 2024))
    proof = submit_disability_proof(
        account_id=account, kind=ProofKind.RQTH, valid_from=date(2024, 1, 1), valid_until=None,
        content=PDF, by=holder, at=AT,
    )  # fmt: skip
    declare_low_qualification(account_id=account, by=holder, at=AT)
    facts = YearColumns.of(2025, [a_year(account)])
    deciding = {"proof_id": proof, "accepted": True, "reason": "", "by": AGENT, "at": AT}
    # The year 2025, which the run credits first, is raised too.
    assert during_a_run([account], facts, lambda: decide_disability_proof(**deciding)) == [60_000]
    during_a_run(
        [account],
        YearColumns.of(2025, [a_year(an_account(uuid4()))]),
        lambda: annul_low_qualification(account_id=account, reason="diplôme", by=AGENT, at=AT),
    )
    assert own_declarations(account).low_qualified_since is None
    assert rights(account, on=TODAY).purses[0].kind is PurseKind.YEARLY
    assert not broken()
