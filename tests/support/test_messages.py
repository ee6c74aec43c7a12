"""Messages: told once, sent once, to where the person is now, by the ways they want."""

from __future__ import annotations

from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from tests import scenes

from acquis.kit import clock
from acquis.kit.refusal import Refused
from acquis.outside import text_messages
from acquis.people import actions as people
from acquis.people import models as people_models
from acquis.people import queries as people_queries
from acquis.people.types import Refusal as PeopleRefusal
from acquis.support import actions, checks, jobs, models, queries
from acquis.support.types import Channel, Kind, Refusal, SendingState

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


@pytest.fixture
def now():
    clock.shift_by(lambda: scenes.AT - clock.machine_now())
    yield
    clock.shift_by(None)


def told(holder: scenes.Holder, *, reference: str = "credit 2025", at=scenes.AT, by=scenes.SYSTEM):
    return actions.tell(
        account_id=holder.account_id,
        person_id=holder.person_id,
        kind=Kind.RIGHTS_CREDITED,
        values={"year": 2025, "given_cents": 50_000, "balance_cents": 192_140},
        reference=reference,
        by=by,
        at=at,
    )


def reachable(**contact: str) -> scenes.Holder:
    holder = scenes.a_holder()
    given = {"email": "camille@example.org", "phone": "06 12 34 56 78", **contact}
    people.set_contact(person_id=holder.person_id, by=holder.actor, at=scenes.AT, **given)
    return holder


def sent(carrier=jobs.carry) -> list[SendingState]:
    return [
        actions.send(sending_id=each.id, carrier=carrier, by=scenes.SYSTEM, at=scenes.AT)
        for each in models.Sending.objects.order_by("id")
    ]


def test_told_twice_is_told_once() -> None:
    holder = reachable()
    assert told(holder) == told(holder)
    (message,) = queries.messages_of(holder.person_id, by=holder.actor)
    assert (message.kind, message.read) == (Kind.RIGHTS_CREDITED, False)
    with pytest.raises(Refused, match=str(Refusal.NOT_ALLOWED)):
        told(holder, reference="other", by=holder.actor)


