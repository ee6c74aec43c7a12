"""A body that stops: what is reckoned, who decides, that each enrolment ends once however the work is cut."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests import scenes
from tests.attendance import scenes as attending
from tests.moments import AT, moment
from tests.scenes import APPROVER, FINANCE, PRICE, STAFF, STARTS, SYSTEM

from acquis.attendance import queries as attendance_of
from acquis.attendance.types import Unit
from acquis.enrolments import actions as enrolments
from acquis.enrolments.types import EndMotive, State
from acquis.journal.checks import CHECKS
from acquis.journal.models import Event
from acquis.kit.refusal import Refused
from acquis.people.types import ProofFile
from acquis.providers import queries as providers
from acquis.providers.types import ProviderState
from acquis.rules.types import CancelledBy, ExitReason
from acquis.stops import actions, jobs, queries
from acquis.stops.types import LineState, Refusal, StopState, Way

pytestmark = pytest.mark.django_db
STOPPED, KNOWN = date(2026, 12, 13), moment(date(2026, 12, 21))
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PROOF = ProofFile(name="jugement.pdf", content=PDF)


def prepared(body, **other):
    said = {"stopped_on": STOPPED, "continued": False, "words": "Liquidation prononcée.", "proofs": [PROOF]}
    return actions.prepare(provider_id=body.id, **{**said, "by": STAFF, "at": KNOWN, **other})


def run(stop_id):
    jobs.end_all.func(stop_id=str(stop_id), due=KNOWN.isoformat())


def lines(stop_id):
    return {line.enrolment_id: line for line in queries.lines(stop_id, by=STAFF)}


def sound():
    names = ("stops", "enrolments", "treasury", "ledger", "accounts")
    assert [f for n, check in CHECKS.items() if n.startswith(names) and "delay" not in n for f in check()] == []


def refused(why, act, **said):
    with pytest.raises(Refused) as caught:
        act(**said)
    assert caught.value.reason == why


def test_a_stop_is_reckoned_then_decided_by_another_then_ends_all():
    body = scenes.a_body()
    begun, confirmed, asked = (each(None, body) for each in (scenes.in_training, scenes.confirmed, scenes.requested))
    over, paying, others = scenes.validated(None, body), scenes.proposed(None, body), scenes.confirmed()
    scenes.confirming(paying)
    stop_id = prepared(body)
    found = lines(stop_id)
    assert {pk: line.way for pk, line in found.items()} == {
        begun.id: Way.COUNTED, confirmed.id: Way.RETURNED, asked.id: Way.RETURNED,
    }  # fmt: skip
    # Six of the eleven days from the 8th to the 18th: 55 %.
    counted = found[begun.id]
    assert (counted.done, counted.total, counted.unit, counted.until) == (6, 11, Unit.DAYS, STOPPED)
    assert (counted.provider_cents, counted.returned_cents) == (82_500, PRICE - 82_500)
    assert (found[confirmed.id].returned_cents, found[asked.id].returned_cents) == (PRICE, 0)
    assert begun.now.state is State.IN_TRAINING
    refused(Refusal.SAME_AGENT, actions.approve, stop_id=stop_id, by=both(), at=KNOWN)
    refused(Refusal.NOT_ALLOWED, actions.approve, stop_id=stop_id, by=STAFF, at=KNOWN)
    actions.approve(stop_id=stop_id, by=APPROVER, at=KNOWN)
    assert providers.provider(body.id).state is ProviderState.DELISTED
    for _ in range(2):
        run(stop_id)
    now = begun.now
    assert (now.state, now.exit_reason) == (State.SERVICE_DECLARED, ExitReason.PROVIDER_DEFAULT)
    assert (now.provider_cents, now.returned_cents) == (counted.provider_cents, counted.returned_cents)
    assert {each.now.state for each in (confirmed, asked)} == {State.CANCELLED_BY_OPERATOR}
    assert confirmed.now.end_motive is EndMotive.PROVIDER_FAILED
    assert (paying.now.state, over.now.state, others.now.state) == (
        State.AWAITING_PAYMENT, State.SERVICE_VALIDATED, State.CONFIRMED,
    )  # fmt: skip
    card = queries.stop(stop_id, by=STAFF)
    assert (card.row.state, card.progress) == (StopState.RUNNING, {LineState.ENDED: 3})
    # The card was paying: it is heard of, then this one ends like the others, and the stop with it.
    scenes.paying(paying, at=KNOWN)
    run(stop_id)
    assert paying.now.state is State.CANCELLED_BY_OPERATOR
    card = queries.stop(stop_id, by=STAFF)
    assert (card.row.state, card.progress) == (StopState.DONE, {LineState.ENDED: 4})
    assert card.whole.returned_cents == 3 * PRICE - 82_500
    sound()


def both():
    """The agent who prepared, with an approver's role."""
    return replace(STAFF, roles=STAFF.roles | APPROVER.roles)


