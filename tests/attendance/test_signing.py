"""Half-days opened, signed and confirmed, at a place or at a distance: refusals in order, then what is written."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests import scenes
from tests.attendance.scenes import (
    AFTER,
    ALONE,
    DAY,
    DURING,
    MORNING,
    REMOTE,
    Class,
    a_class,
    a_morning,
    code,
    confirming,
    day,
    opened,
    record,
    refused,
    seen,
    signing,
    sound,
)
from tests.moments import AT, moment
from tests.people.test_documents import PDF

from acquis.attendance import actions, codes, queries
from acquis.attendance.models import CodeTry, Entry, HalfDay, TrainerLink
from acquis.attendance.types import (
    Connected,
    Kind,
    Means,
    Presence,
    Refusal,
    Seen,
    Strength,
)
from acquis.enrolments import actions as enrolments
from acquis.journal.queries import history
from acquis.journal.reads import reads_about
from acquis.kit.actor import system
from acquis.people.types import Refusal as FileRefusal
from acquis.rules.types import ExitReason

pytestmark = pytest.mark.django_db


@pytest.fixture
def group() -> Class:
    return a_class()


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

    def test_a_link_ends_with_the_half_day_it_was_given_for(self, group: Class) -> None:
        half_day_id = a_morning(group)
        agent, trainer = group.body.agent, system("trainer")
        given: dict[str, Any] = {"half_day_id": half_day_id, "name": "Inès Baron", "by": agent, "at": moment(DAY, 8)}
        token = actions.name_trainer(**given)
        assert queries.has_link(half_day_id, by=agent, at=moment(DAY, 8))
        later = replace(MORNING, starts=time(9, 30))
        actions.change(half_day_id=half_day_id, half_day=later, by=agent, at=moment(DAY, 8))
        refused(Refusal.LINK_UNKNOWN, queries.trainer_of, token=token, by=trainer, at=DURING)
        assert not queries.has_link(half_day_id, by=agent, at=moment(DAY, 8))
        again = actions.name_trainer(**given)
        assert queries.trainer_of(again, by=trainer, at=DURING).half_day_id == half_day_id
        assert not queries.has_link(half_day_id, by=scenes.a_body().agent, at=DURING)
        actions.cancel(half_day_id=half_day_id, by=agent, at=DURING)
        refused(Refusal.LINK_UNKNOWN, queries.trainer_of, token=again, by=trainer, at=DURING)
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
