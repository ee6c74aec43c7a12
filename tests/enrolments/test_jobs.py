"""The calendar at work: each delay ends by a job that a real worker runs, as of the day it was due."""

import httpx
import pytest
from django.db import connection
from tests import scenes
from tests.moments import AT, moment
from tests.outside.card_provider import card_provider

from acquis.enrolments import actions, jobs
from acquis.enrolments.types import Act, BillingState, State
from acquis.journal.jobs import SomeFailed
from acquis.outside import payments
from acquis.outside.payments_standin.models import DemoPayment
from acquis.outside.payments_standin.payments import conclude
from acquis.rules.types import ExitReason
from acquis.site import worker
from acquis.treasury import actions as treasury
from acquis.treasury.models import Collection
from acquis.treasury.queries import collection
from acquis.treasury.types import CollectionState

pytestmark = pytest.mark.django_db(transaction=True)

OURS = {
    "enrolments.lapse_unanswered",
    "enrolments.remind_to_confirm",
    "enrolments.lapse_unconfirmed",
    "enrolments.expire_payment",
    "enrolments.validate_service",
}


@pytest.fixture(autouse=True)
def _no_jobs_left_over():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def waiting() -> dict[str, str]:
    """{name: due} of our jobs still to do."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name, args->>'due' FROM procrastinate_jobs WHERE status = 'todo' AND task_name = ANY(%s)",
            [list(OURS)],
        )
        return dict(cursor.fetchall())


def work_all() -> None:
    """Let the day come for every planned job, and a worker run them."""
    work(keeping=list(OURS))


def work(*, keeping: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE NOT task_name = ANY(%s)", [keeping])
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() - interval '1 second' WHERE status = 'todo'")
    worker.run(wait=False)
    # The worker's threads keep their connections; the test database could not be removed under them.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        cursor.execute("SELECT task_name, status FROM procrastinate_jobs WHERE status NOT IN ('succeeded')")
        assert cursor.fetchall() == []


def hear_of(kind: str) -> None:
    """Let a worker bring the facts of a kind to those who react to them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE task_name <> 'journal.deliver'"
            " OR (args->>'seq')::bigint NOT IN (SELECT seq FROM journal_event WHERE kind = %s)",
            [kind],
        )
    work(keeping=["journal.deliver"])


def last_step(scene):
    return scene.now.history[-1]


def test_a_request_without_answer_ends_on_its_day():
    scene = scenes.requested()
    assert waiting() == {"enrolments.lapse_unanswered": "2026-11-24T23:00:00+00:00"}
    work_all()
    assert scene.now.state == State.UNANSWERED
    assert last_step(scene).at == moment(scenes.date(2026, 11, 25), 0)
    assert last_step(scene).by == "system:enrolments.lapse_unanswered"


def test_an_acknowledged_request_has_longer():
    scene = scenes.requested(prerequisites=True)
    actions.acknowledge(enrolment_id=scene.id, by=scene.body.agent, at=AT)
    first_due = moment(scenes.date(2026, 11, 25), 0)
    jobs.lapse_unanswered.func(enrolment_id=str(scene.id), due=first_due.isoformat())
    assert scene.now.state == State.UNDER_REVIEW
    work_all()
    assert scene.now.state == State.UNANSWERED


def test_a_proposal_without_confirmation_ends_on_its_day():
    scene = scenes.proposed()
    work_all()
    assert scene.now.state == State.UNCONFIRMED
    # Four working days from Friday the 20th: the 26th is the last.
    assert last_step(scene).at == moment(scenes.date(2026, 11, 27), 0)


def test_a_payment_that_does_not_come_gives_the_proposal_back():
    scene = scenes.proposed()
    scenes.confirming(scene)
    due = scene.now.due_at
    jobs.expire_payment.func(enrolment_id=str(scene.id), attempt=1, due=due.isoformat())
    assert scene.now.state == State.PROPOSED
    assert scene.now.due_on == scenes.date(2026, 11, 26)


@pytest.mark.parametrize(
    ("reason", "state"), [("", State.CONFIRMED), ("declined", State.PROPOSED)], ids=["paid", "refused by the bank"]
)
def test_a_payment_of_which_nobody_told_us_is_heard_of_before_it_is_given_up(reason, state):
    scene = scenes.proposed()
    collection_id = scenes.confirming(scene)
    due = scene.now.due_at
    with card_provider():
        treasury.open_hosted_page(collection_id=collection_id, by=scene.holder.actor, at=AT)
        conclude(collection(collection_id).external_id, reason=reason)
        jobs.expire_payment.func(enrolment_id=str(scene.id), attempt=1, due=due.isoformat())
    assert scene.now.state == state
    assert collection(collection_id).state == (CollectionState.REFUSED if reason else CollectionState.PAID)


