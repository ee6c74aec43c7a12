"""Several walk a run at once, each on a track of its own: every account once, and the run ends once."""

from __future__ import annotations

import argparse
import json
import time
from contextlib import suppress
from itertools import pairwise
from threading import Barrier, BrokenBarrierError, Event, Thread, current_thread, main_thread
from uuid import UUID

import pytest
from django.db import connection, transaction
from tests.crediting.scenes import APPROVER, AT, FINANCE, SYSTEM, a_year, accounts
from tests.declarations import dsn_files as f
from tests.declarations import scenes as s

from acquis.accounts import counters
from acquis.accounts import queries as accounts_queries
from acquis.accounts.models import Account
from acquis.crediting import jobs, portions, queries, tracks
from acquis.crediting.actions import advance, approve, discard, prepare
from acquis.crediting.models import Run, Track
from acquis.crediting.types import Refusal, RunKind, RunState
from acquis.journal.queries import history
from acquis.kit.refusal import Refused
from acquis.site import walkers
from acquis.site.commands import credit
from acquis.site.invariants import verify

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 60


@pytest.fixture
def many(monkeypatch):
    """People with declared work, in a country whose runs have six tracks."""
    monkeypatch.setattr(tracks, "WORTH_ONE", PEOPLE // 6)
    s.bring(s.dsn(*(f.person(n) for n in range(1, PEOPLE + 1))))
    known_to_the_server()


def known_to_the_server():
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE accounts_account")


def walked_by(walkers, run_id, *, limit=3):
    """The phase under way walked to its end by several at once."""
    failures: list[BaseException] = []

    def walk():
        try:
            while advance(run_id=run_id, limit=limit, by=SYSTEM, at=AT):
                pass
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [Thread(target=walk) for _ in range(walkers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert failures == []


def test_every_account_is_credited_once_whoever_walks(many):
    run_id = prepare(kind=RunKind.YEARLY, year=2025, by=FINANCE, at=AT)
    assert Track.objects.filter(run_id=run_id).count() == 6
    walked_by(4, run_id)
    assert queries.run(run_id, by=SYSTEM).state is RunState.FORESEEN
    approve(run_id=run_id, by=APPROVER, at=AT)
    walked_by(4, run_id)

    card = queries.run(run_id, by=SYSTEM)
    assert card.state is RunState.DONE
    assert (card.done, card.total, card.executed.years) == (PEOPLE, PEOPLE, PEOPLE)
    assert card.executed == card.foreseen
    assert card.executed.given_cents > 0
    assert [fact.kind for fact in history(run_id)].count("crediting.finished") == 1
    report = queries.reconciled_now(run_id, by=SYSTEM)
    assert report.agrees
    assert not [found for each in verify(("accounts", "ledger", "crediting")).values() for found in each]


def test_others_go_on_where_every_track_stands(many):
    run_id = prepare(kind=RunKind.YEARLY, year=2025, by=FINANCE, at=AT)
    for _ in range(4):
        assert advance(run_id=run_id, limit=4, by=SYSTEM, at=AT)
    assert dict(Track.objects.filter(run_id=run_id).values_list("number", "done"))[0] > 0
    walked_by(2, run_id)
    card = queries.run(run_id, by=SYSTEM)
    assert (card.done, card.foreseen.years) == (PEOPLE, PEOPLE)


@pytest.fixture
def for_children(monkeypatch):
    """What other processes need to know to work on the database of this test."""
    of = connection.settings_dict
    address = f"postgresql://{of['USER']}:{of['PASSWORD']}@{of['HOST']}:{of['PORT']}/{of['NAME']}"
    monkeypatch.setenv("ACQUIS_DATABASE_URL", address)


def test_two_who_end_the_last_two_tracks_at_once_leave_a_run_that_ends(many, monkeypatch):
    run_id = prepare(kind=RunKind.YEARLY, year=2025, by=FINANCE, at=AT)
    Track.objects.filter(run_id=run_id, number__gt=1).update(is_over=True)
    for number in (0, 1):
        Track.objects.filter(run_id=run_id, number=number).update(after=UUID(int=(1 << 128) - 1), upto=None)
    both, remaining = Barrier(2), tracks.remaining

    def counted(of):
        # Each has marked its own track, and neither has committed: each sees one left.
        found = remaining(of)
        if current_thread() is not main_thread() and not both.broken and found == 1:
            with suppress(BrokenBarrierError):
                both.wait(10)
        return found

    monkeypatch.setattr(tracks, "remaining", counted)
    walked_by(2, run_id)
    assert queries.run(run_id, by=SYSTEM).state is RunState.FORESEEN


def test_whoever_gives_a_run_up_has_their_turn_among_those_who_walk(many):
    run_id = prepare(kind=RunKind.YEARLY, year=2025, by=FINANCE, at=AT)
    with transaction.atomic():
        Run.objects.shared(run_id)
        giving_up = Thread(target=lambda: (discard(run_id=run_id, by=FINANCE, at=AT), connection.close()))
        giving_up.start()
        with connection.cursor() as cursor:
            for _ in range(500):
                cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
                if cursor.fetchone()[0]:
                    break
                time.sleep(0.02)
        late = Thread(target=lambda: walked_by(1, run_id))
        late.start()
        late.join(0.5)
    giving_up.join(60)
    late.join(60)
    card = queries.run(run_id, by=SYSTEM)
    assert (card.state, card.done) == (RunState.DISCARDED, 0)


def test_what_is_corrected_while_a_slice_begins_waits_for_it(many, monkeypatch):
    """The facts of a slice are read once nobody else may change a counter."""
    run_id = prepare(kind=RunKind.YEARLY, year=2025, by=FINANCE, at=AT)
    walked_by(1, run_id)
    approve(run_id=run_id, by=APPROVER, at=AT)
    seen: list[bool] = []
    read = portions.next_portion

    def held(*words):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ExclusiveLock' AND granted"
                " AND classid = %s AND pid = pg_backend_pid()",
                [counters._LOCK],
            )
            seen.append(cursor.fetchone()[0] > 0)
        return read(*words)

    monkeypatch.setattr(portions, "next_portion", held)
    walked_by(1, run_id, limit=20)
    assert seen
    assert all(seen)


def test_a_job_that_finds_every_track_taken_comes_back_later(many):
    run_id = prepare(kind=RunKind.YEARLY, year=2025, by=FINANCE, at=AT)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    taken, done = Event(), Event()

    def taking():
        with transaction.atomic():
            list(Track.objects.select_for_update().filter(run_id=run_id))
            taken.set()
            done.wait(60)
        connection.close()

    other = Thread(target=taking)
    other.start()
    taken.wait(60)
    assert jobs.walk(run_id=str(run_id), walker=3) == 1
    done.set()
    other.join(60)
    with connection.cursor() as cursor:
        cursor.execute("SELECT lock, scheduled_at > now() FROM procrastinate_jobs WHERE task_name = 'crediting.walk'")
        assert cursor.fetchall() == [(f"crediting {run_id} 3", True)]


def test_a_job_of_foreseeing_ends_when_the_run_has_moved_on(many, monkeypatch):
    """One still queued at the approval would walk on beside those that the approval defers, and each defer another."""
    run_id = prepare(kind=RunKind.YEARLY, year=2025, by=FINANCE, at=AT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'crediting.walk' ORDER BY id")
        queued = [json.loads(row[0]) if isinstance(row[0], str) else row[0] for row in cursor.fetchall()]
    assert len(queued) == 6
    walked_by(1, run_id)
    approve(run_id=run_id, by=APPROVER, at=AT)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    monkeypatch.setattr(jobs, "TURN", 0.0)
    assert [jobs.walk(**args) for args in queued] == [0] * 6
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        assert cursor.fetchone() == (0,)
    assert queries.run(run_id, by=SYSTEM).state is RunState.APPROVED
    assert jobs.walk(run_id=str(run_id), phase="done") == 1


def test_other_processes_walk_a_phase_to_its_end(many, for_children):
    run_id = prepare(kind=RunKind.YEARLY, year=2025, by=FINANCE, at=AT)
    with walkers.beside(run_id, RunState.FORESEEING, 2):
        pass
    card = queries.run(run_id, by=SYSTEM)
    assert (card.state, card.done, card.foreseen.years) == (RunState.FORESEEN, PEOPLE, PEOPLE)


def test_the_command_walks_with_several_processes(many, for_children, monkeypatch, capsys):
    spread: list[int] = []
    beside = walkers.beside

    def noted(run_id, state, others):
        spread.append(others)
        return beside(run_id, state, others)

    monkeypatch.setattr(walkers, "beside", noted)

    def acquis(*words):
        parser = argparse.ArgumentParser()
        credit.add_arguments(parser)
        return credit._run(parser.parse_args(["--year", "2025", "--processes", "2", *words]))

    assert acquis("--dry-run") == 0
    approve(run_id=queries.under_way(2025, by=SYSTEM).id, by=APPROVER, at=AT)
    capsys.readouterr()
    assert acquis("--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["state"], told["totals"]["years"], told["reconciliation"]["agrees"]) == ("done", PEOPLE, True)
    assert spread == [1, 0, 0, 1]


def test_a_walker_leaves_the_tracks_of_others_alone(many):
    run_id = prepare(kind=RunKind.YEARLY, year=2025, by=FINANCE, at=AT)
    Track.objects.filter(run_id=run_id, number__gt=1).update(is_over=True)
    taken = Run.objects.get(pk=run_id)
    from_elsewhere: list[int] = []

    def hold_and_look():
        with transaction.atomic():
            track = tracks.free(taken)
            assert track is not None
            from_elsewhere.append(track.number)
            other = Thread(target=look)
            other.start()
            other.join(60)
        connection.close()

    def look():
        with transaction.atomic():
            track = tracks.free(taken)
            assert track is not None
            from_elsewhere.append(track.number)
        connection.close()

    thread = Thread(target=hold_and_look)
    thread.start()
    thread.join(60)
    assert from_elsewhere == [0, 1]


def test_a_slice_is_written_beside_others_unless_its_run_begins_or_another_is_carried_out(many):
    run_id = prepare(kind=RunKind.YEARLY, year=2025, by=FINANCE, at=AT)
    walked_by(1, run_id)
    approve(run_id=run_id, by=APPROVER, at=AT)
    last = Track.objects.get(run_id=run_id, number=5)
    assert tracks.lane_of(Run.objects.get(pk=run_id), last) is None
    assert advance(run_id=run_id, limit=1, by=SYSTEM, at=AT)
    assert tracks.lane_of(Run.objects.get(pk=run_id), last) == 5
    other = prepare(kind=RunKind.YEARLY, year=2024, by=FINANCE, at=AT)
    assert not advance(run_id=other, rows=[], by=SYSTEM, at=AT)
    approve(run_id=other, by=APPROVER, at=AT)
    assert tracks.lane_of(Run.objects.get(pk=run_id), last) == 5
    Run.objects.filter(pk=other).update(state=RunState.RUNNING)
    assert tracks.lane_of(Run.objects.get(pk=run_id), last) is None


def test_accounts_given_are_taken_on_their_own_track(monkeypatch):
    monkeypatch.setattr(tracks, "WORTH_ONE", 10)
    monkeypatch.setattr("acquis.crediting.declared.count", lambda year: 40)
    ids = accounts(40)
    known_to_the_server()
    run_id = prepare(kind=RunKind.YEARLY, year=2025, by=FINANCE, at=AT)
    ends = list(Track.objects.filter(run_id=run_id).order_by("number").values_list("upto", flat=True))
    assert len(ends) == 4
    assert ends[-1] is None
    last = ids[-1]
    assert advance(run_id=run_id, rows=[a_year(last)], by=SYSTEM, at=AT)
    assert Track.objects.get(run_id=run_id, number=3).after == last
    assert advance(run_id=run_id, rows=[a_year(ids[0])], by=SYSTEM, at=AT)
    for rows in ([a_year(last)], [a_year(ids[0])], [a_year(ids[1]), a_year(last)]):
        with pytest.raises(Refused) as refused:
            advance(run_id=run_id, rows=rows, by=SYSTEM, at=AT)
        assert refused.value.reason == Refusal.OUT_OF_ORDER


def test_cuts_part_the_accounts_about_equally():
    ids = accounts(100)
    known_to_the_server()
    cuts = accounts_queries.cuts(4)
    assert len(cuts) == 3
    parts = [0, *(ids.index(cut) + 1 for cut in cuts), 100]
    assert all(20 <= after - before <= 30 for before, after in pairwise(parts))
    assert Account.objects.filter(pk__in=cuts).count() == 3
    assert isinstance(cuts[0], UUID)
