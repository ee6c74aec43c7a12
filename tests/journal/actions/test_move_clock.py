"""The demonstration's clock: moved forward by its staff, it brings the jobs of the days between."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app

from acquis.journal import demo_clock, jobs, queries
from acquis.journal.actions.move_clock import move_clock
from acquis.journal.types import Refusal
from acquis.kit import clock
from acquis.kit.actor import ANONYMOUS, Actor, Role, system
from acquis.kit.refusal import Refused
from acquis.site import worker

STAFF = Actor(roles=frozenset({Role.STAFF_AGENT}))
DONE: list[tuple[str, str]] = []


@app.task(name="tests.note")
def note(*, due: str, what: str, again: bool = False) -> None:
    DONE.append((what, due))
    if again:
        from datetime import datetime

        jobs.later(note, at=datetime.fromisoformat(due) + timedelta(days=1), what=f"after {what}")


@pytest.fixture(autouse=True)
def installed() -> Iterator[None]:
    DONE.clear()
    demo_clock.forget()
    demo_clock.install()
    yield
    clock.shift_by(None)
    demo_clock.forget()


@pytest.mark.django_db
def test_only_the_staff_may_move_it() -> None:
    at = clock.now()
    with pytest.raises(Refused) as refused:
        move_clock(to=at + timedelta(days=1), by=ANONYMOUS, at=at)
    assert refused.value.reason is Refusal.NOT_ALLOWED


@pytest.mark.django_db
def test_it_exists_in_the_demonstration_only(settings: pytest.FixtureRequest) -> None:
    settings.ACQUIS = settings.ACQUIS.model_copy(update={"demo": False})  # type: ignore[attr-defined]
    at = clock.now()
    with pytest.raises(Refused) as refused:
        move_clock(to=at + timedelta(days=1), by=STAFF, at=at)
    assert refused.value.reason is Refusal.NOT_A_DEMONSTRATION
    with pytest.raises(RuntimeError):
        demo_clock.install()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("days", "reason"),
    [(0, Refusal.CLOCK_GOES_FORWARD), (-1, Refusal.CLOCK_GOES_FORWARD), (401, Refusal.CLOCK_TOO_FAR)],
)
def test_it_goes_forward_and_not_too_far(days: int, reason: Refusal) -> None:
    at = clock.now()
    with pytest.raises(Refused) as refused:
        move_clock(to=at + timedelta(days=days), by=STAFF, at=at)
    assert refused.value.reason is reason


@pytest.mark.django_db(transaction=True)
def test_the_whole_system_is_on_the_later_day_and_the_journal_tells_it() -> None:
    at = clock.now()
    to = at + timedelta(days=12)
    move_clock(to=to, by=STAFF, at=at)
    assert abs(clock.now() - to) < timedelta(seconds=5)
    told = queries.recent(1)[0]
    assert (told.kind, told.by) == ("journal.clock_moved", "staff_agent:")


@pytest.mark.django_db(transaction=True)
def test_what_was_due_in_between_runs_in_the_order_of_the_days_as_of_its_day() -> None:
    at = clock.now()
    jobs.later(note, at=at + timedelta(days=9), what="ninth")
    jobs.later(note, at=at + timedelta(days=3), what="third", again=True)
    jobs.later(note, at=at + timedelta(days=40), what="fortieth")
    worker.run(wait=False)
    assert DONE == []
    assert queries.pending_until_now() == 0

    move_clock(to=at + timedelta(days=10), by=system("test"), at=at)
    assert queries.pending_until_now() == 2
    worker.run(wait=False)
    assert {what for what, _ in DONE} == {"third", "after third", "ninth"}
    assert [what for what, _ in DONE if not what.startswith("after")] == ["third", "ninth"]
    assert dict(DONE)["third"] == (at + timedelta(days=3)).isoformat()
    assert queries.pending_until_now() == 0
    left = queries.coming()
    assert [c.job for c in left] == ["tests.note"]
    assert abs(left[0].at - (at + timedelta(days=40))) < timedelta(seconds=5)


@pytest.mark.django_db(transaction=True)
def test_it_waits_for_who_has_planned_work_and_takes_that_work_along() -> None:
    at = clock.now()
    mover, failed = elsewhere(lambda: move_clock(to=at + timedelta(days=10), by=STAFF, at=at))
    with transaction.atomic():
        jobs.later(note, at=at + timedelta(minutes=30), what="paid by card")
        mover.start()
        mover.join(0.5)
        assert mover.is_alive()
    mover.join(60)
    assert not failed
    assert queries.pending_until_now() == 1


@pytest.mark.django_db(transaction=True)
def test_who_plans_after_it_has_moved_goes_by_it_however_late_they_began() -> None:
    at = clock.now()
    with transaction.atomic():
        assert abs(clock.now() - at) < timedelta(seconds=5)
        mover, failed = elsewhere(lambda: move_clock(to=at + timedelta(days=10), by=STAFF, at=at))
        mover.start()
        mover.join(60)
        assert not failed
        jobs.later(note, at=at + timedelta(minutes=30), what="paid by card")
    with connection.cursor() as cursor:
        cursor.execute("SELECT scheduled_at <= now() FROM procrastinate_jobs WHERE task_name = 'tests.note'")
        assert cursor.fetchall() == [(True,)]


def elsewhere(act: Callable[[], None]) -> tuple[threading.Thread, list[Exception]]:
    """A thread that does something by a connection of its own, and what it failed by."""
    failed: list[Exception] = []

    def run() -> None:
        try:
            act()
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    return threading.Thread(target=run, daemon=True), failed


@pytest.mark.django_db(transaction=True)
def test_a_job_plans_another_in_its_own_transaction() -> None:
    """The trap of the queue's documentation: a worker whose jobs plan through the worker's own connection."""

    @app.task(name="tests.undone")
    def undone() -> None:
        with transaction.atomic():
            jobs.later(note, at=clock.now(), what="must never be")
            transaction.set_rollback(True)

    undone.defer()
    worker.run(wait=False)
    worker.run(wait=False)
    assert DONE == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'tests.note'")
        assert cursor.fetchone() == (0,)