def test_payments_told_in_vain_are_asked_about_and_one_that_fails_hides_no_other():
    """Refused in our eyes and paid, strange, awaited and paid: found in the order of their ids, by one sweep."""
    with card_provider():
        made = []
        for _ in range(3):
            scene = scenes.proposed()
            collection_id = scenes.confirming(scene)
            treasury.open_hosted_page(collection_id=collection_id, by=scene.holder.actor, at=AT)
            made.append((scene, collection_id))
        (refused, paid_late), (_, strange), (awaited, paid) = made
        record = {"collection_id": paid_late, "external_id": collection(paid_late).external_id, "at": AT}
        actions.record_payment(**record, outcome=scenes.Outcome.REFUSED, by=scenes.SYSTEM)
        for collection_id in (paid_late, paid):
            conclude(collection(collection_id).external_id, reason="")
        DemoPayment.objects.filter(reference=str(strange)).update(amount_cents=1)
        soon = AT + scenes.timedelta(minutes=9)
        jobs.look_for_payments(due=soon.isoformat())
        assert (awaited.now.state, collection(paid_late).state) == (State.AWAITING_PAYMENT, CollectionState.REFUND_DUE)
        with pytest.raises(SomeFailed, match="1 of 2"):
            jobs.look_for_payments(due=(soon + scenes.timedelta(minutes=1)).isoformat())
    assert awaited.now.state == State.CONFIRMED
    assert (refused.now.state, collection(paid_late).refund_due_cents) == (
        State.PROPOSED,
        collection(paid_late).amount_cents,
    )


def test_a_provider_that_does_not_answer_is_asked_the_next_time():
    scene = scenes.proposed()
    scenes.confirming(scene)
    Collection.objects.update(external_id="pay_1")
    with payments.speaking_through(httpx.MockTransport(lambda _: httpx.Response(503))):
        jobs.look_for_payments(due=(AT + scenes.timedelta(minutes=10)).isoformat())
    assert scene.now.state == State.AWAITING_PAYMENT


def test_the_time_of_a_first_attempt_does_not_end_the_second():
    scene = scenes.proposed()
    scenes.confirming(scene)
    first_due = scene.now.due_at
    scenes.paying(scene, scenes.Outcome.REFUSED)
    scenes.confirming(scene, at=AT + scenes.timedelta(minutes=10))
    jobs.expire_payment.func(enrolment_id=str(scene.id), attempt=1, due=first_due.isoformat())
    assert scene.now.state == State.AWAITING_PAYMENT


def test_a_payment_that_fails_after_the_last_day_ends_the_proposal():
    scene = scenes.proposed()
    last_moment = moment(scenes.date(2026, 11, 26), 23, 50)
    scenes.confirming(scene, at=last_moment)
    work_all()
    assert scene.now.state == State.UNCONFIRMED
    assert [deed.act for deed in scene.now.history][-2:] == [Act.EXPIRE_PAYMENT, Act.LAPSE_UNCONFIRMED]


def test_service_done_is_validated_on_the_fifth_working_day():
    # Declared on Wednesday 23 December, validated on the 31st: Christmas does not count.
    scene = scenes.exited(ends_on=scenes.date(2026, 12, 23), reason=ExitReason.COMPLETED)
    actions.declare_service(
        enrolment_id=scene.id, done=70, total=70, by=scene.body.agent, at=moment(scenes.date(2026, 12, 23), 19)
    )
    work_all()
    assert scene.now.state == State.SERVICE_VALIDATED
    assert last_step(scene).at == moment(scenes.date(2026, 12, 31), 0)


def test_a_job_that_comes_when_the_enrolment_has_moved_on_does_nothing():
    scene = scenes.proposed()
    actions.abandon(enrolment_id=scene.id, by=scene.holder.actor, at=AT)
    before = scene.now
    work_all()
    assert scene.now == before


def test_the_billing_is_over_when_the_treasury_says_it_is_paid():
    scene = scenes.validated(None, scenes.with_bank_account(scenes.a_body()))
    on = scenes.date(2027, 2, 1)
    batch_id = treasury.prepare_payouts(until=on, by=scenes.FINANCE, at=moment(on))
    treasury.approve_payouts(batch_id=batch_id, by=scenes.APPROVER, at=moment(on))
    treasury.mark_paid(batch_id=batch_id, by=scenes.FINANCE, at=moment(on))
    assert scene.now.billing_state == BillingState.BILLED
    hear_of("treasury.paid")
    assert scene.now.billing_state == BillingState.PAID
