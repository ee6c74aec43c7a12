"""Facts brought to those who react to them, work planned for a later moment, and work whose worker died."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.tasks import Task

from acquis.kit import clock
from acquis.kit.actor import Actor, system
from acquis.kit.refusal import Refused

from . import models, payload
from .reactions import REACTIONS

logger = logging.getLogger(__name__)


@app.task(name="journal.deliver", retry=RetryStrategy(max_attempts=12, exponential_wait=3))
def deliver(*, seq: int, reaction: str) -> None:
    """Run one reaction to one fact; a second delivery of the same fact does nothing."""
    hearer = REACTIONS[reaction]
    row = models.Event.objects.get(seq=seq)
    event = payload.read(hearer.event, about=row.about, account_id=row.account_id, payload=row.payload)
    with transaction.atomic():
        # Written first: a delivery running at the same time waits here, then finds that it came second.
        _, first = models.Delivery.objects.get_or_create(seq=seq, reaction=reaction)
        if first:
            hearer.run(event, by=system(f"reaction {reaction}"), at=row.at)


# A worker that lives writes every ten seconds that it does.
_ABANDONED = """
    SELECT j.id, EXISTS (SELECT FROM procrastinate_jobs o WHERE o.queueing_lock = j.queueing_lock AND o.status = 'todo')
      FROM procrastinate_jobs j LEFT JOIN procrastinate_workers w ON w.id = j.worker_id
     WHERE j.status = 'doing' AND (w.id IS NULL OR w.last_heartbeat < now() - interval '60 seconds')
     ORDER BY j.id FOR UPDATE OF j SKIP LOCKED
"""


@app.periodic(cron="* * * * *")
@app.task(name="journal.take_up_again", queueing_lock="journal.take_up_again")
def take_up_again(timestamp: int) -> int:
    """Put back in the queue, every minute, what a worker was doing when it was killed; returns how many jobs.

    Every job may be run twice: acts, deliveries and calls to others are made so.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_ABANDONED)
        abandoned = cursor.fetchall()
        # Periodic work that is planned again already needs no second place in the queue.
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE id = ANY (%s)", [[id_ for id_, again in abandoned if again]]
        )
        for id_, again in abandoned:
            if not again:
                app.job_manager.retry_job_by_id(id_, retry_at=clock.machine_now())
    return len(abandoned)


def later(task: Task[Any, Any, Any], *, at: datetime, **arguments: Any) -> int:
    """Plan `task` for the moment `at`, in the caller's transaction; returns the job's id.

    The job is given its moment back as the argument `due` (ISO text), so that a worker that comes late
    still acts as of the day the work was due. Other arguments must be values JSON can carry.
    """
    planned = task.configure(schedule_at=clock.on_the_machine(at))
    return planned.defer(due=at.isoformat(), **{name: _plain(value) for name, value in arguments.items()})


def planned(task: Task[Any, Any, Any], *, at: datetime, **arguments: Any) -> dict[str, Any]:
    """What `later` would plan, for a fact that is recorded with it by one statement (`record(…, then=[…])`)."""
    if task.queueing_lock is not None:
        raise TypeError(f"{task.name}: what may be planned already is planned by `later`")
    told = {name: _plain(value) for name, value in arguments.items()}
    job = task.configure(schedule_at=clock.on_the_machine(at)).make_new_job(due=at.isoformat(), **told)
    return {
        "queue": job.queue,
        "task": job.task_name,
        "priority": job.priority,
        "lock": job.lock,
        "args": job.task_kwargs,
        "at": job.scheduled_at.isoformat() if job.scheduled_at else None,
    }


class SomeFailed(Exception):
    """Some of many could not be done; the log says which, and `acquis check` that the work failed."""


def one_by_one(act: Callable[..., Any], records: Iterable[Mapping[str, Any]], *, by: Actor, at: datetime) -> list[Any]:
    """Run an act once for each record (its arguments), each in its own transaction; returns their answers, in order.

    One that fails never costs the others theirs: all are tried, then `SomeFailed` is raised. Acts are made to be run
    again, so that those done before a failure change nothing the next time.
    """
    answers, failed, name = [], 0, getattr(act, "__name__", str(act))
    for record in records:
        try:
            answers.append(act(**record, by=by, at=at))
        except Exception as error:
            failed += 1
            # The reason of a refusal is a word of the house; another error's text might hold data.
            told = error.reason if isinstance(error, Refused) else type(error).__name__
            which = " ".join(str(value) for value in record.values() if isinstance(value, UUID))
            logger.exception("%s failed for %s: %s", name, which, told)
    if failed:
        raise SomeFailed(f"{name}: {failed} of {failed + len(answers)} failed")
    return answers


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | list | dict) else str(value)