def test_work_that_is_cut_goes_on_and_nothing_is_done_twice(monkeypatch):
    body = scenes.a_body()
    three = [scenes.confirmed(None, body) for _ in range(3)]
    stop_id = prepared(body)
    actions.approve(stop_id=stop_id, by=APPROVER, at=KNOWN)
    real, calls = enrolments.cancel_as_operator, []

    def cut(**said):
        """The worker dies in the second one, after its money has moved and before its transaction is written."""
        calls.append(said["enrolment_id"])
        real(**said)
        if len(calls) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr("acquis.enrolments.actions.cancel_as_operator", cut)
    with pytest.raises(KeyboardInterrupt):
        run(stop_id)
    states = sorted(each.now.state for each in three)
    assert states == sorted([State.CANCELLED_BY_OPERATOR, State.CONFIRMED, State.CONFIRMED])
    assert queries.stop(stop_id, by=STAFF).progress == {LineState.ENDED: 1, LineState.WAITING: 2}
    actions.resume(stop_id=stop_id, by=STAFF, at=KNOWN)
    run(stop_id)
    assert {each.now.state for each in three} == {State.CANCELLED_BY_OPERATOR}
    # The first was asked once, the second again after the cut.
    assert (len(calls), len(set(calls))) == (4, 3)
    assert queries.stop(stop_id, by=STAFF).row.state is StopState.DONE
    refused(Refusal.NOT_IN_THIS_STATE, actions.resume, stop_id=stop_id, by=STAFF, at=KNOWN)
    for line in queries.lines(stop_id, by=STAFF):
        actions.end_line(line_id=line.id, by=SYSTEM, at=KNOWN)
    actions.finish(stop_id=stop_id, by=SYSTEM, at=KNOWN)
    assert actions.gather(stop_id=stop_id, by=SYSTEM, at=KNOWN) == []
    sound()


def test_what_moved_since_it_was_shown_is_not_approved_and_what_moves_later_is_left():
    body = scenes.a_body()
    first, second = scenes.confirmed(None, body), scenes.confirmed(None, body)
    stop_id = prepared(body)
    late = scenes.requested(None, body)
    refused(Refusal.CHANGED_MEANWHILE, actions.approve, stop_id=stop_id, by=APPROVER, at=KNOWN)
    refused(Refusal.UNDER_WAY, prepared, body=body)
    refused(Refusal.NOT_ALLOWED, actions.discard, stop_id=stop_id, by=FINANCE, at=KNOWN)
    actions.discard(stop_id=stop_id, by=STAFF, at=KNOWN)
    again = prepared(body)
    actions.approve(stop_id=again, by=APPROVER, at=KNOWN)
    enrolments.cancel(
        enrolment_id=first.id, on_behalf_of=CancelledBy.HOLDER, by=first.holder.actor, at=moment(date(2026, 12, 1))
    )
    run(again)
    assert lines(again)[first.id].state is LineState.LEFT
    assert {lines(again)[each.id].state for each in (second, late)} == {LineState.ENDED}
    sound()