def test_an_email_leaves_once_and_says_what_happened(settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    told(reachable())
    assert sent() == [SendingState.SENT]
    assert sent() == [SendingState.SENT]
    (message,) = mail.outbox
    assert message.to == ["camille@example.org"]
    assert message.subject == "Vos droits de 2025 sont arrivés"
    assert "500,00\u00a0€" in message.body
    assert "1\u00a0921,40\u00a0€" in message.body
    assert "Martin" not in message.body


def test_a_text_message_needs_consent() -> None:
    holder = reachable()
    told(holder)
    assert {each.channel for each in models.Sending.objects.all()} == {Channel.EMAIL}
    actions.say_wishes(email=False, text=True, by=holder.actor, at=scenes.AT)
    told(holder, reference="another")
    assert queries.latest_sendings()[0].channel is Channel.TEXT
    carried = []
    states = sent(lambda channel, address, sending: carried.append((channel, address)))
    # The e-mail was written before the holder said no more of them: it stays.
    assert states == [SendingState.LEFT, SendingState.SENT]
    assert carried == [(Channel.TEXT, ("+33612345678",))]


def test_without_an_address_nothing_leaves_and_the_site_still_tells() -> None:
    holder = scenes.a_holder()
    told(holder)
    assert sent() == [SendingState.LEFT]
    assert queries.unread_count(holder.person_id, by=holder.actor) == 1


def test_a_failure_leaves_it_waiting_and_giving_up_is_written() -> None:
    told(reachable())

    def broken(*_: object) -> None:
        raise OSError

    with pytest.raises(OSError):
        sent(broken)
    (sending,) = models.Sending.objects.all()
    assert sending.state == SendingState.WAITING
    actions.give_up(sending_id=sending.id, attempts=9, by=scenes.SYSTEM, at=scenes.AT)
    assert queries.latest_sendings()[0].state is SendingState.FAILED
    assert sent() == [SendingState.FAILED]


def test_old_news_is_kept_and_sent_to_nobody() -> None:
    holder = reachable()
    told(holder, at=scenes.AT - timedelta(days=4))
    assert not models.Sending.objects.exists()
    assert len(queries.messages_of(holder.person_id, by=holder.actor)) == 1


def test_messages_are_read_by_their_holder_only() -> None:
    holder, other = scenes.a_holder(), scenes.a_holder()
    message_id = told(holder)
    actions.read_messages(message_ids=[message_id], by=other.actor, at=scenes.AT)
    assert queries.unread_count(holder.person_id, by=holder.actor) == 1
    actions.read_messages(message_ids=[message_id], by=holder.actor, at=scenes.AT)
    assert queries.unread_count(holder.person_id, by=holder.actor) == 0
    assert queries.messages_of(holder.person_id, by=other.actor) == []


def test_what_was_sent_is_listed_by_the_day_of_what_it_tells() -> None:
    holder = reachable()
    told(holder, reference="later")
    told(holder, reference="earlier", at=scenes.AT - timedelta(hours=9))
    assert [each.message.at for each in queries.latest_sendings()] == [scenes.AT, scenes.AT - timedelta(hours=9)]


def test_the_check_sees_a_message_that_waits() -> None:
    told(reachable())
    assert list(checks.nothing_waits()) == []
    models.Message.objects.update(at=scenes.AT - timedelta(days=3))
    assert len(list(checks.nothing_waits())) == 1


@pytest.mark.parametrize(
    ("email", "phone", "reason"),
    [
        ("camille", "", PeopleRefusal.EMAIL_MALFORMED),
        ("a@b.fr, c@d.fr", "", PeopleRefusal.EMAIL_MALFORMED),
        ("", "01 23", PeopleRefusal.PHONE_MALFORMED),
    ],
)
def test_a_contact_that_is_none_is_refused(email: str, phone: str, reason: PeopleRefusal) -> None:
    holder = scenes.a_holder()
    with pytest.raises(Refused, match=str(reason)):
        people.set_contact(person_id=holder.person_id, email=email, phone=phone, by=holder.actor, at=scenes.AT)
    with pytest.raises(Refused, match=str(PeopleRefusal.NOT_ALLOWED)):
        people.set_contact(
            person_id=scenes.a_holder().person_id, email=email, phone=phone, by=holder.actor, at=scenes.AT
        )


def test_the_accepted_request_is_announced_with_its_day() -> None:
    holder = reachable()
    enrolment = scenes.proposed(holder)
    from acquis.enrolments.events import Accepted
    from acquis.enrolments.queries import details
    from acquis.support.reactions import tell_accepted

    found = details(enrolment.id, by=scenes.SYSTEM)
    event = Accepted(about=found.id, provider_id=found.provider_id, state="proposed", starts_on=found.starts_on)
    for _twice in range(2):
        tell_accepted(event, by=scenes.SYSTEM, at=scenes.AT)
    (message,) = queries.messages_of(holder.person_id, by=holder.actor)
    assert message.values == {"title": found.title, "until": found.due_on.isoformat(), "personalised": False}


def test_a_text_message_that_is_not_taken_says_so(settings) -> None:
    settings.ACQUIS = settings.ACQUIS.model_copy(update={"demo": False})
    with pytest.raises(text_messages.NotSent):
        text_messages.send(to="+33612345678", text="x", reference="y")


def test_a_slice_of_the_yearly_run_is_told_whole_once_with_what_each_holds(settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    told_by_mail, silent = reachable(), scenes.a_holder(rights_cents=7_700)
    actions.say_wishes(email=False, text=False, by=silent.actor, at=scenes.AT)
    given = [(told_by_mail.account_id, 50_000), (silent.account_id, -1_000)]
    assert actions.tell_credited(run=3, year=2025, given=given, by=scenes.SYSTEM, at=scenes.AT) == 2
    assert actions.tell_credited(run=3, year=2025, given=given, by=scenes.SYSTEM, at=scenes.AT) == 0
    (message,) = queries.messages_of(silent.person_id, by=silent.actor)
    assert message.values == {"year": 2025, "given_cents": -1_000, "balance_cents": 7_700}
    first, last = sorted([told_by_mail.account_id, silent.account_id])
    assert jobs.send_slice(attempt(), reference="crediting run 3", first=str(first), last=str(last)) == 1
    assert jobs.send_slice(attempt(), reference="crediting run 3", first=str(first), last=str(last)) == 0
    (mailed,) = mail.outbox
    assert "5\u00a0000,00\u00a0€" in mailed.body


def attempt(number: int = 1) -> Any:
    """What the worker tells a job of itself: how many attempts were made before."""
    return SimpleNamespace(job=SimpleNamespace(attempts=number - 1))


class TestASliceWithABadAddress:
    @pytest.fixture
    def slice_(self, settings):
        """Three accounts of one announcement; the mail server refuses the middle one."""
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        holders = sorted((reachable(email=f"h{n}@example.org") for n in range(3)), key=lambda each: each.account_id)
        given = [(each.account_id, 50_000) for each in holders]
        actions.tell_credited(run=4, year=2025, given=given, by=scenes.SYSTEM, at=scenes.AT)
        bounds = {"first": str(holders[0].account_id), "last": str(holders[2].account_id)}
        people_models.Person.objects.filter(pk=holders[1].person_id).update(email="bad@example.org")
        return {"reference": "crediting run 4", **bounds}

    @staticmethod
    def states() -> list[str]:
        return sorted(models.Sending.objects.values_list("state", flat=True))

    def refusing(self, monkeypatch, error: Exception) -> None:
        def deliver(_backend, messages):
            if "bad" in messages[0].to[0]:
                raise error
            return 1

        monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", deliver)

    @pytest.mark.parametrize(
        "error", [ValueError("no address"), SMTPRecipientsRefused({"bad@example.org": (550, b"unknown")})]
    )
    def test_what_will_never_leave_is_given_up_and_the_others_leave(self, slice_, monkeypatch, error) -> None:
        self.refusing(monkeypatch, error)
        assert jobs.send_slice(attempt(), **slice_) == 3
        assert self.states() == ["failed", "sent", "sent"]

    def test_what_may_leave_later_is_tried_to_the_end_then_given_up(self, slice_, monkeypatch) -> None:
        self.refusing(monkeypatch, SMTPRecipientsRefused({"bad@example.org": (450, b"later")}))
        with pytest.raises(SMTPRecipientsRefused):
            jobs.send_slice(attempt(), **slice_)
        assert self.states() == ["sent", "sent", "waiting"]
        assert jobs.send_slice(attempt(jobs.ATTEMPTS), **slice_) == 1
        assert self.states() == ["failed", "sent", "sent"]


def test_after_two_joinings_a_message_goes_to_who_the_person_is_now() -> None:
    first, second, third = (reachable(email=f"h{n}@example.org") for n in range(3))
    for merged, kept in ((first, second), (second, third)):
        people.merge_people(kept_id=kept.person_id, merged_id=merged.person_id, by=scenes.SYSTEM, at=scenes.AT)
    assert people_queries.reach_of(first.person_id, by=scenes.SYSTEM).email == "h2@example.org"


def test_the_run_s_fact_reaches_the_holders() -> None:
    from acquis.accounts import actions as accounts
    from acquis.accounts.models import YearlyCredit
    from acquis.accounts.types import YearRow
    from acquis.crediting.events import SliceCredited
    from acquis.rules import Regime, WorkUnit
    from acquis.support.reactions import tell_slice

    holder = scenes.a_holder(rights_cents=0)
    row = YearRow(account_id=holder.account_id, year=2025, regime=Regime.EMPLOYEE, unit=WorkUnit.HOURS, worked="1607")
    accounts.credit_years(rows=[row], by=scenes.SYSTEM, at=scenes.AT)
    YearlyCredit.objects.update(run=7)
    event = SliceCredited(
        about=holder.account_id, number=7, year=2025, first=holder.account_id, last=holder.account_id, years=1,
        given_cents=50_000, taken_cents=0, parts=[],
    )  # fmt: skip
    tell_slice(event, by=scenes.SYSTEM, at=scenes.AT)
    (message,) = queries.messages_of(holder.person_id, by=holder.actor)
    assert message.values == {"year": 2025, "given_cents": 50_000, "balance_cents": 50_000}
