"""Hearings: who opens what and when, what both may read, and what each decision gives, as it was foreseen."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction
from tests import scenes
from tests.enrolments.money import moved
from tests.moments import AT, moment
from tests.scenes import FINANCE, PRICE, STAFF, STARTS, SYSTEM

from acquis.enrolments import actions as enrolments
from acquis.enrolments import queries as enrolments_of
from acquis.enrolments.events import PutUnderControl
from acquis.enrolments.types import ControlMotive, ControlState, Party
from acquis.enrolments.types import State as EnrolmentState
from acquis.hearings import actions, jobs, queries, reactions, sides
from acquis.hearings.models import Entry, Exhibit, Hearing
from acquis.hearings.types import Act, Finding, HearingKind, Refusal, Service, State
from acquis.journal.checks import CHECKS
from acquis.journal.queries import history
from acquis.kit.refusal import Refused
from acquis.people import sealed
from acquis.people.types import ProofFile
from acquis.rules.types import CancelledBy, ExitReason

pytestmark = pytest.mark.django_db

PAPER = ProofFile(name="certificat.pdf", content=b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")
CONTEST, EXCUSE, ERROR = HearingKind.CONTEST, HearingKind.FORCE_MAJEURE, HearingKind.ENTRY_IN_ERROR
#: The working days after 18 December 2026, on which the training of the scenes is declared.
MONDAY = moment(date(2026, 12, 21))
AFTER_ALL = moment(date(2027, 1, 15))


def opened(scene, kind=CONTEST, *, by=None, at=MONDAY, exhibits=(), **more):
    by = by or (scene.body.agent if kind is ERROR else scene.holder.actor)
    what = {"said": "Je n’ai suivi que la moitié.", "exhibits": exhibits, **more}
    return actions.open_hearing(enrolment_id=scene.id, kind=kind, by=by, at=at, **what)


def refused(act, **arguments):
    with pytest.raises(Refused) as caught:
        act(**arguments)
    return caught.value.reason


def sound():
    for context in ("hearings", "enrolments", "treasury", "ledger"):
        import_module(f"acquis.{context}.checks")
    names = ("hearings", "enrolments", "treasury", "ledger")
    broken = [f for n, check in CHECKS.items() if n.startswith(names) and "delay" not in n for f in check()]
    assert broken == []


def test_a_body_contests_only_what_was_declared_in_its_stead():
    at = moment(date(2026, 12, 15))
    theirs, own = scenes.in_training(), scenes.service_declared()
    enrolments.declare_failure(
        enrolment_id=theirs.id, stopped_on=at.date(), continued=False, done=7, total=70, by=STAFF, at=at
    )
    assert refused(opened, scene=own, by=own.body.agent) == Refusal.NOT_ALLOWED
    late = theirs.now.due_at
    assert refused(opened, scene=theirs, by=theirs.body.agent, at=late) == Refusal.CONTEST_OVER
    details = enrolments_of.details(theirs.id, by=theirs.body.agent)
    assert CONTEST in queries.may_open(details, by=theirs.body.agent, at=at)
    hearing_id = opened(theirs, by=theirs.body.agent, at=at)
    assert theirs.now.control_state is ControlState.IN_CONTROL
    found = queries.hearing(hearing_id, by=theirs.holder.actor)
    assert (found.row.opened_by, found.other_side_heard) == (Party.PROVIDER, False)
    actions.state(hearing_id=hearing_id, said="C’est bien arrêté.", by=theirs.holder.actor, at=at)
    assert queries.hearing(hearing_id, by=STAFF).other_side_heard
    sound()


def test_who_has_said_nothing_is_reminded_before_it_is_too_late():
    scene = scenes.service_declared()
    hearing_id = opened(scene)
    due = sides.reminder_at(Hearing.objects.get(pk=hearing_id).state_by_at)
    jobs.remind.func(hearing_id=str(hearing_id), due=due.isoformat())
    reminded = [each.payload for each in history(hearing_id) if each.kind == "hearings.statement_due"]
    assert [each["party"] for each in reminded] == [Party.PROVIDER]
    actions.state(hearing_id=hearing_id, said="Voici.", by=scene.body.agent, at=due)
    assert actions.remind(hearing_id=hearing_id, by=SYSTEM, at=due) == 0
    assert refused(actions.remind, hearing_id=hearing_id, by=STAFF, at=due) == Refusal.NOT_ALLOWED


def test_what_was_said_and_attached_is_sealed_and_never_changed():
    scene = scenes.service_declared()
    hearing_id = opened(scene, exhibits=[replace(PAPER, name="Certificat de M. Untel.pdf")])
    found = queries.hearing(hearing_id, by=STAFF)
    (exhibit,) = found.entries[0].exhibits
    assert exhibit.name == "Certificat de M. Untel.pdf"
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM hearings_exhibit e WHERE e::text LIKE %s", ["%Untel%"])
        assert cursor.fetchone() == (0,)
    for words in (
        "UPDATE hearings_entry SET act = 'state'",
        "DELETE FROM hearings_entry",
        "UPDATE hearings_exhibit SET size = 1",
        "DELETE FROM hearings_exhibit",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(words)
    # Under newer keys, the sealed cells alone are written again.
    for model in (Entry, Exhibit):
        for row in model.objects.all():
            columns = [name for field in sealed.columns() if field.model is model for name in field.reseal(row)]
            row.save(update_fields=columns)
    assert queries.hearing(hearing_id, by=STAFF).entries == found.entries


def test_who_opens_what_and_when():
    scene = scenes.service_declared()
    me = scene.holder.actor

    def opening(kind, **more):
        return refused(opened, scene=scene, kind=kind, **more)

    assert opening(CONTEST, by=scenes.a_holder().actor) == "enrolments.unknown_enrolment"
    for by in (scene.body.agent, STAFF):
        assert opening(CONTEST, by=by) == Refusal.NOT_ALLOWED
    assert opening(ERROR, by=me) == Refusal.NOT_ALLOWED
    assert opening(CONTEST, at=scene.now.due_at) == Refusal.CONTEST_OVER
    assert opening(ERROR) == Refusal.NOT_NOW
    assert opening(EXCUSE) == Refusal.EXHIBIT_REQUIRED
    assert opening(CONTEST, said=" ") == Refusal.WORDS_MISSING
    assert opening(CONTEST, said="x" * 4_001) == Refusal.WORDS_TOO_LONG
    assert opening(CONTEST, exhibits=[PAPER] * 6) == Refusal.TOO_MANY_EXHIBITS
    assert opening(CONTEST, exhibits=[ProofFile(name="a.exe", content=b"MZ")]) == "people.document_format"
    assert opening(HearingKind.CONTROL, by=STAFF) == Refusal.FINDING_IMPOSSIBLE
    hearing = opened(scene)
    assert opening(CONTEST) == Refusal.ALREADY_OPEN
    told = queries.hearing(hearing, by=me)
    # Ten and twenty working days from Monday 21 December, Christmas and New Year aside.
    assert (told.row.state_by, told.row.due_on) == (date(2027, 1, 6), date(2027, 1, 20))
    assert scene.now.control_state is ControlState.IN_CONTROL
    assert refused(enrolments.validate_service, enrolment_id=scene.id, by=SYSTEM, at=AFTER_ALL) == (
        "enrolments.under_control"
    )
    assert [line.kind for line in history(hearing)] == ["hearings.opened"]
    agreed = scenes.service_declared()
    enrolments.confirm_service(enrolment_id=agreed.id, by=agreed.holder.actor, at=MONDAY)
    assert refused(opened, scene=agreed) == Refusal.ALREADY_CONFIRMED
    sound()


def test_both_are_heard_then_an_agent_decides_what_was_foreseen():
    scene = scenes.service_declared(ends_on=date(2027, 4, 30))
    at = scene.now.history[-1].at + timedelta(hours=2)
    hearing = opened(scene, at=at, exhibits=[PAPER])
    me, agent = scene.holder.actor, scene.body.agent
    half = Service(reason=ExitReason.DROPOUT, done=Decimal(35), total=Decimal(70))
    decision = {"hearing_id": hearing, "finding": Finding.CHANGED, "said": "Émargement.", "at": at}

    for by in (me, agent, FINANCE):
        assert refused(actions.take, hearing_id=hearing, by=by, at=at) == Refusal.NOT_ALLOWED
        assert refused(actions.decide, by=by, **decision) == Refusal.NOT_ALLOWED
    actions.take(hearing_id=hearing, by=STAFF, at=at)
    assert refused(actions.decide, by=STAFF, **decision | {"said": ""}) == Refusal.WORDS_MISSING
    assert refused(actions.decide, by=STAFF, service=half, **decision) == Refusal.OTHER_SIDE_NOT_HEARD
    assert refused(actions.state, hearing_id=hearing, said="Oui.", by=STAFF, at=at) == Refusal.NOT_ALLOWED
    actions.state(hearing_id=hearing, said="La feuille d’émargement.", exhibits=[PAPER], by=agent, at=at)
    assert refused(actions.decide, by=STAFF, **decision) == Refusal.SERVICE_NOT_SAID
    granted = decision | {"finding": Finding.GRANTED}
    assert refused(actions.decide, by=STAFF, **granted) == Refusal.FINDING_IMPOSSIBLE

    foreseen = queries.foresee(hearing, Finding.CHANGED, half, by=STAFF, at=at)
    assert (foreseen.provider_cents, foreseen.lapsed_cents, foreseen.still_owed_cents) == (75_000, 75_000, 37_500)
    actions.decide(by=STAFF, service=half, **decision)
    now, told = scene.now, queries.hearing(hearing, by=agent)
    assert (now.state, now.rate_percent, now.provider_cents) == (EnrolmentState.SERVICE_VALIDATED, 50, 75_000)
    assert (told.row.state, told.row.finding, told.service) == (State.DECIDED, Finding.CHANGED, half)
    assert [(e.act, e.party) for e in told.entries] == [
        (Act.OPEN, Party.HOLDER),
        (Act.STATE, Party.PROVIDER),
        (Act.DECIDE, Party.OPERATOR),
    ]
    assert now.control_state is ControlState.RELEASED
    assert queries.exhibit(hearing, told.entries[0].exhibits[0].id, by=agent).content == PAPER.content
    assert refused(actions.decide, by=STAFF, **decision) == Refusal.NOT_NOW
    assert refused(actions.state, hearing_id=hearing, said="Encore.", by=me, at=at) == Refusal.NOT_NOW
    sound()


@pytest.mark.parametrize(
    ("finding", "paid", "back", "state"),
    [
        (Finding.AS_DECLARED, PRICE, 0, EnrolmentState.SERVICE_DECLARED),
        (Finding.SERVICE_REFUSED, 0, PRICE, EnrolmentState.SERVICE_VALIDATED),
    ],
)
def test_a_silent_body_is_decided_on_after_its_time(finding, paid, back, state):
    scene = scenes.service_declared()
    hearing = opened(scene)
    foreseen = queries.foresee(hearing, finding, None, by=STAFF, at=AFTER_ALL)
    assert (foreseen.provider_cents, foreseen.returned_cents) == (paid, back)
    actions.decide(hearing_id=hearing, finding=finding, said="Sans réponse.", by=STAFF, at=AFTER_ALL)
    now = scene.now
    assert (now.state, now.provider_cents, now.returned_cents) == (state, paid, back)
    if state is EnrolmentState.SERVICE_DECLARED:
        # Its day passed meanwhile: the job planned at the release validates it.
        enrolments.validate_service(enrolment_id=scene.id, by=SYSTEM, at=AFTER_ALL)
    sound()


def test_force_majeure_before_entry_after_it_and_after_an_absence():
    free = scenes.confirmed()
    assert refused(opened, scene=free, kind=EXCUSE, at=AT, exhibits=[PAPER]) == Refusal.FREE_TO_CANCEL
    late = moment(date(2026, 12, 4))
    before = scenes.confirmed()
    inside = scenes.in_training()
    absent = scenes.confirmed()
    enrolments.declare_no_show(enrolment_id=absent.id, by=absent.body.agent, at=moment(STARTS))
    days = moment(STARTS) + timedelta(days=31)
    assert refused(opened, scene=absent, kind=EXCUSE, at=days, exhibits=[PAPER]) == Refusal.EXCUSE_TOO_LATE
    half = Service(reason=ExitReason.FORCE_MAJEURE, done=Decimal(35), total=Decimal(70))
    for scene, at, service, paid in (
        (before, late, None, 0),
        (inside, MONDAY, half, 75_000),
        (absent, MONDAY, None, 0),
    ):
        hearing = opened(scene, EXCUSE, at=at, exhibits=[PAPER])
        # The body knows that it is asked, and does not read somebody's health.
        seen = queries.hearing(hearing, by=scene.body.agent)
        assert seen.entries == ()
        mine = queries.hearing(hearing, by=scene.holder.actor).entries[0].exhibits[0].id
        assert refused(queries.exhibit, hearing_id=hearing, exhibit_id=mine, by=scene.body.agent) == (
            Refusal.HEARING_UNKNOWN
        )
        foreseen = queries.foresee(hearing, Finding.GRANTED, service, by=STAFF, at=AFTER_ALL)
        assert (foreseen.provider_cents, foreseen.returned_cents) == (paid, PRICE - paid)
        actions.decide(
            hearing_id=hearing, finding=Finding.GRANTED, said="Preuve.", service=service, by=STAFF, at=AFTER_ALL
        )
        assert (scene.now.provider_cents, scene.now.returned_cents) == (paid, PRICE - paid)
    assert [scene.now.state for scene in (before, inside, absent)] == [
        EnrolmentState.CANCELLED_BY_HOLDER,
        EnrolmentState.SERVICE_VALIDATED,
        EnrolmentState.NO_SHOW,
    ]
    refusing = scenes.in_training()
    hearing = opened(refusing, EXCUSE, exhibits=[PAPER])
    actions.decide(hearing_id=hearing, finding=Finding.DISMISSED, said="Sans rapport.", by=STAFF, at=AFTER_ALL)
    assert (refusing.now.state, refusing.now.control_state) == (EnrolmentState.IN_TRAINING, ControlState.RELEASED)
    sound()


def test_an_entry_in_error_is_agreed_on_or_decided():
    scene = scenes.in_training(ends_on=date(2027, 4, 30))
    assert moved(scene)["payable"] == 37_500
    hearing = opened(scene, ERROR)
    for by in (scene.body.agent, STAFF):
        assert refused(actions.agree, hearing_id=hearing, by=by, at=MONDAY) == Refusal.NOT_ALLOWED
    other = opened(scene, EXCUSE, exhibits=[PAPER])
    assert refused(actions.agree, hearing_id=other, by=scene.holder.actor, at=MONDAY) == Refusal.NOT_TO_YOU_TO_AGREE
    actions.withdraw(hearing_id=other, by=scene.holder.actor, at=MONDAY)
    actions.agree(hearing_id=hearing, by=scene.holder.actor, at=MONDAY)
    assert "payable" not in moved(scene)
    assert scene.now.returned_cents == PRICE
    assert queries.hearing(hearing, by=STAFF).row.state is State.AGREED
    sound()


def test_who_opened_a_file_gives_it_up_and_an_end_makes_it_moot():
    scene = scenes.service_declared()
    hearing = opened(scene)
    assert refused(actions.withdraw, hearing_id=hearing, by=scene.body.agent, at=MONDAY) == Refusal.NOT_ALLOWED
    actions.withdraw(hearing_id=hearing, by=scene.holder.actor, at=MONDAY)
    assert scene.now.control_state is ControlState.RELEASED
    assert refused(actions.withdraw, hearing_id=hearing, by=scene.holder.actor, at=MONDAY) == Refusal.NOT_NOW

    late = moment(date(2026, 12, 4))
    ended = scenes.confirmed()
    asked = opened(ended, EXCUSE, at=late, exhibits=[PAPER])
    assert refused(actions.close, hearing_id=asked, by=STAFF, at=late) == Refusal.NOT_ALLOWED
    enrolments.cancel(enrolment_id=ended.id, on_behalf_of=CancelledBy.PROVIDER, by=ended.body.agent, at=late)
    fact = reactions.Cancelled(
        about=ended.id,
        account_id=ended.holder.account_id,
        provider_id=ended.body.id,
        state="cancelled_by_provider",
        cancelled_by="provider",
        force_majeure=False,
        provider_cents=0,
        returned_cents=PRICE,
        lapsed_cents=0,
    )
    for _ in range(2):
        reactions.cancelled(fact, by=SYSTEM, at=late)
        actions.close(hearing_id=asked, by=SYSTEM, at=late)
    assert queries.hearing(asked, by=STAFF).row.state is State.MOOT
    sound()


def test_an_agent_opens_a_control_and_the_queue_is_by_deadline():
    first, second = scenes.service_declared(), scenes.in_training()
    why = {"motive": ControlMotive.ATTENDANCE_DOUBTED, "by": STAFF}
    later = opened(second, HearingKind.CONTROL, at=MONDAY + timedelta(days=2), **why)
    sooner = opened(first, HearingKind.CONTROL, **why)
    page = queries.queue(by=STAFF, states=[State.OPEN, State.TAKEN])
    assert [row.id for row in page.rows][:2] == [sooner, later]
    with pytest.raises(Refused):
        queries.queue(by=FINANCE, states=[State.OPEN])
    assert [row.id for row in queries.waiting_for_provider(by=first.body.agent)] == [sooner]
    assert [row.id for row in queries.hearings_about(first.id, by=first.holder.actor)] == [sooner]
    assert HearingKind.CONTEST in queries.may_open(first.now, by=first.holder.actor, at=MONDAY)
    assert Act.STATE in queries.hearing(sooner, by=first.body.agent).may
    # Both sides are asked by an agent's control.
    actions.state(hearing_id=sooner, said="Feuilles signées.", by=first.body.agent, at=MONDAY)
    assert not queries.hearing(sooner, by=STAFF).other_side_heard
    actions.state(hearing_id=sooner, said="J’y étais.", by=first.holder.actor, at=MONDAY)
    assert queries.hearing(sooner, by=STAFF).other_side_heard


def test_what_was_done_after_a_death_has_a_file_in_which_an_agent_decides():
    scene = scenes.service_declared()
    control = enrolments.put_under_control(
        enrolment_id=scene.id, motive=ControlMotive.ACTED_AFTER_DEATH, by=SYSTEM, at=MONDAY
    )
    told = PutUnderControl(
        about=scene.id,
        account_id=scene.holder.account_id,
        provider_id=scene.body.id,
        control_id=control,
        state=scene.now.state,
        motive=ControlMotive.ACTED_AFTER_DEATH,
    )
    for _ in range(2):
        reactions.acted_after_death(told, by=SYSTEM, at=MONDAY)
    (row,) = queries.hearings_about(scene.id, by=STAFF)
    assert (row.kind, row.opened_by) == (HearingKind.CONTROL, Party.OPERATOR)
    assert scene.now.control_state is ControlState.IN_CONTROL
    actions.decide(hearing_id=row.id, finding=Finding.AS_DECLARED, said="Vu.", by=STAFF, at=AFTER_ALL)
    assert scene.now.control_state is ControlState.RELEASED
    enrolments.validate_service(enrolment_id=scene.id, by=SYSTEM, at=AFTER_ALL)
    assert scene.now.state is EnrolmentState.SERVICE_VALIDATED
    sound()
