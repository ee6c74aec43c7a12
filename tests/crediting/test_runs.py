"""A yearly run from its preparation to its reconciliation, its undoing, and a corrected law."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from django.db import connection
from tests.crediting.scenes import (
    AGENT,
    APPROVER,
    AT,
    FINANCE,
    SYSTEM,
    a_foreseen_run,
    a_year,
    accounts,
    an_account,
    carried_out,
    credited,
    done_run,
    walk,
)

from acquis.accounts import yearly
from acquis.accounts.queries import rights, why
from acquis.accounts.types import Cause
from acquis.crediting import jobs, queries
from acquis.crediting.actions import advance, approve, ask_reconciliation, discard, keep_reconciliation, prepare
from acquis.crediting.events import SliceCredited
from acquis.crediting.types import Phase, Reason, Reconciliation, Refusal, RunKind, RunState, Totals
from acquis.journal.queries import history
from acquis.kit.actor import Actor, Role
from acquis.kit.refusal import Refused
from acquis.ledger.actions import post
from acquis.ledger.types import Code, House, Transfer, house
from acquis.rules import Regime, law_on
from acquis.site.invariants import verify

pytestmark = pytest.mark.django_db
TODAY = date(2026, 4, 15)


def available(account):
    return rights(account, on=TODAY).available_cents


def card(run_id):
    return queries.run(run_id, by=SYSTEM)


def refused_by(call):
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.reason


def sound():
    return not [finding for found in verify(("accounts", "ledger", "crediting")).values() for finding in found]


def test_preparing_is_refused_in_order():
    def preparing(kind=RunKind.YEARLY, year=2025, undoes=None, by=FINANCE):
        return refused_by(lambda: prepare(kind=kind, year=year, undoes=undoes, by=by, at=AT))

    assert preparing(undoes=uuid4()) == Refusal.RUN_UNKNOWN
    for by in (AGENT, APPROVER):
        assert preparing(by=by) == Refusal.NOT_ALLOWED
    assert preparing(year=2018) == Refusal.YEAR_NOT_COVERED
    assert preparing(year=2026) == Refusal.YEAR_NOT_OVER
    assert preparing(kind=RunKind.UNDO) == Refusal.NOTHING_TO_UNDO
    foreseen = a_foreseen_run([])
    assert preparing(kind=RunKind.UNDO, undoes=foreseen) == Refusal.NOTHING_TO_UNDO
    assert preparing() == Refusal.RUN_UNDER_WAY
    discard(run_id=foreseen, by=FINANCE, at=AT)
    prepare(kind=RunKind.YEARLY, year=2025, by=FINANCE, at=AT)


def test_approving_takes_a_second_person_and_a_whole_dry_run():
    both = Actor(roles=frozenset({Role.STAFF_FINANCE, Role.STAFF_APPROVER}), id=FINANCE.id)
    run_id = prepare(kind=RunKind.YEARLY, year=2025, by=FINANCE, at=AT)
    assert refused_by(lambda: approve(run_id=uuid4(), by=APPROVER, at=AT)) == Refusal.RUN_UNKNOWN
    assert refused_by(lambda: approve(run_id=run_id, by=FINANCE, at=AT)) == Refusal.NOT_ALLOWED
    assert refused_by(lambda: approve(run_id=run_id, by=SYSTEM, at=AT)) == Refusal.NOT_ALLOWED
    assert refused_by(lambda: approve(run_id=run_id, by=APPROVER, at=AT)) == Refusal.NOT_IN_THIS_STATE
    walk(run_id, [])
    assert refused_by(lambda: approve(run_id=run_id, by=both, at=AT)) == Refusal.SAME_PERSON
    assert not advance(run_id=run_id, by=SYSTEM, at=AT)
    assert card(run_id).state is RunState.FORESEEN
    approve(run_id=run_id, by=APPROVER, at=AT)
    assert refused_by(lambda: discard(run_id=run_id, by=FINANCE, at=AT)) == Refusal.NOT_IN_THIS_STATE
    assert refused_by(lambda: advance(run_id=run_id, by=FINANCE, at=AT)) == Refusal.NOT_ALLOWED


def test_foreseen_then_done_by_slices_to_the_same_cent():
    ids = accounts(7)
    full = ids[6]
    credited(*[a_year(full, year, low_qualified=True) for year in range(2019, 2025)])
    rows = [a_year(ids[0]), a_year(ids[1], worked="803"), a_year(ids[2], worked="many"), *map(a_year, ids[3:])]
    run_id = a_foreseen_run(rows)
    foreseen = card(run_id)
    assert foreseen.state is RunState.FORESEEN
    assert available(ids[0]) == 0
    assert (foreseen.foreseen.years, foreseen.foreseen.given_cents) == (6, 4 * 50_000 + 24_985 + 20_000)
    assert (foreseen.foreseen.cut_cents, foreseen.foreseen.refused) == (30_000, 1)
    carried_out(run_id, rows)
    done = card(run_id)
    assert done.state is RunState.DONE
    assert done.executed == foreseen.foreseen
    assert (available(ids[0]), available(ids[1]), available(full)) == (50_000, 24_985, 500_000)
    assert [(band.from_cents, band.years) for band in queries.bands(run_id, Phase.DONE)] == [
        (20_000, 2),
        (50_000, 4),
    ]
    assert [(each.reason, each.rows) for each in queries.refused(run_id, Phase.DONE)] == [
        ("accounts.number_not_valid", 1)
    ]
    ((_, aside),) = queries.set_aside(run_id, Phase.DONE)
    assert (aside.account_id, aside.regime) == (ids[2], Regime.EMPLOYEE)
    assert sound()


def test_a_second_run_credits_only_what_changed():
    ids = accounts(4)
    done_run([a_year(each) for each in ids])
    again = done_run([a_year(ids[0], worked="803"), *[a_year(each) for each in ids[1:]]])
    totals = card(again).executed
    assert (totals.years, totals.unchanged, totals.given_cents, totals.taken_cents) == (1, 3, 0, 25_015)
    (line,) = queries.tallies(again, Phase.DONE)
    assert line.reason is Reason.CORRECTION
    assert sound()


def test_slices_must_come_in_order():
    ids = accounts(2)
    run_id = prepare(kind=RunKind.YEARLY, year=2025, by=FINANCE, at=AT)
    advance(run_id=run_id, rows=[a_year(ids[1])], by=SYSTEM, at=AT)
    assert refused_by(lambda: advance(run_id=run_id, rows=[a_year(ids[0])], by=SYSTEM, at=AT)) == Refusal.OUT_OF_ORDER


def test_each_slice_is_told_once_with_its_accounts():
    ids = accounts(5)
    run_id = done_run([a_year(each) for each in ids])
    told = [fact for fact in history(run_id) if fact.kind == SliceCredited.kind]
    assert [fact.payload["years"] for fact in told] == [3, 2]
    first = told[0].payload
    assert queries.credited(first["number"], first=UUID(first["first"]), last=UUID(first["last"])) == [
        (each, 50_000) for each in ids[:3]
    ]


def test_reconciled_to_the_cent_and_a_planted_difference_is_found():
    ids = accounts(5)
    credited(a_year(ids[0], 2024))
    run_id = done_run([a_year(each) for each in ids])
    spent(ids[2], 12_300)
    report = queries.reconciled_now(run_id, by=SYSTEM)
    assert report.agrees
    assert [(line.regime, line.reason, line.facts_cents, line.balances_cents) for line in report.lines] == [
        (Regime.EMPLOYEE, Reason.CREDIT, 250_000, 250_000)
    ]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_guardedaccount SET posted_cents = posted_cents + 7 WHERE owner = %s", [ids[3]])
    report = queries.reconciled_now(run_id, by=SYSTEM)
    assert not report.agrees
    (wrong,) = report.differences
    assert (wrong.account_id, wrong.ledger_cents, wrong.balances_cents) == (ids[3], 50_000, 50_007)
    assert [line.balances_cents - line.ledger_cents for line in report.lines] == [7]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_guardedaccount SET posted_cents = posted_cents - 7 WHERE owner = %s", [ids[3]])
        cursor.execute(
            "UPDATE accounts_yearlycredit SET earned_cents = earned_cents + 1 WHERE account_id = %s", [ids[0]]
        )
    assert [each.account_id for each in queries.reconciled_now(run_id, by=SYSTEM).differences] == [ids[0]]


def test_a_reconciliation_is_kept_by_the_worker_once_the_run_is_done():
    ids = accounts(3)
    run_id = done_run([a_year(each) for each in ids])
    assert queries.reconciliation(run_id, by=FINANCE) is None
    with connection.cursor() as cursor:
        cursor.execute("SELECT args ->> 'run_id' FROM procrastinate_jobs WHERE task_name = 'crediting.reconcile'")
        assert cursor.fetchall() == [(str(run_id),)]
    assert jobs.reconcile(run_id=str(run_id))
    kept = queries.reconciliation(run_id, by=FINANCE)
    assert kept is not None
    assert kept.at == card(run_id).reconciled_at
    assert (kept.lines, kept.agrees) == (queries.reconciled_now(run_id, by=SYSTEM).lines, True)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_guardedaccount SET posted_cents = posted_cents + 7 WHERE owner = %s", [ids[1]])
    assert queries.reconciliation(run_id, by=FINANCE).agrees
    ask_reconciliation(run_id=run_id, by=FINANCE, at=AT)
    assert not jobs.reconcile(run_id=str(run_id))
    assert [each.account_id for each in queries.reconciliation(run_id, by=FINANCE).differences] == [ids[1]]


def test_keeping_and_asking_a_reconciliation_are_refused_in_order():
    run_id = a_foreseen_run([])
    report = Reconciliation(number=card(run_id).number, lines=(), differences=())
    asked = [(AGENT, Refusal.NOT_ALLOWED), (FINANCE, Refusal.NOT_IN_THIS_STATE)]
    for by, refusal in asked:
        assert refused_by(lambda by=by: ask_reconciliation(run_id=run_id, by=by, at=AT)) == refusal
    kept = [(FINANCE, Refusal.NOT_ALLOWED), (SYSTEM, Refusal.NOT_IN_THIS_STATE)]
    for by, refusal in kept:
        assert refused_by(lambda by=by: keep_reconciliation(run_id=run_id, report=report, by=by, at=AT)) == refusal
    for call in (ask_reconciliation, lambda **words: keep_reconciliation(report=report, **words)):
        assert refused_by(lambda call=call: call(run_id=uuid4(), by=SYSTEM, at=AT)) == Refusal.RUN_UNKNOWN


def test_undoing_takes_back_what_is_there():
    ids = accounts(4)
    rows = [a_year(each) for each in ids]
    run_id = done_run(rows)
    spent(ids[1], 30_000)
    undo = a_foreseen_run(kind=RunKind.UNDO, undoes=run_id)
    assert card(undo).foreseen.taken_cents == 3 * 50_000 + 20_000
    assert card(undo).foreseen.shortfall_cents == 30_000
    carried_out(undo)
    assert (card(undo).state, card(run_id).state) == (RunState.DONE, RunState.UNDONE)
    assert [available(each) for each in ids] == [0] * 4
    assert why(ids[0], 2025).regimes[0].cause is Cause.UNDONE
    assert [(row.reason, row.shortfall_cents) for _, row in queries.set_aside(undo, Phase.DONE)] == [
        ("shortfall", 30_000)
    ]
    assert queries.reconciled_now(undo, by=SYSTEM).agrees
    done_run(rows)
    assert [available(each) for each in ids] == [50_000, 20_000, 50_000, 50_000]
    assert sound()


def test_a_corrected_law_moves_the_difference_both_ways(monkeypatch):
    ids = accounts(3)
    done_run([a_year(ids[0]), a_year(ids[1], low_qualified=True), a_year(ids[2], worked="803")])

    def corrected(day):
        return law_on(day, overrides={"employee_cents": 51_000, "low_qualified_cents": 79_000})

    monkeypatch.setattr(yearly, "law_on", corrected)
    yearly.law_of.cache_clear()
    try:
        assert why(ids[0], 2025).regimes[0].working == {}
        run_id = done_run(kind=RunKind.LAW)
        totals = card(run_id).executed
        assert (totals.years, totals.given_cents, totals.taken_cents) == (3, 1_500, 1_000)
        assert [available(each) for each in ids] == [51_000, 79_000, 25_485]
        assert why(ids[0], 2025).regimes[0].cause is Cause.LAW
        assert queries.reconciled_now(run_id, by=SYSTEM).agrees
        # What is as the law says is counted too.
        nothing = card(done_run(kind=RunKind.LAW))
        assert (nothing.foreseen, nothing.executed) == (Totals(unchanged=3), Totals(unchanged=3))
        assert sound()
    finally:
        yearly.law_of.cache_clear()


def test_only_those_who_keep_the_money_see_runs():
    run_id = a_foreseen_run([])
    assert queries.run(run_id, by=AGENT) is None
    assert queries.runs(by=AGENT) == []
    assert [each.id for each in queries.runs(by=APPROVER)] == [run_id]
    assert queries.reconciled_now(run_id, by=AGENT) is None


def spent(account, cents):
    purse = rights(account, on=TODAY).purses[0].id
    taken = Transfer(
        owner=account,
        debit=purse,
        credit=house(House.COMMITMENTS),
        amount_cents=cents,
        code=Code.COMMITMENT,
        effective_on=TODAY,
        reference=f"spent {uuid4()}",
    )
    post(transfers=[taken], by=SYSTEM, at=datetime(2026, 4, 16, tzinfo=UTC))


def test_one_year_has_one_run_at_a_time_even_for_the_database():
    an_account()
    a_foreseen_run([])
    assert refused_by(lambda: prepare(kind=RunKind.LAW, year=2025, by=FINANCE, at=AT)) == Refusal.RUN_UNDER_WAY
    prepare(kind=RunKind.LAW, year=2024, by=FINANCE, at=AT)
