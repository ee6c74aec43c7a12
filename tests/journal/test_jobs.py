"""Work whose worker was killed is done after all; work that was given up is told."""

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from acquis.journal.checks import no_job_has_failed
from acquis.journal.jobs import deliver, take_up_again

pytestmark = pytest.mark.django_db


def asked(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [row[0] for row in cursor.fetchall()] if cursor.description else []


def a_worker(*, silent_for="0 seconds"):
    (worker,) = asked(
        "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s::interval) RETURNING id", silent_for
    )
    return worker


def doing(worker, *, seq=1, queueing_lock=None):
    job = deliver.configure(queueing_lock=queueing_lock).defer(seq=seq, reaction="none")
    asked("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s", worker, job)
    return job


def waiting():
    return asked("SELECT id FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id")


def test_what_a_killed_worker_was_doing_is_put_back():
    killed = [doing(a_worker(silent_for="2 minutes")), doing(None, seq=2)]
    living = doing(a_worker(silent_for="20 seconds"), seq=3)
    assert take_up_again(timestamp=0) == 2
    assert waiting() == killed
    assert asked("SELECT attempts FROM procrastinate_jobs WHERE id = %s", killed[0]) == [1]
    assert asked("SELECT status FROM procrastinate_jobs WHERE id = %s", living) == ["doing"]
    assert take_up_again(timestamp=60) == 0


def test_periodic_work_planned_again_meanwhile_has_one_place_in_the_queue():
    killed = doing(None, queueing_lock="nightly")
    again = deliver.configure(queueing_lock="nightly").defer(seq=2, reaction="none")
    assert take_up_again(timestamp=0) == 1
    assert waiting() == [again]
    assert asked("SELECT id FROM procrastinate_jobs WHERE id = %s", killed) == []


def test_work_given_up_is_told():
    assert list(no_job_has_failed()) == []
    job = doing(a_worker())
    asked("UPDATE procrastinate_jobs SET status = 'failed', attempts = 12 WHERE id = %s", job)
    assert list(no_job_has_failed()) == [f"job {job} (journal.deliver) failed 12 times and waits for somebody"]
    # What fails at each round of the same work is one sentence, so that the others are read.
    again = doing(a_worker(), seq=2)
    asked("UPDATE procrastinate_jobs SET status = 'failed', attempts = 12 WHERE id = %s", again)
    assert list(no_job_has_failed()) == [
        f"2 jobs of journal.deliver, from {job} to {again}, failed and wait for somebody"
    ]


def test_it_runs_every_minute():
    assert "journal.take_up_again" in {name for name, _ in app.periodic_registry.periodic_tasks}
