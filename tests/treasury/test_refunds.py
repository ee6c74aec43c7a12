"""Refunds on a card: on their way, arrived, come back, tried again; and payments that a bank takes back by itself."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import httpx
import psycopg
import pytest
from django.db import connection
from tests.outside.card_provider import card_provider
from tests.treasury.scenes import APPROVER, AT, FINANCE, LATER, SYSTEM, a_collection

from acquis.kit.refusal import Refused
from acquis.ledger.queries import about as movements
from acquis.ledger.queries import house_sums
from acquis.ledger.types import House, house
from acquis.outside import payments
from acquis.outside.payments_standin import jobs as stand_in
from acquis.outside.payments_standin.models import DemoPayment, DemoRefund
from acquis.outside.payments_standin.payments import conclude
from acquis.treasury import jobs, queries
from acquis.treasury.actions import (
    contest_collection,
    hear_refund,
    note_refund,
    note_refund_sent,
    open_hosted_page,
    record_outcome,
    record_refund,
    refund,
    refuse_refund,
    retry_refund,
    settle_excess,
)
from acquis.treasury.checks import CHECKED
from acquis.treasury.types import CollectionState, ExcessKind, Outcome, RefundState, RefundWhy, Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def provider():
    with card_provider():
        yield


def refused(act, **arguments):
    with pytest.raises(Refused) as refusal:
        act(**arguments)
    return refusal.value.reason


def sound():
    return [sentence for check in CHECKED for sentence in check()]


def balances():
    sums = house_sums()
    return [sums[house(each)].balance_cents for each in (House.REFUNDS_DUE, House.CARD_CLEARING)]


def owed(cents=4_000, *, closes=False):
    """A payment of 150 €, of which a part is to go back."""
    collection = a_collection(15_000)
    open_hosted_page(collection_id=collection, by=SYSTEM, at=AT)
    payment = queries.collection(collection).external_id
    DemoPayment.objects.filter(pk=payment).update(closes=closes)
    conclude(payment, reason="")
    record_outcome(collection_id=collection, outcome=Outcome.PAID, external_id=payment, by=SYSTEM, at=AT)
    why = RefundWhy.NOT_FOLLOWED
    owing = refund(collection_id=collection, amount_cents=cents, reference="part", why=why, by=SYSTEM, at=LATER)
    return collection, owing


def card_of(collection):
    (card,) = queries.refunds_about(queries.collection(collection).about)
    return card


def test_a_refund_that_the_card_refuses_is_owed_until_another_attempt_arrives():
    collection, owing = owed(closes=True)
    jobs.send_refund(refund_id=str(owing))
    assert card_of(collection).state == RefundState.SENT
    stand_in.fail_refund(refund_id=DemoRefund.objects.get().id)
    jobs.look_for_refunds()
    card = card_of(collection)
    assert (card.state, card.reason, card.why) == (
        RefundState.REFUSED, "expired_or_canceled_card", RefundWhy.NOT_FOLLOWED,
    )  # fmt: skip
    assert (balances(), queries.refused_refunds(by=FINANCE)) == ([4_000, -15_000], 1)
    assert queries.collection(collection).state == CollectionState.REFUND_DUE
    # What was asked and refused moves nothing when it is asked for again by a job that comes late.
    jobs.send_refund(refund_id=str(owing))
    assert not sound()

    base = {"refund_id": owing, "by": FINANCE, "at": LATER}
    assert refused(retry_refund, **base | {"refund_id": uuid4()}) == Refusal.REFUND_UNKNOWN
    assert refused(retry_refund, **base | {"by": APPROVER}) == Refusal.NOT_ALLOWED
    retry_refund(**base)
    assert refused(retry_refund, **base) == Refusal.NOT_IN_THIS_STATE
    DemoPayment.objects.update(closes=False)
    jobs.send_refund(refund_id=str(owing))
    assert (card_of(collection).state, card_of(collection).attempt) == (RefundState.DONE, 2)
    assert balances() == [0, -11_000]
    assert DemoRefund.objects.count() == 2
    # The first attempt's failure, told again, is not the second's.
    first = DemoRefund.objects.get(key=str(owing))
    told = payments.RefundMade(
        id=first.id, reference=first.key, amount_cents=4_000, state=payments.RefundState.FAILED, reason="x"
    )
    hear_refund(refund_id=owing, told=told, by=SYSTEM, at=LATER)
    assert (card_of(collection).state, balances()) == (RefundState.DONE, [0, -11_000])
    assert queries.refund_of_key(str(owing)) == queries.refund_of_key(f"{owing}-2") == owing
    assert queries.refund_of_key(f"{owing}-3") is None
    assert not sound()


def test_a_refund_may_come_back_after_it_had_arrived_and_both_ways_are_in_the_ledger_once():
    collection, owing = owed()
    jobs.send_refund(refund_id=str(owing))
    told = payments.RefundMade(
        id="r",
        reference=str(owing),
        amount_cents=4_000,
        state=payments.RefundState.FAILED,
        reason="lost_or_stolen_card",
    )
    for _ in range(3):
        hear_refund(refund_id=owing, told=told, by=SYSTEM, at=LATER)
    assert (card_of(collection).state, balances()) == (RefundState.REFUSED, [4_000, -15_000])
    # Words of before it came back change nothing.
    record_refund(refund_id=owing, external_id="r", by=SYSTEM, at=LATER)
    note_refund_sent(refund_id=owing, external_id="r", by=SYSTEM, at=LATER)
    assert card_of(collection).state == RefundState.REFUSED
    for act, more in ((refuse_refund, {"reason": "x"}), (note_refund_sent, {})):
        base = {"refund_id": owing, "external_id": "r", "by": FINANCE, "at": LATER, **more}
        assert refused(act, **base | {"refund_id": uuid4()}) == Refusal.REFUND_UNKNOWN
        assert refused(act, **base) == Refusal.NOT_ALLOWED
    assert not sound()


def test_what_was_done_otherwise_is_written_and_moves_nothing():
    collection, owing = owed()
    base = {"refund_id": owing, "words": "Virement du 3 décembre", "by": FINANCE, "at": LATER}
    assert refused(note_refund, **base | {"by": APPROVER}) == Refusal.NOT_ALLOWED
    assert refused(note_refund, **base) == Refusal.NOT_IN_THIS_STATE
    refuse_refund(refund_id=owing, external_id="", reason="declined", by=SYSTEM, at=LATER)
    assert refused(note_refund, **base | {"words": " "}) == Refusal.WORDS_MISSING
    before = balances()
    note_refund(**base)
    assert (card_of(collection).note, balances()) == ("Virement du 3 décembre", before)
    assert queries.refused_refunds(by=FINANCE) == 0
    assert not sound()


def test_nothing_is_refunded_of_a_payment_that_the_bank_took_back():
    collection, owing = owed()
    base = {"collection_id": collection, "amount_cents": 15_000, "by": FINANCE, "at": LATER}
    assert refused(contest_collection, **base | {"collection_id": uuid4()}) == Refusal.COLLECTION_UNKNOWN
    assert refused(contest_collection, **base | {"amount_cents": 0}) == Refusal.AMOUNT_NOT_POSITIVE
    contest_collection(**base)
    jobs.send_refund(refund_id=str(owing))
    assert (card_of(collection).state, card_of(collection).reason) == (RefundState.REFUSED, "contested")
    assert DemoRefund.objects.count() == 0
    assert refused(retry_refund, refund_id=owing, by=FINANCE, at=LATER) == Refusal.CONTESTED
    about = queries.collection(collection).about
    assert queries.contested_collections(by=FINANCE) == [(collection, about, 15_000, 15_000)]
    assert not sound()


def lost_answer(owing, collection):
    """The provider makes the refund, and its answer is lost."""
    payment = queries.collection(collection).external_id
    return payments.refund(payment_id=payment, key=str(owing), amount_cents=4_000)


def paid_once(collection):
    assert (card_of(collection).state, balances()) == (RefundState.DONE, [0, -11_000])
    assert [each.amount_cents for each in DemoRefund.objects.all()] == [4_000]
    assert not sound()


@pytest.mark.parametrize("reason", ["declined", "contested"])
@pytest.mark.parametrize("retried", [False, True])
def test_a_refund_made_although_we_believed_it_refused_is_booked_when_it_is_told(reason, retried):
    collection, owing = owed()
    made = lost_answer(owing, collection)
    refuse_refund(refund_id=owing, external_id="", reason=reason, by=SYSTEM, at=LATER)
    if retried:
        retry_refund(refund_id=owing, by=FINANCE, at=LATER)
    for _ in range(2):
        hear_refund(refund_id=owing, told=made, by=SYSTEM, at=LATER)
    jobs.send_refund(refund_id=str(owing))
    paid_once(collection)
    # It may come back still, under the key that it was made under.
    back = replace(made, state=payments.RefundState.FAILED, reason="lost_or_stolen_card")
    for _ in range(2):
        hear_refund(refund_id=owing, told=back, by=SYSTEM, at=LATER)
        hear_refund(refund_id=owing, told=made, by=SYSTEM, at=LATER)
    assert (card_of(collection).state, balances()) == (RefundState.REFUSED, [4_000, -15_000])
    assert not sound()


def test_another_attempt_asks_first_what_became_of_those_before():
    collection, owing = owed()
    lost_answer(owing, collection)
    refuse_refund(refund_id=owing, external_id="", reason="declined", by=SYSTEM, at=LATER)
    retry_refund(refund_id=owing, by=FINANCE, at=LATER)
    jobs.send_refund(refund_id=str(owing))
    paid_once(collection)


def test_a_contested_payment_whose_refund_was_made_before_says_so():
    collection, owing = owed()
    lost_answer(owing, collection)
    contest_collection(collection_id=collection, amount_cents=11_000, by=SYSTEM, at=LATER)
    jobs.send_refund(refund_id=str(owing))
    paid_once(collection)


def test_an_attempt_told_as_failed_after_another_was_asked_is_written_both_ways_and_ends_nothing():
    collection, owing = owed()
    made = lost_answer(owing, collection)
    refuse_refund(refund_id=owing, external_id="", reason="declined", by=SYSTEM, at=LATER)
    retry_refund(refund_id=owing, by=FINANCE, at=LATER)
    failed = replace(made, state=payments.RefundState.FAILED, reason="expired_or_canceled_card")
    for _ in range(2):
        hear_refund(refund_id=owing, told=failed, by=SYSTEM, at=LATER)
    assert (card_of(collection).state, balances()) == (RefundState.DUE, [4_000, -15_000])
    references = {each.reference for each in movements(queries.collection(collection).about)}
    assert {f"refund {owing} done", f"refund {owing} back"} <= references
    assert not sound()


def test_a_key_that_was_never_asked_under_is_not_of_this_refund():
    _, owing = owed()
    told = payments.RefundMade(id="r", reference=f"{owing}-2", amount_cents=4_000, state=payments.RefundState.SUCCEEDED)
    assert refused(hear_refund, refund_id=owing, told=told, by=SYSTEM, at=LATER) == Refusal.REFUND_UNKNOWN


def swept(after, *, silent=False):
    """The sweep of that long after the refund fell due; whether the provider answers it."""
    due = (LATER + after).isoformat()
    if not silent:
        return jobs.look_for_refunds(due=due)
    with payments.speaking_through(httpx.MockTransport(lambda _: httpx.Response(503))):
        return jobs.look_for_refunds(due=due)


def test_a_refund_that_nobody_answers_about_is_asked_for_again_then_waits_for_a_person():
    collection, owing = owed()
    with payments.speaking_through(httpx.MockTransport(lambda _: httpx.Response(503))):
        jobs.send_refund(refund_id=str(owing))
    swept(timedelta(days=2), silent=True)
    assert card_of(collection).state == RefundState.DUE
    swept(timedelta(days=3), silent=True)
    assert (card_of(collection).state, card_of(collection).reason) == (RefundState.REFUSED, "unanswered")
    assert queries.refused_refunds(by=FINANCE) == 1
    # Another attempt has its own three days.
    retry_refund(refund_id=owing, by=FINANCE, at=LATER + timedelta(days=4))
    swept(timedelta(days=4, minutes=11), silent=True)
    assert card_of(collection).state == RefundState.DUE
    swept(timedelta(days=5))
    paid_once(collection)


def test_a_refund_whose_job_died_is_sent_by_the_sweep_and_not_before_its_job_had_its_time():
    collection, _ = owed()
    swept(timedelta(minutes=9))
    assert card_of(collection).state == RefundState.DUE
    swept(timedelta(minutes=10))
    paid_once(collection)


def test_two_attempts_that_both_arrive_wait_for_a_person_until_one_comes_back():
    collection, owing = owed()
    first = lost_answer(owing, collection)
    refuse_refund(refund_id=owing, external_id="", reason="declined", by=SYSTEM, at=LATER)
    retry_refund(refund_id=owing, by=FINANCE, at=LATER)
    record_refund(refund_id=owing, external_id="second", key=f"{owing}-2", by=SYSTEM, at=LATER)
    for _ in range(2):
        hear_refund(refund_id=owing, told=first, by=SYSTEM, at=LATER)
    (found,) = queries.excesses_to_settle(by=FINANCE)
    assert (found.kind, found.amount_cents) == (ExcessKind.REFUNDED_TWICE, 4_000)
    assert sound() == [f"collection {collection}: 4000 cents went back more than was owed, and wait for a person"]
    back = replace(first, state=payments.RefundState.FAILED, reason="lost_or_stolen_card")
    hear_refund(refund_id=owing, told=back, by=SYSTEM, at=LATER)
    # Out of order: it had arrived, and has come back since.
    hear_refund(refund_id=owing, told=first, by=SYSTEM, at=LATER)
    assert not queries.excesses_to_settle(by=FINANCE)
    assert (card_of(collection).state, balances()) == (RefundState.DONE, [0, -11_000])
    assert not sound()


def test_a_refund_that_arrives_after_a_person_noted_what_they_did_of_it_is_compared_by_a_person():
    collection, owing = owed()
    made = lost_answer(owing, collection)
    refuse_refund(refund_id=owing, external_id="", reason="unanswered", by=SYSTEM, at=LATER)
    note_refund(refund_id=owing, words="Virement fait le 3 décembre", by=FINANCE, at=LATER)
    for _ in range(2):
        hear_refund(refund_id=owing, told=made, by=SYSTEM, at=LATER)
    (found,) = queries.excesses_to_settle(by=FINANCE)
    assert (found.kind, found.amount_cents) == (ExcessKind.ARRIVED_AFTER_NOTE, 4_000)
    assert (found.note, found.noted_by) == ("Virement fait le 3 décembre", FINANCE.key)
    assert len(sound()) == 1
    # The card gives it back after all: nothing is left to compare.
    back = replace(made, state=payments.RefundState.FAILED, reason="lost_or_stolen_card")
    hear_refund(refund_id=owing, told=back, by=SYSTEM, at=LATER)
    assert not queries.excesses_to_settle(by=FINANCE)
    # Asked again by who read the note, it was meant to arrive.
    retry_refund(refund_id=owing, by=FINANCE, at=LATER)
    jobs.send_refund(refund_id=str(owing))
    assert card_of(collection).state == RefundState.DONE
    assert not queries.excesses_to_settle(by=FINANCE)
    assert not sound()


def test_what_is_refunded_and_taken_back_by_the_bank_too_waits_until_a_person_says_what_was_done():
    collection, owing = owed()
    jobs.send_refund(refund_id=str(owing))
    contest = {"collection_id": collection, "by": SYSTEM, "at": LATER}
    contest_collection(**contest, amount_cents=11_000)
    assert not sound()
    contest_collection(**contest, amount_cents=1_000)
    contest_collection(**contest, amount_cents=3_000)
    (found,) = queries.excesses_to_settle(by=FINANCE)
    assert (found.kind, found.amount_cents) == (ExcessKind.REFUNDED_AND_TAKEN_BACK, 4_000)
    assert len(sound()) == 1
    base = {"excess_id": found.id, "words": "Rendu par le titulaire", "by": FINANCE, "at": LATER}
    assert refused(settle_excess, **base | {"excess_id": uuid4()}) == Refusal.REFUND_UNKNOWN
    assert refused(settle_excess, **base | {"by": APPROVER}) == Refusal.NOT_ALLOWED
    assert refused(settle_excess, **base | {"words": " "}) == Refusal.WORDS_MISSING
    settle_excess(**base)
    assert refused(settle_excess, **base) == Refusal.NOT_IN_THIS_STATE
    assert not queries.excesses_to_settle(by=FINANCE)
    assert not sound()
    # Nobody wrote it, and it is found all the same.
    queries.Collection.objects.update(contested_cents=15_500)
    assert sound() == [f"collection {collection}: refunded and taken back by 4500 cents too many, and nobody was told"]


@pytest.mark.django_db(transaction=True)
def test_a_payment_stays_locked_while_its_refund_is_asked_for():
    """Between our last look at it and the provider's answer, nobody writes that the bank took it back."""
    collection, owing = owed()
    seen = []

    def answer(request):
        with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}) as other:
            query = "SELECT 1 FROM treasury_collection WHERE id = %s FOR UPDATE SKIP LOCKED"
            seen.append(other.execute(query, [collection]).fetchall())
        return httpx.Response(503)

    with payments.speaking_through(httpx.MockTransport(answer)):
        jobs.send_refund(refund_id=str(owing))
    assert seen == [[]]
