"""The record of attendance, act by act: refusals in the order of the checks, then what is written."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from tests import scenes
from tests.attendance.scenes import (
    AFTER,
    AFTERNOON,
    DAY,
    DURING,
    MORNING,
    Class,
    a_class,
    a_morning,
    code,
    confirming,
    day,
    opened,
    planned,
    record,
    seen,
    signing,
)
from tests.moments import AT, moment
from tests.people.test_documents import PDF

from acquis.attendance import actions, chain, checks, codes, plans, queries
from acquis.attendance.models import CodeTry, Entry, HalfDay, TrainerLink
from acquis.attendance.types import (
    Connected,
    Kind,
    Means,
    Mode,
    Planned,
    Presence,
    Refusal,
    Seen,
    State,
    Strength,
)
from acquis.enrolments import actions as enrolments
from acquis.journal.queries import history
from acquis.journal.reads import reads_about
from acquis.kit.actor import system
from acquis.kit.refusal import Refused
from acquis.people.types import Refusal as FileRefusal
from acquis.rules.types import ExitReason

pytestmark = pytest.mark.django_db

ALONE = Planned(day=day(9), starts=time(9), ends=time(12), mode=Mode.REMOTE_ALONE, steps=6)
REMOTE = Planned(day=day(9), starts=time(14), ends=time(16), mode=Mode.REMOTE_LIVE, place="https://classe.example")


def refused(why: Any, act: Any, **arguments: Any) -> None:
    with pytest.raises(Refused) as caught, transaction.atomic():
        act(**arguments)
    assert caught.value.reason is why


def sound() -> None:
    """Every check of the context finds nothing."""
    for check in (
        checks.records_prove_themselves,
        checks.the_journal_vouches,
        checks.words_are_kept,
        checks.half_days_follow_lines,
        checks.links_are_short,
    ):
        assert list(check()) == []


@pytest.fixture
def group() -> Class:
    return a_class()


class TestPlanning:
    def test_who_may_and_for_whom(self, group: Class) -> None:
        other = scenes.a_body()
        plan = {"session_id": group.session_id, "half_days": [MORNING], "at": AT}
        refused(Refusal.NOT_YOURS, actions.plan, **plan, by=group.first.holder.actor)
        refused(Refusal.NOBODY_ENROLLED, actions.plan, **plan, by=other.agent)
        asked = scenes.requested()
        plan["session_id"] = asked.now.session_id
        refused(Refusal.NOBODY_ENROLLED, actions.plan, **plan, by=asked.body.agent)
        many = {"session_id": group.session_id, "half_days": [MORNING] * 401, "at": AT}
        refused(Refusal.TOO_MANY_AT_ONCE, actions.plan, **many, by=group.body.agent)

    def test_each_is_judged_by_itself_and_the_good_ones_are_kept(self, group: Class) -> None:
        wrong = {
            Refusal.TIMES_IMPOSSIBLE: replace(MORNING, ends=time(9)),
            Refusal.TOO_LONG: replace(MORNING, ends=time(15, 1)),
            Refusal.PLACE_MISSING: replace(MORNING, place="  "),
            Refusal.STEPS_MISSING: replace(ALONE, steps=0),
            Refusal.NOT_EXPECTED: replace(MORNING, only_for=uuid4()),
            Refusal.OUTSIDE_SESSION: replace(MORNING, day=day(19)),
            Refusal.ALREADY_PLANNED: replace(MORNING, starts=time(10)),
        }
        found = planned(group, MORNING, *wrong.values(), AFTERNOON)
        assert [reason for _, reason in found.refused] == list(wrong)
        assert [place for place, _ in found.refused] == list(range(1, 8))
        assert [card.plan for card in queries.half_days_of(group.session_id, by=group.body.agent)] == [
            MORNING,
            AFTERNOON,
        ]
        again = planned(group, MORNING, AFTERNOON)
        assert (again.made, again.known, again.refused) == ((), 2, ())

    def test_one_person_may_have_half_days_of_their_own_but_not_two_at_once(self, group: Class) -> None:
        alone = replace(MORNING, day=day(10), only_for=group.first.id)
        other = replace(alone, only_for=group.second.id)
        found = planned(group, alone, other, replace(alone, only_for=None))
        assert (len(found.made), found.refused) == (2, ((2, Refusal.ALREADY_PLANNED),))
        assert len(record(group.first).half_days) == len(record(group.second).half_days) == 1

    def test_a_rule_leaves_out_weekends_and_holidays(self) -> None:
        slots = [(time(9), time(12, 30)), (time(13, 30), time(17))]
        model = replace(MORNING, day=moment(day(21)).date())
        made = list(plans.repeated(model, until=day(29), weekdays=range(5), slots=slots))
        assert [each.day.day for each in made[::2]] == [21, 22, 23, 24, 28, 29]
        assert made[1].starts == time(13, 30)

    def test_changing_keeps_what_was(self, group: Class) -> None:
        half_day_id = a_morning(group)
        later = replace(MORNING, starts=time(9, 30))
        asked: dict[str, Any] = {"half_day_id": half_day_id, "half_day": later, "at": AT}
        refused(Refusal.HALF_DAY_UNKNOWN, actions.change, **{**asked, "half_day_id": uuid4()}, by=group.body.agent)
        refused(Refusal.NOT_YOURS, actions.change, **asked, by=scenes.a_body().agent)
        refused(
            Refusal.OUTSIDE_SESSION,
            actions.change,
            **{**asked, "half_day": replace(MORNING, day=day(7))},
            by=group.body.agent,
        )
        refused(Refusal.CHANGES_NOTHING, actions.change, **{**asked, "half_day": MORNING}, by=group.body.agent)
        a_morning(group, AFTERNOON)
        refused(Refusal.ALREADY_PLANNED, actions.change, **{**asked, "half_day": AFTERNOON}, by=group.body.agent)
        actions.change(**asked, by=group.body.agent)
        details = queries.half_day(half_day_id, by=group.body.agent)
        assert details.card.plan == later
        assert [each.before for each in details.changes] == [MORNING]

    def test_who_opened_the_wrong_one_closes_it_until_somebody_signed(self, group: Class) -> None:
        half_day_id = opened(group)
        actions.change(half_day_id=half_day_id, half_day=MORNING, by=group.body.agent, at=DURING)
        assert queries.half_day(half_day_id, by=group.body.agent).card.state is State.PLANNED
        actions.open_half_day(half_day_id=half_day_id, by=group.body.agent, at=DURING)
        signing(group.first, half_day_id)
        asked: dict[str, Any] = {"half_day_id": half_day_id, "by": group.body.agent, "at": DURING}
        refused(Refusal.ALREADY_SIGNED, actions.change, **asked, half_day=AFTERNOON)
        refused(Refusal.ALREADY_SIGNED, actions.cancel, **asked)
        other = a_morning(group, AFTERNOON)
        refused(Refusal.NOT_YOURS, actions.cancel, half_day_id=other, by=scenes.a_body().agent, at=AT)
        actions.cancel(half_day_id=other, by=group.body.agent, at=DURING)
        assert len(record(group.first).half_days) == 1
        refused(Refusal.NOT_NOW, actions.cancel, half_day_id=other, by=group.body.agent, at=DURING)


class TestSigning:
    def test_opening(self, group: Class) -> None:
        half_day_id = a_morning(group)
        asked: dict[str, Any] = {"half_day_id": half_day_id}
        refused(Refusal.NOT_YOURS, actions.open_half_day, **asked, by=scenes.a_body().agent, at=DURING)
        refused(Refusal.TOO_EARLY, actions.open_half_day, **asked, by=group.body.agent, at=moment(DAY, 8, 29))
        refused(Refusal.TOO_LATE, actions.open_half_day, **asked, by=group.body.agent, at=moment(day(16), 0))
        assert queries.shown_code(half_day_id, by=group.body.agent, at=DURING) is None
        actions.open_half_day(**asked, by=group.body.agent, at=moment(DAY, 8, 30))
        refused(Refusal.NOT_NOW, actions.open_half_day, **asked, by=group.body.agent, at=DURING)
        alone = a_morning(group, ALONE)
        refused(Refusal.CODE_NOT_USED, actions.open_half_day, half_day_id=alone, by=group.body.agent, at=moment(day(9)))

    def test_the_code_turns_every_thirty_seconds_and_is_taken_one_step_late(self, group: Class) -> None:
        half_day_id = opened(group)
        shown = queries.shown_code(half_day_id, by=group.body.agent, at=moment(DAY, 10) + timedelta(seconds=4))
        assert shown is not None
        assert (len(shown.code), shown.seconds) == (6, 26)
        row = HalfDay.objects.get(pk=half_day_id)
        taken = [
            seconds
            for seconds in range(-60, 121, 10)
            if codes.fits(shown.code, row.secret_sealed, half_day_id, moment(DAY, 10) + timedelta(seconds=seconds))
        ]
        assert taken == list(range(-30, 60, 10))
        spaced = f"{shown.code[:3]} {shown.code[3:]}"
        assert codes.fits(spaced, row.secret_sealed, half_day_id, DURING)
        assert shown.code.encode() not in bytes(row.secret_sealed)
        refused(Refusal.HALF_DAY_UNKNOWN, queries.shown_code, half_day_id=half_day_id, by=scenes.a_body().agent, at=AT)

    def test_a_holder_signs_once_by_the_code(self, group: Class) -> None:
        half_day_id = opened(group)
        stranger = scenes.confirmed()
        good = code(half_day_id, DURING)
        asked: dict[str, Any] = {"half_day_id": half_day_id, "code": good, "at": DURING}
        refused(Refusal.NOT_ALLOWED, actions.sign, **asked, by=group.body.agent)
        refused(Refusal.HALF_DAY_UNKNOWN, actions.sign, **asked, by=stranger.holder.actor)
        entry = actions.sign(**asked, by=group.first.holder.actor)
        assert entry == actions.sign(**{**asked, "code": "000000"}, by=group.first.holder.actor)
        (line,) = record(group.first).entries
        assert (line.kind, line.means, line.minutes, line.late) == (Kind.SIGNED, Means.CODE, 210, False)
        assert line.by == group.first.holder.actor.key
        assert record(group.first).half_days[0].standing.strength is Strength.HOLDER_ALONE
        assert record(group.second).entries == ()
        sound()

    def test_before_it_is_opened_nobody_signs(self, group: Class) -> None:
        half_day_id = a_morning(group)
        refused(Refusal.TOO_EARLY, signing, scene=group.first, half_day_id=half_day_id)
        # Over without having been opened, it is signed all the same: without a code, as what is signed afterwards.
        assert record(group.first, at=AFTER).half_days[0].can_sign
        assert signing(group.first, half_day_id, at=AFTER, typed="") is not None
        (line,) = record(group.first).entries
        assert line.means is Means.AFTERWARDS
        alone = a_morning(group, ALONE)
        refused(Refusal.CODE_NOT_USED, signing, scene=group.first, half_day_id=alone)

    def test_five_wrong_codes_and_one_waits(self, group: Class) -> None:
        half_day_id = opened(group)
        good = code(half_day_id, DURING)
        wrong = f"{(int(good) + 1) % 10**6:06d}"
        for _ in range(5):
            assert signing(group.first, half_day_id, typed=wrong) is None
        assert CodeTry.objects.count() == 5
        refused(Refusal.TOO_MANY_TRIES, signing, scene=group.first, half_day_id=half_day_id, typed=good)
        # Others are not kept waiting, and the time passes.
        assert signing(group.second, half_day_id)
        assert signing(group.first, half_day_id, at=DURING + timedelta(minutes=11))

    def test_afterwards_without_a_code_and_marked_so(self, group: Class) -> None:
        half_day_id = opened(group)
        assert signing(group.first, half_day_id, at=AFTER, typed="")
        assert signing(group.second, half_day_id, at=moment(day(15), 23), typed="")
        (soon,), (late,) = record(group.first).entries, record(group.second).entries
        assert (soon.means, soon.late, late.means, late.late) == (Means.AFTERWARDS, False, Means.AFTERWARDS, True)

    def test_after_a_week_it_is_too_late(self, group: Class) -> None:
        half_day_id = opened(group)
        refused(Refusal.TOO_LATE, signing, scene=group.first, half_day_id=half_day_id, at=moment(day(16), 0))

    def test_who_has_not_signed_is_reminded_once(self, group: Class) -> None:
        half_day_id = opened(group)
        signing(group.first, half_day_id)
        told = {"half_day_id": half_day_id, "by": system("attendance.remind")}
        assert actions.remind(**told, at=DURING) == 0
        refused(Refusal.NOT_ALLOWED, actions.remind, half_day_id=half_day_id, by=group.body.agent, at=AFTER)
        assert actions.remind(**told, at=AFTER) == 1
        facts = [each.kind for each in history(group.second.id)]
        assert facts.count("attendance.signature_missing") == 1
        assert "attendance.signature_missing" not in [each.kind for each in history(group.first.id)]


class TestTheTrainer:
    def test_everybody_is_spoken_of_and_nobody_else(self, group: Class) -> None:
        half_day_id = opened(group)
        asked: dict[str, Any] = {"half_day_id": half_day_id, "at": AFTER}
        both = seen(group)
        refused(Refusal.NOT_YOURS, actions.confirm, **asked, seen=both, by=scenes.a_body().agent)
        refused(Refusal.NOT_YOURS, actions.confirm, **asked, seen=both, by=group.first.holder.actor)
        refused(Refusal.SOMEBODY_MISSING, actions.confirm, **asked, seen=both[:1], by=group.body.agent)
        invented = [*both, Seen(enrolment_id=uuid4(), presence=Presence.PRESENT)]
        refused(Refusal.NOT_EXPECTED, actions.confirm, **asked, seen=invented, by=group.body.agent)
        for minutes in (None, 0, 210):
            wrong = seen(group, (Presence.LATE, minutes))
            refused(Refusal.PRESENCE_IMPOSSIBLE, actions.confirm, **asked, seen=wrong, by=group.body.agent)
        early = {**asked, "at": moment(DAY, 8, 59)}
        refused(Refusal.TOO_EARLY, actions.confirm, **early, seen=both, by=group.body.agent)
        late = {**asked, "at": moment(day(16), 0)}
        refused(Refusal.TOO_LATE, actions.confirm, **late, seen=both, by=group.body.agent)
        assert Entry.objects.count() == 0

    def test_both_signatures_are_the_strongest_proof(self, group: Class) -> None:
        half_day_id = opened(group)
        signing(group.first, half_day_id)
        confirming(group, half_day_id, Presence.PRESENT, (Presence.LATE, 150))
        first, second = record(group.first), record(group.second)
        assert first.half_days[0].standing.strength is Strength.BOTH_SIGNED
        assert second.half_days[0].standing.strength is Strength.TRAINER_ALONE
        assert (first.completion.rate_percent, second.completion.rate_percent) == (100, 71)
        assert second.half_days[0].can_sign
        refused(Refusal.NOT_NOW, confirming, group=group, half_day_id=half_day_id)
        sound()

    def test_when_the_two_differ_the_trainer_counts_and_it_shows(self, group: Class) -> None:
        half_day_id = opened(group)
        signing(group.first, half_day_id)
        confirming(group, half_day_id, Presence.ABSENT)
        standing = record(group.first).half_days[0].standing
        assert (standing.strength, standing.minutes) == (Strength.DISAGREE, 0)

    def test_who_left_the_training_is_expected_no_more_and_it_still_counts(self, group: Class) -> None:
        enrolments.declare_entry(enrolment_id=group.first.id, entered_on=DAY, by=group.body.agent, at=moment(DAY, 18))
        enrolments.declare_exit(
            enrolment_id=group.first.id,
            exited_on=DAY,
            reason=ExitReason.DROPOUT,
            by=group.body.agent,
            at=moment(DAY, 19),
        )
        half_day_id = opened(group, replace(MORNING, day=day(9)))
        at = moment(day(9), 13)
        said = [Seen(enrolment_id=group.second.id, presence=Presence.PRESENT)]
        actions.confirm(half_day_id=half_day_id, seen=said, by=group.body.agent, at=at)
        assert record(group.first, at=at).completion.rate_percent == 0
        assert record(group.second, at=at).completion.rate_percent == 100

    def test_a_link_serves_once_and_for_a_short_time(self, group: Class) -> None:
        half_day_id = opened(group)
        asked: dict[str, Any] = {"half_day_id": half_day_id, "name": "Inès Baron", "at": DURING}
        refused(Refusal.NOT_YOURS, actions.name_trainer, **asked, by=scenes.a_body().agent)
        refused(Refusal.NAME_MISSING, actions.name_trainer, **{**asked, "name": " "}, by=group.body.agent)
        first = actions.name_trainer(**asked, by=group.body.agent)
        token = actions.name_trainer(**asked, by=group.body.agent)
        trainer = system("trainer")
        said = seen(group)
        for dead in (first, "x" * 32):
            refused(Refusal.LINK_UNKNOWN, actions.confirm_by_link, token=dead, seen=said, by=trainer, at=AFTER)
        refused(Refusal.NOT_ALLOWED, actions.confirm_by_link, token=token, seen=said, by=group.body.agent, at=AFTER)
        tomorrow = moment(day(9), 12, 31)
        refused(Refusal.LINK_UNKNOWN, actions.confirm_by_link, token=token, seen=said, by=trainer, at=tomorrow)
        assert queries.trainer_of(token, by=trainer, at=AFTER).name == "Inès Baron"
        actions.confirm_by_link(token=token, seen=said, by=trainer, at=AFTER)
        refused(Refusal.LINK_UNKNOWN, actions.confirm_by_link, token=token, seen=said, by=trainer, at=AFTER)
        (line,) = record(group.first).entries
        assert (line.means, line.trainer, line.motive) == (Means.LINK, "Inès Baron", "")
        kept = TrainerLink.objects.values_list("token", "name_sealed")
        assert all(token not in digest and b"Baron" not in bytes(name) for digest, name in kept)
        sound()

    def test_paper_is_kept_sealed_and_marked_weaker(self, group: Class) -> None:
        half_day_id = a_morning(group)
        asked: dict[str, Any] = {"half_day_id": half_day_id, "seen": seen(group), "name": "feuille.pdf", "at": AFTER}
        refused(Refusal.NOT_YOURS, actions.note_paper, **asked, content=PDF, by=scenes.a_body().agent)
        refused(FileRefusal.DOCUMENT_FORMAT, actions.note_paper, **asked, content=b"<html>", by=group.body.agent)
        scan_id = actions.note_paper(**asked, content=PDF, by=group.body.agent)
        (line,) = record(group.first).entries
        assert (line.kind, line.scan) == (Kind.PAPER, scan_id)
        assert record(group.first).half_days[0].standing.strength is Strength.PAPER
        refused(Refusal.SCAN_UNKNOWN, queries.scan, scan_id=scan_id, by=scenes.a_body().agent, reason="x")
        refused(Refusal.SCAN_UNKNOWN, queries.scan, scan_id=scan_id, by=group.first.holder.actor, reason="x")
        assert queries.scan(scan_id, by=group.body.agent, reason="vérification").content == PDF
        assert [each.what for each in reads_about(group.second.holder.person_id)] == ["attendance sheet"]
        assert Entry.objects.filter(scan=hashlib.sha256(PDF).hexdigest()).count() == 2
        sound()


class TestAtADistance:
    def test_connections_add_up_and_never_go_down_without_a_reason(self, group: Class) -> None:
        half_day_id = a_morning(group, ALONE)
        at = moment(day(9), 18)
        asked: dict[str, Any] = {"half_day_id": half_day_id, "means": Means.FILE, "at": at}

        def told(steps: int, minutes: int = 60) -> list[Connected]:
            return [Connected(enrolment_id=group.first.id, minutes=minutes, steps=steps)]

        refused(Refusal.NOT_YOURS, actions.note_connections, **asked, connections=told(1), by=scenes.a_body().agent)
        on_site = {**asked, "half_day_id": a_morning(group)}
        refused(
            Refusal.NOT_BY_CONNECTION, actions.note_connections, **on_site, connections=told(1), by=group.body.agent
        )
        refused(Refusal.NOT_EXPECTED, actions.note_connections, **asked, connections=[], by=group.body.agent)
        refused(
            Refusal.CONNECTION_IMPOSSIBLE, actions.note_connections, **asked, connections=told(7), by=group.body.agent
        )
        assert actions.note_connections(**asked, connections=told(2), by=group.body.agent) == 1
        assert actions.note_connections(**asked, connections=told(2), by=group.body.agent) == 0
        assert actions.note_connections(**asked, connections=told(4), by=group.body.agent) == 1
        refused(
            Refusal.LOWER_NEEDS_A_MOTIVE, actions.note_connections, **asked, connections=told(3), by=group.body.agent
        )
        actions.cancel(half_day_id=on_site["half_day_id"], by=group.body.agent, at=at)
        made = record(group.first, at=at).completion
        assert (made.rate_percent, made.done, made.total, made.by_steps) == (67, 400, 600, True)
        sound()

    def test_beside_a_class_what_is_done_alone_counts_by_its_minutes(self, group: Class) -> None:
        alone = a_morning(group, ALONE)
        live = a_morning(group, REMOTE)
        at = moment(day(9), 18)
        connected = [Connected(enrolment_id=group.first.id, minutes=500)]
        told: dict[str, Any] = {"means": Means.FORM, "by": group.body.agent}
        refused(
            Refusal.TOO_EARLY,
            actions.note_connections,
            half_day_id=live,
            connections=connected,
            **told,
            at=moment(day(9), 13),
        )
        actions.note_connections(half_day_id=live, connections=connected, **told, at=at)
        steps = [Connected(enrolment_id=group.first.id, steps=3)]
        actions.note_connections(half_day_id=alone, connections=steps, **told, at=at)
        found = record(group.first, at=at)
        # Two hours of class, cut to the class's own length, and half of three hours alone, of five hours.
        assert (found.completion.done, found.completion.total, found.completion.rate_percent) == (350, 500, 70)
        assert found.half_days[1].standing.strength is Strength.CONNECTION


class TestCorrecting:
    def test_one_more_line_with_its_motive(self, group: Class) -> None:
        half_day_id = opened(group)
        confirming(group, half_day_id, Presence.ABSENT)
        here = Seen(enrolment_id=group.first.id, presence=Presence.PRESENT)
        asked: dict[str, Any] = {"half_day_id": half_day_id, "seen": here, "motive": "Oubli du formateur", "at": AFTER}
        refused(Refusal.NOT_YOURS, actions.correct, **asked, by=scenes.a_body().agent)
        unknown = replace(here, enrolment_id=uuid4())
        refused(Refusal.NOT_EXPECTED, actions.correct, **{**asked, "seen": unknown}, by=group.body.agent)
        refused(Refusal.MOTIVE_MISSING, actions.correct, **{**asked, "motive": " "}, by=group.body.agent)
        same = replace(here, presence=Presence.ABSENT)
        refused(Refusal.CHANGES_NOTHING, actions.correct, **{**asked, "seen": same}, by=group.body.agent)
        planned_only = {**asked, "half_day_id": a_morning(group, AFTERNOON)}
        refused(Refusal.NOT_NOW, actions.correct, **planned_only, by=group.body.agent)
        actions.correct(**asked, by=group.body.agent)
        found = record(group.first)
        assert [each.kind for each in found.entries] == [Kind.CONFIRMED, Kind.CORRECTED]
        assert (found.entries[1].motive, found.half_days[0].standing.minutes) == ("Oubli du formateur", 210)
        assert b"Oubli" not in b"".join(bytes(each) for each in _sealed_words())
        sound()

    def test_nothing_is_erased_and_each_line_holds_the_one_before(self, group: Class) -> None:
        half_day_id = opened(group)
        signing(group.first, half_day_id)
        confirming(group, half_day_id)
        found = record(group.first)
        assert [each.previous for each in found.entries] == [chain.BEFORE_THE_FIRST, found.entries[0].digest]
        assert (found.head, found.proven) == (found.entries[-1].digest, True)
        told = [each.payload["digest"] for each in history(group.first.id) if each.kind == "attendance.line_written"]
        assert told == [each.digest for each in found.entries]
        for words in ("UPDATE attendance_entry SET minutes = 1", "DELETE FROM attendance_entry"):
            with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(words)

    @pytest.mark.parametrize(
        "change",
        [
            "UPDATE attendance_entry SET minutes = 10 WHERE rank = 1",
            "DELETE FROM attendance_entry WHERE rank = 2",
            "DELETE FROM attendance_entry WHERE rank = 1",
        ],
    )
    def test_what_is_changed_behind_our_back_is_found(self, group: Class, change: str) -> None:
        half_day_id = opened(group)
        signing(group.first, half_day_id)
        confirming(group, half_day_id)
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE attendance_entry DISABLE TRIGGER USER")
            cursor.execute(change + " AND enrolment_id = %s", [group.first.id])
            cursor.execute("ALTER TABLE attendance_entry ENABLE TRIGGER USER")
        assert not record(group.first).proven
        assert list(checks.records_prove_themselves())
        if change.startswith("DELETE"):
            assert list(checks.the_journal_vouches())


class TestWhatFollows:
    def test_a_declared_rate_that_differs_is_kept_and_announced(self, group: Class) -> None:
        half_day_id = opened(group)
        planned(group, AFTERNOON)
        confirming(group, half_day_id)
        enrolments.declare_entry(enrolment_id=group.first.id, entered_on=DAY, by=group.body.agent, at=moment(DAY, 18))
        before = queries.compared_with_declared(group.first.id, declared_percent=100, by=group.body.agent)
        assert before is not None
        assert (before.gap, before.whole, before.at) == (50, False, None)
        told: dict[str, Any] = {"enrolment_id": group.first.id, "declared_percent": 100, "at": AFTER}
        refused(Refusal.NOT_ALLOWED, actions.compare, **told, by=group.body.agent)
        actions.compare(**told, by=scenes.SYSTEM)
        actions.compare(**told, by=scenes.SYSTEM)
        kept = queries.compared_with_declared(group.first.id, by=group.first.holder.actor)
        assert kept is not None
        assert (kept.record_percent, kept.declared_percent, kept.gap, kept.at) == (50, 100, 50, AFTER)
        kinds = [each.kind for each in history(group.first.id)]
        assert kinds.count("attendance.rate_differs") == 1
        assert [each for each, _ in queries.gaps(by=scenes.STAFF)] == [group.first.id]
        assert queries.gaps(by=group.body.agent) == []
        confirming(group, queries.half_days_of(group.session_id, by=group.body.agent)[1].id, at=moment(DAY, 17, 5))
        actions.compare(**{**told, "at": moment(DAY, 18)}, by=scenes.SYSTEM)
        assert [each.kind for each in history(group.first.id)].count("attendance.rate_differs") == 1

    def test_without_a_plan_nothing_is_compared_and_it_is_kept_so(self, group: Class) -> None:
        actions.compare(enrolment_id=group.first.id, declared_percent=80, by=scenes.SYSTEM, at=AFTER)
        kept = queries.compared_with_declared(group.first.id, by=scenes.STAFF)
        assert kept is not None
        assert (kept.record_percent, kept.gap, kept.differs) == (None, None, False)

    def test_nobody_reads_another_s_record(self, group: Class) -> None:
        a_morning(group)
        assert queries.record_of(group.first.id, by=group.second.holder.actor, at=AT) is None
        assert queries.record_of(group.first.id, by=scenes.a_body().agent, at=AT) is None
        assert queries.record_of(group.first.id, by=scenes.STAFF, at=AT) is not None
        assert queries.half_days_of(group.session_id, by=scenes.a_body().agent) == []

    def test_what_waits_is_listed_for_each(self, group: Class) -> None:
        half_day_id = opened(group)
        a_morning(group, replace(MORNING, day=day(10)))
        waiting = queries.to_attend_to(by=group.body.agent, at=DURING)
        assert [(card.id, people, signed) for card, _, people, signed in waiting] == [(half_day_id, 2, 0)]
        signing(group.first, half_day_id)
        assert queries.to_attend_to(by=group.body.agent, at=DURING)[0][3] == 1
        assert queries.to_sign(by=group.first.holder.actor, at=DURING) == []
        ((enrolment_id, mine),) = queries.to_sign(by=group.second.holder.actor, at=DURING)
        assert (enrolment_id, mine.card.id, mine.asks_code) == (group.second.id, half_day_id, True)
        (card,) = queries.sessions(by=group.body.agent, at=AFTER)
        assert (card.people, card.planned, card.signed, card.overdue) == (2, 2, 0, 1)


def _sealed_words() -> list[bytes]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT words_sealed FROM attendance_entrywords")
        return [row[0] for row in cursor.fetchall()]
