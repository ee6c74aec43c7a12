"""What training bodies are told: each fact once, in words that name nobody, to their contact, read by all agents."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core import mail
from tests import scenes
from tests.moments import AT, moment
from tests.scenes import STAFF, STARTS, SYSTEM
from tests.support.test_enrolments_told import MONEY, hear, told
from tests.web import visiting

from acquis.enrolments import actions as enrolments
from acquis.enrolments import delays
from acquis.enrolments.events import (
    AnswerDue,
    Cancelled,
    Confirmed,
    FailureDeclared,
    Requested,
    ReschedulingClosed,
    ReschedulingProposed,
    Withdrawn,
)
from acquis.enrolments.types import Refusal
from acquis.hearings.events import Decided, HearingOpened, Stated, StatementDue
from acquis.kit.refusal import Refused
from acquis.people import actions as people
from acquis.people.models import Agent
from acquis.people.types import AgentKind
from acquis.providers import queries as providers
from acquis.providers.events import (
    BankAccountApproved,
    BankAccountContested,
    BankAccountDeclined,
    BankAccountProposed,
)
from acquis.stops.events import StopApproved, StopLeft
from acquis.support import actions, body_reactions, jobs, queries, wording
from acquis.support.models import Sending
from acquis.support.types import Channel, Kind, SendingState
from acquis.treasury.events import CreditNoteIssued, Invoiced, Paid, PayoutReturned

pytestmark = pytest.mark.django_db


def test_a_statement_is_told_once_whenever_it_is_heard_and_another_of_the_same_moment_too() -> None:
    scene = scenes.requested()
    whom = {"account_id": scene.holder.account_id, "provider_id": scene.body.id}
    file = {"about": uuid4(), "enrolment_id": scene.id, "hearing_kind": "contest", **whom}
    one, other = (Stated(**file, party="party_holder", exhibits=0, entry_id=uuid4()) for _ in range(2))
    for fact, at in ((one, AT), (other, AT), (one, AT + timedelta(hours=1))):
        body_reactions.tell_body_hearing_stated(fact, by=SYSTEM, at=at)
    assert [card.kind for card in queries.messages_of_body(by=scene.body.agent)] == [Kind.BODY_HEARING_STATED] * 2


def test_each_fact_is_told_once_to_the_body_and_not_what_it_did_itself() -> None:
    scene = scenes.confirmed()
    whom = {"account_id": scene.holder.account_id, "provider_id": scene.body.id}
    about = {"about": scene.id, "state": "x", **whom}
    file = {"about": uuid4(), "enrolment_id": scene.id, "hearing_kind": "contest", **whom}
    excuse = {**file, "about": uuid4(), "hearing_kind": "hearing_force_majeure"}
    day, batch = date(2026, 12, 10), uuid4()
    asked = {"rescheduling_id": uuid4(), "proposed_by": "party_provider"}
    money = {"provider_id": scene.body.id, "account_id": scene.holder.account_id, "about": scene.id}
    scenes.with_bank_account(scene.body)
    (used,) = providers.bank_accounts(scene.body.id, by=SYSTEM)
    account = {"about": scene.body.id, "bank_account_id": used.id}
    for fact in (
        Requested(**about, session_id=uuid4(), price_cents=1, starts_on=STARTS),
        AnswerDue(**about, until=day),
        Confirmed(**about, price_cents=1, rights_cents=1, third_party_cents=0, holder_pays_cents=0),
        Withdrawn(**about),
        Cancelled(**about, **MONEY, cancelled_by="party_provider"),
        ReschedulingProposed(**about, rescheduling_id=uuid4(), proposed_by="party_holder", starts_on=day),
        ReschedulingProposed(**about, rescheduling_id=uuid4(), proposed_by="party_provider", starts_on=day),
        ReschedulingClosed(**about, **asked, outcome="rescheduling_lapsed"),
        ReschedulingClosed(**about, **asked, outcome="rescheduling_taken_back"),
        HearingOpened(**file, opened_by="party_holder", exhibits=0),
        HearingOpened(**file, opened_by="party_provider", exhibits=0),
        Stated(**file, party="party_holder", exhibits=0),
        Stated(**file, party="party_provider", exhibits=0),
        Stated(**excuse, party="party_holder", exhibits=0),
        StatementDue(**file, party="party_provider", until=day),
        StatementDue(**file, party="party_holder", until=day),
        Decided(**file, finding="changed", provider_cents=1, returned_cents=1, lapsed_cents=0),
        FailureDeclared(**about, stopped_on=day, continued=False, rate_percent=40),
        Invoiced(**money, invoice_id=uuid4(), invoice_kind="balance", amount_cents=75_000, payable_by=day),
        CreditNoteIssued(**money, invoice_id=uuid4(), credit_note_id=uuid4(), amount_cents=5_000),
        # Two invoices, one transfer.
        Paid(**money, invoice_id=uuid4(), batch_id=batch, amount_cents=1, paid_on=day),
        Paid(**money, invoice_id=uuid4(), batch_id=batch, amount_cents=1, paid_on=day),
        PayoutReturned(**money, invoice_id=uuid4(), batch_id=batch, amount_cents=1, reason="AC01"),
        BankAccountProposed(**account),
        BankAccountApproved(**account, usable_from=day),
        BankAccountDeclined(**account),
        BankAccountContested(**account, put_back=None),
        StopApproved(about=uuid4(), provider_id=scene.body.id, stopped_on=day, continued=False, enrolments=1),
        StopLeft(about=uuid4(), provider_id=scene.body.id, left=2, nth=1),
    ):
        hear(fact)
    cards = queries.messages_of_body(by=scene.body.agent)
    assert sorted(card.kind for card in cards) == sorted(kind for kind in Kind if kind.name.startswith("BODY_"))
    words = {card.kind: wording.words_of(card.kind, card.values, card.about) for card in cards}
    assert "75\u00a0" not in words[Kind.BODY_INVOICED].sentences[1]
    assert "750,00" in words[Kind.BODY_INVOICED].sentences[0]
    assert "40\u00a0% de la formation" in words[Kind.BODY_FAILURE].sentences[1]
    assert scene.now.number in words[Kind.BODY_REQUESTED].sentences[0]
    assert "la personne commence le 08/12/2026" in words[Kind.BODY_CONFIRMED].sentences[0]
    assert words[Kind.BODY_DATES_ANSWERED].subject == "Les dates d’une inscription ne changent pas"
    told_account = words[Kind.BODY_ACCOUNT_APPROVED].sentences[0]
    assert f"finit par {used.iban_masked[-4:]} est accepté. Il servira à partir du 10/12/2026" in told_account
    assert not any("FR76" in sentence for each in words.values() for sentence in each.sentences)
    assert all("Camille" not in sentence for each in words.values() for sentence in each.sentences)
    # The holder hears of the stop, of what the body said, and that their time to speak ends.
    subjects = {each.subject for each in told(scene)}
    assert {
        "Votre formation s’est arrêtée",
        "De nouvelles explications au dossier",
        "Bientôt trop tard pour vous expliquer",
    } <= subjects
    assert queries.messages_of_body(by=scenes.a_body().agent) == []


def test_it_leaves_for_the_first_manager_and_is_read_by_all() -> None:
    scene = scenes.requested()
    for email, role in (("agent@x.example", "provider_agent"), ("chef@x.example", "provider_manager")):
        people.enrol_agent(
            kind=AgentKind.PROVIDER,
            first_name="A",
            last_name="B",
            email=email,
            siret=scene.body.siret,
            organisation_id=scene.body.id,
            roles=frozenset({role}),
            by=STAFF,
            at=AT,
        )
    hear(
        Requested(
            about=scene.id,
            account_id=scene.holder.account_id,
            provider_id=scene.body.id,
            state="x",
            session_id=uuid4(),
            price_cents=1,
            starts_on=STARTS,
        )
    )
    (sending,) = Sending.objects.filter(message__provider_id=scene.body.id)
    assert actions.send(sending_id=sending.id, carrier=jobs.carry, by=SYSTEM, at=AT) is SendingState.SENT
    (sent,) = mail.outbox
    assert (sent.to, sending.channel) == (["chef@x.example"], Channel.EMAIL)
    assert "responsables de l’organisme" in sent.body
    client = visiting.signed_in(scene.body.agent)
    assert "Une demande attend votre réponse" in client.get("/organisme/messages").content.decode()
    mine = visiting.signed_in(scene.holder.actor)
    mine.post("/mes-messages/lus")
    assert queries.unread_of_body(by=scene.body.agent) == 1
    client.post("/organisme/messages/lus")
    assert queries.unread_of_body(by=scene.body.manager) == 0


def test_where_a_body_is_paid_is_told_to_all_its_managers_and_to_those_who_left_lately() -> None:
    body = scenes.with_bank_account(scenes.a_body())
    (used,) = providers.bank_accounts(body.id, by=SYSTEM)
    left = {"old": timedelta(days=40), "late": timedelta(days=20), "first": None, "second": None}
    for rank, (name, ago) in enumerate(left.items()):
        agent = people.enrol_agent(
            kind=AgentKind.PROVIDER, first_name="A", last_name="B", email=f"{name}@x.example", siret=body.siret,
            organisation_id=body.id, roles=frozenset({"provider_manager"}), by=STAFF, at=AT + timedelta(hours=rank - 9),
        )  # fmt: skip
        if ago is not None:
            Agent.objects.filter(pk=agent).update(withdrawn_at=AT - ago)
    hear(BankAccountProposed(about=body.id, bank_account_id=used.id))
    (sending,) = Sending.objects.filter(message__kind=Kind.BODY_ACCOUNT_PROPOSED)
    actions.send(sending_id=sending.id, carrier=jobs.carry, by=SYSTEM, at=AT)
    (sent,) = mail.outbox
    # Who proposes a false account may have changed the contact first; nobody sees the others' addresses.
    assert (sent.to, sent.bcc) == (["late@x.example"], ["first@x.example", "second@x.example"])


def test_a_body_is_reminded_on_the_last_day_to_answer() -> None:
    scene = scenes.requested()
    last = delays.reminder_at(scene.now.due_at)
    for act_at, why in ((AT, Refusal.DELAY_NOT_OVER), (scene.now.due_at, Refusal.NOT_NOW)):
        with pytest.raises(Refused) as caught:
            enrolments.remind_to_answer(enrolment_id=scene.id, by=SYSTEM, at=act_at)
        assert caught.value.reason is why
    enrolments.remind_to_answer(enrolment_id=scene.id, by=SYSTEM, at=last)
    enrolments.accept(enrolment_id=scene.id, by=scene.body.agent, at=last)
    with pytest.raises(Refused):
        enrolments.remind_to_answer(enrolment_id=scene.id, by=SYSTEM, at=last)


def test_a_failure_tells_the_holder_what_comes_back_and_until_when_to_contest() -> None:
    scene, at = scenes.in_training(), moment(date(2026, 12, 15))
    enrolments.declare_failure(
        enrolment_id=scene.id, stopped_on=STARTS, continued=False, done=35, total=70, by=STAFF, at=at
    )
    hear(
        FailureDeclared(
            about=scene.id,
            account_id=scene.holder.account_id,
            provider_id=scene.body.id,
            state="x",
            stopped_on=STARTS,
            continued=False,
            rate_percent=50,
        )
    )
    (words,) = [each for each in told(scene) if each.subject == "Votre formation s’est arrêtée"]
    text = " ".join(words.sentences).replace("\u00a0", " ")
    assert "50 % de la formation" in text
    assert "750,00 € vous reviennent" in text
    assert "Contestez-la avant le 22/12/2026" in text