def test_who_left_before_and_what_nobody_can_count_is_for_an_agent():
    body = scenes.a_body()
    gone, endless = scenes.in_training(None, body), scenes.in_training(None, body, ends_on=None)
    enrolments.declare_exit(
        enrolment_id=gone.id, exited_on=STARTS, reason=ExitReason.DROPOUT, by=body.agent, at=moment(STARTS, 18)
    )
    stop_id = prepared(body)
    assert {line.way for line in lines(stop_id).values()} == {Way.BY_HAND}
    actions.approve(stop_id=stop_id, by=APPROVER, at=KNOWN)
    run(stop_id)
    assert (gone.now.state, endless.now.state) == (State.EXITED, State.IN_TRAINING)
    assert queries.stop(stop_id, by=STAFF).progress == {LineState.LEFT: 2}
    # Both sides are reminded, as long as something is left.
    refused(Refusal.NOT_ALLOWED, actions.remind_left, stop_id=stop_id, nth=1, by=STAFF, at=KNOWN)
    refused(Refusal.UNKNOWN, actions.remind_left, stop_id=gone.id, nth=1, by=SYSTEM, at=KNOWN)
    assert [(row.id, left) for row, left in queries.left_to_people(by=APPROVER)] == [(stop_id, 2)]
    later = KNOWN + timedelta(days=7)
    enrolments.declare_service(enrolment_id=gone.id, done=1, total=10, by=body.agent, at=later)
    jobs.remind_left.func(stop_id=str(stop_id), nth=1, due=later.isoformat())
    assert Event.objects.get(kind="stops.left").payload["left"] == 1
    enrolments.declare_exit(
        enrolment_id=endless.id, exited_on=STARTS, reason=ExitReason.DROPOUT, by=body.agent, at=later
    )
    enrolments.declare_service(enrolment_id=endless.id, done=1, total=10, by=body.agent, at=later)
    assert actions.remind_left(stop_id=stop_id, nth=2, by=SYSTEM, at=later) == 0
    assert queries.left_to_people(by=STAFF) == []


@pytest.mark.parametrize(
    ("why", "other"),
    [
        (Refusal.NOT_ALLOWED, {"by": FINANCE}),
        (Refusal.IN_THE_FUTURE, {"at": AT}),
        (Refusal.BEFORE_ANY_REQUEST, {"stopped_on": date(1926, 12, 13)}),
        (Refusal.WORDS_MISSING, {"words": " "}),
        (Refusal.WORDS_TOO_LONG, {"words": "x" * 2_001}),
        (Refusal.EXHIBIT_REQUIRED, {"proofs": []}),
        (Refusal.TOO_MANY_EXHIBITS, {"proofs": [PROOF] * 6}),
    ],
)
def test_a_stop_is_not_prepared(why, other):
    refused(why, prepared, body=scenes.a_body(), **other)


def test_a_body_did_not_stop_before_anybody_asked_it_for_a_training():
    body = scenes.a_body()
    scenes.requested(None, body)
    refused(Refusal.BEFORE_ANY_REQUEST, prepared, body=body, stopped_on=AT.date() - timedelta(days=1))
    prepared(body, stopped_on=AT.date())


def test_hours_of_the_record_come_before_days():
    group = attending.a_class()
    scene = group.first
    half = attending.opened(group)
    attending.confirming(group, half)
    part = attendance_of.followed_until(scene.id, until=STARTS, by=STAFF)
    # A morning of three hours and a half, of the hours sold: what was never planned was not followed.
    assert (part.done, part.total, part.unit) == (3.5, scene.now.hours, Unit.HOURS)
    before = attendance_of.followed_until(scene.id, until=date(2026, 12, 7), by=STAFF)
    assert (before.done, before.total) == (0, scene.now.hours)


def test_the_proof_is_sealed_and_opened_for_agents_alone():
    stop_id = prepared(scenes.a_body())
    card = queries.stop(stop_id, by=STAFF)
    assert (card.words, card.exhibits[0].name) == ("Liquidation prononcée.", "jugement.pdf")
    assert queries.exhibit(stop_id, card.exhibits[0].id, by=STAFF).content == PDF
    assert queries.stop(stop_id, by=FINANCE) is None
    assert queries.exhibit(stop_id, card.exhibits[0].id, by=FINANCE) is None
