"""Freezes: each for its own reason, lifted on its own; and deaths that were told, again and again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests import scenes
from tests.accounts.scenes import broken
from tests.accounts.test_deaths import DIED, NIGHT, account, death, holder, refusal, saying, state, told

from acquis.accounts.actions import end_rights, freeze, note_register, reopen, unfreeze
from acquis.accounts.jobs import register_jobs
from acquis.accounts.models import Account, DeathNotice
from acquis.accounts.reactions import a_death_is_nobody_s
from acquis.accounts.types import AccountState, Refusal
from acquis.outside.identity_register import Answer, Kind
from acquis.people import actions as people
from acquis.people.events import DoubtDismissed
from acquis.people.models import Person
from acquis.people.types import Refusal as PeopleRefusal
from acquis.rules import EndGround

pytestmark = pytest.mark.django_db
__all__ = ["holder"]

AT, SYSTEM, AGENT = scenes.AT, scenes.SYSTEM, scenes.STAFF
WITHOUT_ITS_DAY = Answer(kind=Kind.FOUND, dead=True)


def said(person, answer: Answer = WITHOUT_ITS_DAY, *, nights: int = 0) -> None:
    note_register(account_id=account(person), answer=answer, by=SYSTEM, at=AT + timedelta(days=nights))


def dismiss(doubt) -> None:
    people.dismiss_doubt(doubt_id=doubt, note="homonyme, vu au guichet", by=AGENT, at=AT)
    a_death_is_nobody_s(DoubtDismissed(about=doubt), by=SYSTEM, at=AT)


class TestADeathToldWithoutItsDay:
    def test_it_is_one_case_however_many_nights_it_is_told(self, holder) -> None:
        for night in range(3):
            said(holder, nights=night)
        notice = DeathNotice.objects.get()
        assert notice.died_on is None
        assert state(holder) is AccountState.FROZEN

    def test_once_dismissed_it_freezes_the_living_no_more(self, holder) -> None:
        said(holder)
        dismiss(DeathNotice.objects.get().pk)
        for night in range(1, 4):
            said(holder, nights=night)
            assert state(holder) is AccountState.OPEN
        assert DeathNotice.objects.count() == 1
        # A day to come is none either.
        said(holder, Answer(kind=Kind.FOUND, dead=True, died_on=date(2100, 1, 1)), nights=4)
        assert (state(holder), DeathNotice.objects.count()) == (AccountState.OPEN, 1)
        # With a day it is something that nobody has looked at.
        said(holder, Answer(kind=Kind.RECTIFIED, dead=True, died_on=DIED), nights=5)
        assert (state(holder), DeathNotice.objects.count()) == (AccountState.FROZEN, 2)
        assert not broken()

    def test_after_a_dismissal_of_the_dated_one_it_says_nothing_new(self, holder) -> None:
        said(holder, Answer(kind=Kind.RECTIFIED, dead=True, died_on=DIED))
        dismiss(DeathNotice.objects.get().pk)
        said(holder, nights=1)
        assert (state(holder), DeathNotice.objects.count()) == (AccountState.OPEN, 1)

    def test_a_case_that_a_file_opened_is_the_same(self, holder) -> None:
        # The file writes the name in capitals, without accents: another writing, the same death.
        doubt = told()
        said(holder, Answer(kind=Kind.RECTIFIED, dead=True, died_on=DIED))
        assert DeathNotice.objects.get().pk == doubt
        assert state(holder) is AccountState.FROZEN
        dismiss(doubt)
        assert state(holder) is AccountState.OPEN

    def test_when_it_was_theirs_the_account_ends_the_day_it_was_told(self, holder) -> None:
        said(holder)
        doubt = DeathNotice.objects.get().pk
        with saying(died=""):
            register_jobs.ask_the_register(due=NIGHT)
        assert DeathNotice.objects.get().answered_at is None
        register_jobs.actions.answer_death(doubt_id=doubt, person_id=holder, by=SYSTEM, at=AT + timedelta(days=9))
        closed = Account.objects.get(person_id=holder)
        assert (closed.state, closed.ended_on) == (AccountState.CLOSED, AT.date())


class TestCauses:
    def test_a_decision_outlives_a_dismissed_death(self, holder) -> None:
        freeze(account_id=account(holder), reason="usurpation", by=AGENT, at=AT)
        said(holder)
        dismiss(DeathNotice.objects.get().pk)
        assert state(holder) is AccountState.FROZEN
        unfreeze(account_id=account(holder), by=AGENT, at=AT)
        assert state(holder) is AccountState.OPEN
        assert not broken()

    def test_a_death_outlives_a_lifted_decision(self, holder) -> None:
        said(holder)
        freeze(account_id=account(holder), reason="usurpation", by=AGENT, at=AT)
        twice = {"account_id": account(holder), "by": AGENT, "at": AT}
        assert refusal(freeze, **twice, reason="encore") is Refusal.NOT_IN_THIS_STATE
        unfreeze(**twice)
        assert state(holder) is AccountState.FROZEN
        # What nobody decided nobody lifts: the case is answered.
        assert refusal(unfreeze, **twice) is Refusal.NOT_IN_THIS_STATE
        dismiss(DeathNotice.objects.get().pk)
        assert state(holder) is AccountState.OPEN

    def test_who_retired_meanwhile_is_freed_too(self, holder) -> None:
        said(holder)
        asked = {"account_id": account(holder), "by": AGENT, "at": AT}
        end_rights(**asked, ground=EndGround.PENSION, ended_on=date(2026, 11, 1))
        dismiss(DeathNotice.objects.get().pk)
        assert state(holder) is AccountState.RETIRED
        reopen(**asked, reason="pension sans taux plein")
        assert state(holder) is AccountState.OPEN
        assert not broken()

    def test_a_retired_account_is_frozen_by_a_death_as_well(self, holder) -> None:
        asked = {"account_id": account(holder), "by": AGENT, "at": AT}
        end_rights(**asked, ground=EndGround.PENSION, ended_on=date(2026, 11, 1))
        said(holder)
        assert Account.objects.get(person_id=holder).frozen_at_end
        dismiss(DeathNotice.objects.get().pk)
        assert not Account.objects.get(person_id=holder).frozen_at_end


def test_nobody_is_created_to_have_died(holder) -> None:
    doubt = told()
    forged = {"doubt_id": doubt, "person_id": None, "note": "formulaire forgé", "by": AGENT, "at": AT}
    assert refusal(people.settle_doubt, **forged) is PeopleRefusal.NOT_A_CANDIDATE
    assert Person.objects.count() == 1


class TestTheNight:
    def test_a_refusal_costs_neither_the_other_deaths_nor_the_sweep_their_turn(self, holder, monkeypatch) -> None:
        doubt = told()
        # Settled by an agent while the register was being asked: the job's own answer comes too late.
        DeathNotice.objects.filter(pk=doubt).update(answered_at=None)
        people.dismiss_doubt(doubt_id=doubt, note="homonyme", by=AGENT, at=AT)
        second = scenes.a_holder().person_id
        with saying():
            assert register_jobs.ask_the_register(due=NIGHT) == 2
        assert {state(holder), state(second)} == {AccountState.CLOSED}
        assert DeathNotice.objects.get(pk=doubt).asked_at is not None

    def test_the_death_that_waits_longest_is_asked_about_first(self, holder, settings) -> None:
        settings.ACQUIS = settings.ACQUIS.model_copy(update={"identity_register_nightly": 1})
        later = told()
        first = told(died_on=DIED - timedelta(days=1))
        DeathNotice.objects.filter(pk=first).update(received_at=AT - timedelta(days=2))
        with saying(died=""):
            register_jobs.ask_the_register(due=NIGHT)
        asked = dict(DeathNotice.objects.values_list("pk", "asked_at"))
        assert asked[first] is not None
        assert asked[later] is None


def test_it_is_no_answer_to_a_living_person_s_declaration_of_the_same_words(holder) -> None:
    slip = death(birth_name="Kerouedam", died_on=None)
    (dead,), (living,) = (
        people.doubt_deaths(identities=[slip], by=SYSTEM, at=AT),
        people.match_declared(identities=[slip], by=SYSTEM, at=AT),
    )
    assert None not in (dead.doubt_id, living.doubt_id)
    assert dead.doubt_id != living.doubt_id
