"""Requests: refusals in the order of the checks, the life of one, and who sees what."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests import scenes
from tests.support.scenes import PDF, answered, opened, taken

from acquis.journal.reads import reads_about
from acquis.kit.clock import day_of
from acquis.kit.ids import new_id
from acquis.kit.refusal import Refused
from acquis.outside import virus_scan
from acquis.people import crypto
from acquis.people.actions import rotate_keys
from acquis.people.documents import MOST_BYTES
from acquis.people.types import Refusal as PeopleRefusal
from acquis.support import actions, checks, models, queries
from acquis.support.types import (
    Act,
    Kind,
    Outcome,
    ProofFile,
    Recipient,
    Refusal,
    State,
    Topic,
)

pytestmark = pytest.mark.django_db

LATER = scenes.AT + timedelta(hours=3)


def refused(reason: Refusal | PeopleRefusal) -> pytest.RaisesExc[Refused]:
    return pytest.raises(Refused, match=str(reason))


def test_a_request_is_opened_once_and_promises_a_day() -> None:
    holder = scenes.a_holder()
    inquiry_id = new_id()
    for _twice in range(2):
        given = actions.open_inquiry(
            inquiry_id=inquiry_id, topic=Topic.HOURS, said="Six mois manquent.", year=2025, employer="Fournil Petit",
            proofs=[PDF], by=holder.actor, at=scenes.AT,
        )  # fmt: skip
        assert given == inquiry_id
    found = queries.inquiry(inquiry_id, by=holder.actor)
    assert (found.row.state, found.row.recipient) == (State.OPEN, Recipient.EMPLOYER)
    assert found.row.due_on == day_of(scenes.AT) + timedelta(days=30)
    assert [entry.words for entry in found.entries] == ["Six mois manquent."]
    (proof,) = found.entries[0].proofs
    assert queries.proof(inquiry_id, proof.id, by=holder.actor).content == PDF.content
    assert models.Inquiry.objects.count() == 1
    with refused(Refusal.ANOTHER_CONTENT):
        actions.open_inquiry(
            inquiry_id=inquiry_id, topic=Topic.HOURS, said="Autre chose.", by=holder.actor, at=scenes.AT
        )


def test_what_is_refused_at_first_and_in_which_order() -> None:
    holder = scenes.a_holder()
    script = ProofFile(name="x.pdf", content=b"<script>")
    heavy = ProofFile(name="x.pdf", content=b"%PDF-" + b"0" * MOST_BYTES)
    active = ProofFile(name="x.pdf", content=PDF.content.replace(b"%%EOF", b"/JavaScript %%EOF"))

    def ask(by=holder.actor, said="Faux.", proofs=()):
        return actions.open_inquiry(
            inquiry_id=new_id(), topic=Topic.OTHER, said=said, proofs=proofs, by=by, at=scenes.AT
        )

    with refused(Refusal.NOT_ALLOWED):
        ask(by=scenes.STAFF, said="")
    with refused(Refusal.WORDS_MISSING):
        ask(said="  ", proofs=[script])
    with refused(Refusal.WORDS_TOO_LONG):
        ask(said="a" * 4001)
    with refused(Refusal.TOO_MANY_PROOFS):
        ask(proofs=[script] * 4)
    for file, reason in (
        (script, PeopleRefusal.DOCUMENT_FORMAT),
        (heavy, PeopleRefusal.DOCUMENT_TOO_LARGE),
        (active, PeopleRefusal.DOCUMENT_ACTIVE),
    ):
        with refused(reason):
            ask(proofs=[PDF, file])
    assert not models.Proof.objects.exists()
    assert not models.Inquiry.objects.exists()


def test_words_and_files_are_not_readable_in_the_tables() -> None:
    opened(scenes.a_holder(), said="Je suis enceinte.", proofs=[PDF])
    assert b"enceinte" not in bytes(models.Entry.objects.get().words_sealed)
    assert b"fiche de paie" not in bytes(models.Proof.objects.get().content_sealed)


def test_from_the_question_to_the_answer_and_back() -> None:
    holder = scenes.a_holder()
    inquiry_id = taken(holder)
    actions.ask(inquiry_id=inquiry_id, said="Quel mois ?", by=scenes.STAFF, at=LATER)
    assert queries.inquiry(inquiry_id, by=holder.actor).row.state is State.ASKED
    actions.reply(inquiry_id=inquiry_id, said="Mai.", proofs=[PDF], by=holder.actor, at=LATER)
    actions.relay(inquiry_id=inquiry_id, said="Merci de corriger mai.", by=scenes.STAFF, at=LATER)
    actions.answer(inquiry_id=inquiry_id, outcome=Outcome.CORRECTED, said="C’est corrigé.", by=scenes.STAFF, at=LATER)
    found = queries.inquiry(inquiry_id, by=holder.actor)
    assert (found.row.state, found.row.outcome) == (State.ANSWERED, Outcome.CORRECTED)
    assert found.may == {Act.REPLY, Act.CLOSE}
    told = [each.kind for each in queries.messages_of(holder.person_id, by=holder.actor)]
    assert sorted(told) == sorted([Kind.REQUEST_ANSWERED, Kind.REQUEST_ASKED])
    actions.reply(inquiry_id=inquiry_id, said="Et juin ?", by=holder.actor, at=LATER)
    assert queries.inquiry(inquiry_id, by=holder.actor).row.outcome is None
    assert list(checks.state_follows_entries()) == []


def test_each_act_is_refused_to_others_then_at_the_wrong_time_then_without_words() -> None:
    holder, other = scenes.a_holder(), scenes.a_holder()
    inquiry_id = opened(holder)
    with refused(Refusal.NOT_ALLOWED):
        actions.take(inquiry_id=inquiry_id, by=holder.actor, at=LATER)
    with refused(Refusal.NOT_ALLOWED):
        actions.withdraw(inquiry_id=inquiry_id, by=other.actor, at=LATER)
    with refused(Refusal.NOT_ALLOWED):
        actions.reply(inquiry_id=inquiry_id, said="", by=other.actor, at=LATER)
    for act in (actions.ask, actions.relay):
        with refused(Refusal.NOT_NOW):
            act(inquiry_id=inquiry_id, said="", by=scenes.STAFF, at=LATER)
    with refused(Refusal.NOT_NOW):
        actions.close(inquiry_id=inquiry_id, by=holder.actor, at=LATER)
    actions.take(inquiry_id=inquiry_id, by=scenes.STAFF, at=LATER)
    with refused(Refusal.WORDS_MISSING):
        actions.ask(inquiry_id=inquiry_id, said=" ", by=scenes.STAFF, at=LATER)
    with refused(Refusal.WORDS_MISSING):
        actions.answer(inquiry_id=inquiry_id, outcome=Outcome.REFUSED, said="", by=scenes.STAFF, at=LATER)
    ours = taken(holder, topic=Topic.TOP_UP)
    with refused(Refusal.NOT_DECLARED):
        actions.relay(inquiry_id=ours, said="À vous.", by=scenes.STAFF, at=LATER)


def test_a_request_ends_by_its_holder() -> None:
    holder = scenes.a_holder()
    first, second = opened(holder), answered(holder)
    actions.withdraw(inquiry_id=first, by=holder.actor, at=LATER)
    actions.close(inquiry_id=second, by=holder.actor, at=LATER)
    states = {row.id: row.state for row in queries.inquiries_of(holder.account_id, by=holder.actor)}
    assert states == {first: State.CLOSED, second: State.CLOSED}


def test_what_an_agent_reads_is_noted_and_nobody_else_sees_it() -> None:
    holder, other = scenes.a_holder(), scenes.a_holder()
    inquiry_id = opened(holder)
    queries.inquiry(inquiry_id, by=holder.actor)
    assert reads_about(holder.person_id) == []
    queries.inquiry(inquiry_id, by=scenes.STAFF)
    (read,) = reads_about(holder.person_id)
    assert read.what == "request"
    assert queries.inquiry(inquiry_id, by=scenes.STAFF).row.number in read.reason
    for stranger in (other.actor, scenes.FINANCE):
        with refused(Refusal.INQUIRY_UNKNOWN):
            queries.inquiry(inquiry_id, by=stranger)
    assert queries.inquiries_of(holder.account_id, by=other.actor) == []
    with refused(Refusal.NOT_ALLOWED):
        queries.inquiries(by=scenes.FINANCE)


def test_the_queue_shows_the_most_pressing_first() -> None:
    late, soon = scenes.a_holder(), scenes.a_holder()
    second = opened(soon)
    first = opened(late, at=scenes.AT - timedelta(days=10))
    page = queries.inquiries(by=scenes.STAFF, states=[State.OPEN])
    assert [row.id for row in page.rows] == [first, second]
    assert page.counts == {State.OPEN: 2}
    assert queries.inquiries(by=scenes.STAFF, number=page.rows[1].number).rows == page.rows[1:]


def test_the_check_sees_a_state_without_its_entry() -> None:
    inquiry_id = opened(scenes.a_holder())
    models.Inquiry.objects.filter(pk=inquiry_id).update(state=State.TAKEN)
    assert len(list(checks.state_follows_entries())) == 1


def test_a_file_that_a_scanner_refuses_is_not_kept_and_one_it_passed_is_told(monkeypatch) -> None:
    holder = scenes.a_holder()
    monkeypatch.setattr(virus_scan, "scan", lambda content: virus_scan.Verdict.INFECTED)
    with refused(PeopleRefusal.DOCUMENT_INFECTED):
        opened(holder, proofs=[PDF])
    assert not models.Inquiry.objects.exists()
    monkeypatch.setattr(virus_scan, "scan", lambda content: virus_scan.Verdict.CLEAN)
    found = queries.inquiry(opened(holder, proofs=[PDF]), by=holder.actor)
    (proof,) = found.entries[0].proofs
    assert (proof.scanned, proof.media_type) == (True, "application/pdf")


def test_what_is_written_and_attached_can_be_read_after_the_old_keys_are_destroyed(settings, tmp_path) -> None:
    settings.ACQUIS = settings.ACQUIS.model_copy(update={"home": tmp_path})
    holder = scenes.a_holder()
    inquiry_id = opened(holder, proofs=[PDF])
    crypto.make_keys(crypto.keys_folder(), version=2)
    crypto.forget_loaded_keys()
    while rotate_keys(batch=1, by=scenes.SYSTEM, at=scenes.AT):
        pass
    for old in crypto.keys_folder().glob("*-1.key"):
        old.unlink()
    crypto.forget_loaded_keys()
    found = queries.inquiry(inquiry_id, by=holder.actor)
    assert found.entries[0].words == "Il manque six mois."
    (proof,) = found.entries[0].proofs
    assert queries.proof(inquiry_id, proof.id, by=holder.actor).content == PDF.content
    crypto.forget_loaded_keys()
