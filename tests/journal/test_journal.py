"""Facts recorded with their jobs in one transaction, heard once, and told again; work planned for later."""

import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import ClassVar
from uuid import UUID

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from acquis.journal import models
from acquis.journal.actions import record, record_all
from acquis.journal.checks import CHECKS, check
from acquis.journal.jobs import deliver, later
from acquis.journal.queries import history, recent
from acquis.journal.reactions import REACTIONS, reaction
from acquis.journal.types import Event
from acquis.kit import clock
from acquis.kit.actor import system
from acquis.kit.ids import new_id

ME = system("tests")
AT = datetime(2026, 11, 23, 10, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Planted(Event):
    kind: ClassVar[str] = "tests.planted"
    trees: int
    on: date
    by_whom: UUID | None = None
    kinds: tuple[str, ...] = ()
    seen_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Felled(Event):
    kind: ClassVar[str] = "tests.felled"


@pytest.fixture
def heard():
    """What two reactions to `Planted` hear; the second fails as long as `heard.broken`."""

    class Heard(list):
        broken = False

    heard = Heard()

    @reaction(Planted)
    def water(event, *, by, at):
        heard.append((event, by.label, at))

    @reaction(Planted)
    def weed(event, *, by, at):
        models.Read.objects.create(person_id=event.about, at=at, by=by.key, what="weeds", reason="test")
        if heard.broken:
            raise RuntimeError("no hoe")

    yield heard
    for name in [name for name, r in REACTIONS.items() if r.event is Planted]:
        del REACTIONS[name]


def planted(**other):
    return Planted(**{"about": new_id(), "trees": 3, "on": date(2026, 11, 25)} | other)


def waiting(name="journal.deliver"):
    return ProcrastinateJob.objects.filter(task_name=name, status="todo").order_by("id")


@pytest.mark.django_db
def test_many_facts_are_recorded_in_their_order_and_each_is_heard_by_all(heard):
    same = new_id()
    facts = [planted(trees=number, about=same if number % 2 else new_id()) for number in range(5)]
    places = record_all([*facts, Felled(about=same)], by=ME, at=AT)
    assert places == sorted(places)
    assert [each.payload.get("trees") for each in models.Event.objects.order_by("seq")] == [0, 1, 2, 3, 4, None]
    told = [(job.args["seq"], job.lock) for job in waiting()]
    assert told == [(seq, str(fact.about)) for seq, fact in zip(places, facts, strict=False) for _ in range(2)]
    assert record_all([], by=ME, at=AT) == []


@pytest.mark.django_db
def test_facts_recorded_together_that_tell_the_same_are_heard_once_by_who_wants_them_so(heard, monkeypatch):
    monkeypatch.setattr(sys.modules["acquis.journal.actions.record"], "_AT_ONCE", 2)
    reaction(Planted, once_for=("on", "by_whom"))(lambda event, *, by, at: heard.append(event))
    one, other = new_id(), new_id()
    places = record_all([planted(by_whom=whom) for whom in (one, other, one, one)], by=ME, at=AT)
    record(planted(by_whom=one), by=ME, at=AT + timedelta(days=1))
    told = [job.args["seq"] for job in waiting() if "lambda" in job.args["reaction"]]
    assert told == [*places[:2], places[-1] + 1]


@pytest.mark.django_db
def test_a_fact_is_told_as_it_was_recorded():
    event, account = planted(by_whom=new_id(), kinds=("oak", "elm"), seen_at=AT), new_id()
    seq = record(event, by=ME, at=AT)
    record(Felled(about=event.about, account_id=account), by=ME, at=AT + timedelta(days=1))
    first, second = history(event.about)
    assert (first.seq, first.kind, first.by, first.at) == (seq, "tests.planted", "system:tests", AT)
    assert first.payload == {
        "trees": 3,
        "on": "2026-11-25",
        "by_whom": str(event.by_whom),
        "kinds": ["oak", "elm"],
        "seen_at": AT.isoformat(),
    }
    assert models.Event.objects.get(seq=second.seq).account_id == account
    assert [told.kind for told in recent(1)] == ["tests.felled"]
    assert [told.seq for told in recent(5, kinds=["tests.planted"])] == [seq]


@pytest.mark.django_db
def test_each_reaction_gets_its_job_and_hears_the_fact_once(heard):
    event = planted(by_whom=new_id(), kinds=("oak",), seen_at=AT)
    seq = record(event, by=ME, at=AT)
    jobs = list(waiting())
    assert [job.args["reaction"].rsplit(".", 1)[1] for job in jobs] == ["water", "weed"]
    assert {job.lock for job in jobs} == {str(event.about)}
    for job in [*jobs, *jobs]:
        deliver(**job.args)
    assert heard == [(event, f"reaction {jobs[0].args['reaction']}", AT)]
    assert models.Delivery.objects.filter(seq=seq).count() == 2
    assert not any(list(check()) for name, check in CHECKS.items() if name.startswith("journal"))


@pytest.mark.django_db
def test_a_reaction_that_fails_leaves_nothing_and_is_tried_again(heard):
    record(planted(), by=ME, at=AT)
    job = waiting().last()
    heard.broken = True
    with pytest.raises(RuntimeError):
        deliver(**job.args)
    assert not models.Delivery.objects.exists()
    assert not models.Read.objects.exists()
    heard.broken = False
    deliver(**job.args)
    assert models.Read.objects.count() == 1


@pytest.mark.django_db
def test_what_was_undone_was_never_told(heard):
    event = planted()
    with transaction.atomic():
        record(event, by=ME, at=AT)
        later(deliver, at=AT, seq=1, reaction="x")
        assert history(event.about)
        assert waiting().count() == 3
        transaction.set_rollback(True)
    assert history(event.about) == []
    assert waiting().count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_worker_brings_the_facts(heard):
    event = planted()
    record(event, by=ME, at=AT)
    with app.replace_connector(app.connector.get_worker_connector()) as working:
        working.run_worker(wait=False, listen_notify=False, install_signal_handlers=False)
    # The worker's threads keep their connections; the test database could not be removed under them.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    assert [told for told, _, _ in heard] == [event]
    assert set(ProcrastinateJob.objects.values_list("status", flat=True)) == {"succeeded"}


@pytest.mark.django_db
def test_work_for_later_knows_when_it_was_due():
    due, noun = AT + timedelta(days=14), new_id()
    later(deliver, at=due, seq=1, reaction=noun)
    job = waiting().get()
    assert job.scheduled_at == clock.on_the_machine(due)
    assert job.args == {"due": due.isoformat(), "seq": 1, "reaction": str(noun)}


@pytest.mark.django_db
def test_work_for_later_is_planned_in_the_time_of_the_machine():
    clock.shift_by(lambda: timedelta(days=30))
    try:
        later(deliver, at=AT + timedelta(days=31), seq=1, reaction="x")
    finally:
        clock.shift_by(None)
    assert waiting().get().scheduled_at == AT + timedelta(days=1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "event", [planted(trees=1.5), planted(on=datetime(2026, 1, 1)), planted(kinds=({"a": 1},)), Event(about=new_id())]
)
def test_what_the_journal_cannot_carry_is_a_mistake(event):
    with pytest.raises(TypeError):
        record(event, by=ME, at=AT)


def test_names_are_taken_once():
    with pytest.raises(TypeError, match="no kind"):
        reaction(Event)
    with pytest.raises(ValueError, match="two checks"):
        check("journal: every delivery is of a recorded fact")(list)
