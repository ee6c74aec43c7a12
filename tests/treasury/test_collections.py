"""Collections by card: through the stand-in itself, told once whatever is heard, and given back when owed."""

from contextlib import contextmanager
from itertools import permutations
from uuid import uuid4

import httpx
import pytest
from tests.outside.card_provider import card_provider
from tests.treasury.scenes import (
    AGENT,
    APPROVER,
    AT,
    FINANCE,
    LATER,
    SYSTEM,
    a_collection,
    a_provider,
    agent_of,
    an_account,
    holder_of,
)

from acquis.kit.refusal import Refused
from acquis.ledger.queries import about as movements_about
from acquis.ledger.queries import house_sums
from acquis.ledger.types import Code, House, house
from acquis.outside import payments
from acquis.outside.payments_standin.payments import conclude
from acquis.treasury import jobs, queries
from acquis.treasury.actions import (
    ask_outcome,
    begin_collection,
    expire_collection,
    note_hosted_page,
    open_hosted_page,
    record_outcome,
    record_refund,
    refund,
)
from acquis.treasury.checks import CHECKED
from acquis.treasury.models import Collection, Refund
from acquis.treasury.types import CollectionState, Outcome, Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider():
    """The stand-in, spoken to over HTTP inside this process."""
    with card_provider():
        yield


@pytest.fixture
def silence():
    """A card provider that does not answer."""

    def refuse(request):
        raise httpx.ConnectError("no route", request=request)

    with payments.speaking_through(httpx.MockTransport(refuse)):
        yield


def refused(act, **arguments):
    with pytest.raises(Refused) as refusal:
        act(**arguments)
    return refusal.value.reason


def sound():
    return [sentence for check in CHECKED for sentence in check()]


def balance(account):
    return house_sums()[house(account)].balance_cents


def told(collection, outcome=Outcome.PAID, *, external="pay_1", by=SYSTEM, at=AT):
    return record_outcome(collection_id=collection, outcome=outcome, external_id=external, by=by, at=at)


def paid(amount_cents=15_000, **more):
    collection = a_collection(amount_cents, **more)
    told(collection, external=f"pay_{collection}")
    return collection


@contextmanager
def asked_for(collection):
    """A collection whose page was opened, and its payment at the provider."""
    open_hosted_page(collection_id=collection, by=SYSTEM, at=AT)
    yield queries.collection(collection).external_id


# Beginning --------------------------------------------------------------------------------------------------------


def test_beginning_refused_in_order():
    account, enrolment = an_account(), uuid4()
    base = {
        "account_id": account, "about": enrolment, "amount_cents": 15_000, "return_path": "/x", "by": SYSTEM, "at": AT
    }  # fmt: skip
    assert refused(begin_collection, **base | {"by": agent_of(a_provider())}) == Refusal.NOT_ALLOWED
    assert refused(begin_collection, **base | {"by": holder_of(an_account())}) == Refusal.NOT_ALLOWED
    assert refused(begin_collection, **base | {"amount_cents": 0}) == Refusal.AMOUNT_NOT_POSITIVE
    for path in ("https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", ""):
        assert refused(begin_collection, **base | {"return_path": path}) == Refusal.RETURN_PATH_NOT_LOCAL
    first = begin_collection(**base | {"by": holder_of(account)})
    assert begin_collection(**base) == first
    assert refused(begin_collection, **base | {"amount_cents": 1}) == Refusal.COLLECTION_UNDER_WAY
    told(first)
    assert refused(begin_collection, **base) == Refusal.ALREADY_PAID
    assert Collection.objects.count() == 1


def test_after_a_refusal_one_may_try_again():
    account, enrolment = an_account(), uuid4()
    first = a_collection(account=account, about=enrolment)
    told(first, Outcome.REFUSED)
    second = a_collection(account=account, about=enrolment)
    assert second != first
    assert [card.state for card in queries.collections_about(enrolment)] == [
        CollectionState.STARTED, CollectionState.REFUSED,
    ]  # fmt: skip


# The hosted page --------------------------------------------------------------------------------------------------


def test_opening_the_page_refused_in_order(provider):
    collection = a_collection()
    assert refused(open_hosted_page, collection_id=uuid4(), by=SYSTEM, at=AT) == Refusal.COLLECTION_UNKNOWN
    other = holder_of(an_account())
    assert refused(open_hosted_page, collection_id=collection, by=other, at=AT) == Refusal.NOT_ALLOWED
    expire_collection(collection_id=collection, by=SYSTEM, at=AT)
    assert refused(open_hosted_page, collection_id=collection, by=SYSTEM, at=AT) == Refusal.NOT_IN_THIS_STATE


def test_the_page_is_the_same_when_asked_again_even_if_our_note_was_lost(provider):
    collection = a_collection()
    first = open_hosted_page(collection_id=collection, by=SYSTEM, at=AT)
    assert open_hosted_page(collection_id=collection, by=SYSTEM, at=AT) == first
    Collection.objects.filter(pk=collection).update(external_id=None, redirect_url="")
    assert open_hosted_page(collection_id=collection, by=SYSTEM, at=AT) == first


def test_a_provider_that_does_not_answer_is_a_refusal_and_nothing_is_written(silence):
    collection = a_collection()
    reason = refused(open_hosted_page, collection_id=collection, by=SYSTEM, at=AT)
    assert reason == Refusal.CARD_PROVIDER_UNAVAILABLE
    assert queries.collection(collection).external_id == ""


def test_another_payment_for_the_same_collection_is_refused():
    collection = a_collection()
    note_hosted_page(collection_id=collection, external_id="pay_1", redirect_url="http://x/", by=SYSTEM, at=AT)
    other = {"external_id": "pay_2", "redirect_url": "http://y/"}
    assert refused(note_hosted_page, collection_id=collection, **other, by=SYSTEM, at=AT) == Refusal.OTHER_PAYMENT
    assert refused(note_hosted_page, collection_id=collection, **other, by=AGENT, at=AT) == Refusal.NOT_ALLOWED


# What became of it ------------------------------------------------------------------------------------------------


def test_telling_refused_in_order():
    collection = a_collection()
    assert refused(told, collection=uuid4()) == Refusal.COLLECTION_UNKNOWN
    for by in (FINANCE, APPROVER, holder_of(queries.collection(collection).account_id)):
        assert refused(told, collection=collection, by=by) == Refusal.NOT_ALLOWED
    told(collection)
    assert refused(told, collection=collection, external="pay_other") == Refusal.OTHER_PAYMENT


def test_a_payment_is_collected_once_whatever_is_told_five_times_and_out_of_order():
    for order in permutations([Outcome.PAID, Outcome.PENDING, Outcome.REFUSED], 3):
        enrolment = uuid4()
        collection = a_collection(about=enrolment)
        first_word = next(outcome for outcome in order if outcome != Outcome.PENDING)
        news = [told(collection, outcome, external=f"pay_{collection}").news for _ in range(5) for outcome in order]
        card = queries.collection(collection)
        movements = [m for m in movements_about(enrolment) if m.code == Code.HOLDER_PAYMENT]
        assert len(movements) == 1
        if first_word == Outcome.PAID:
            assert (card.state, sum(news)) == (CollectionState.PAID, 1)
        else:
            # It was refused, then paid after all: the money is owed back, once.
            assert (card.state, sum(news), card.refund_due_cents) == (CollectionState.REFUND_DUE, 2, 15_000)
    assert not sound()


def test_paid_goes_from_the_card_provider_to_the_commitments():
    collection = paid()
    assert queries.collection(collection).state == CollectionState.PAID
    assert (balance(House.CARD_CLEARING), balance(House.COMMITMENTS)) == (-15_000, 15_000)
    assert not sound()


def test_money_that_comes_too_late_is_owed_back_at_once():
    collection = a_collection()
    expire_collection(collection_id=collection, by=SYSTEM, at=AT)
    expire_collection(collection_id=collection, by=SYSTEM, at=AT)
    answer = told(collection)
    assert (answer.late, answer.state) == (True, CollectionState.REFUND_DUE)
    assert told(collection).late is False
    assert (balance(House.CARD_CLEARING), balance(House.REFUNDS_DUE)) == (-15_000, 15_000)
    assert balance(House.COMMITMENTS) == 0
    assert not sound()


def test_expiring_refused_in_order():
    collection = a_collection()
    assert refused(expire_collection, collection_id=uuid4(), by=SYSTEM, at=AT) == Refusal.COLLECTION_UNKNOWN
    assert refused(expire_collection, collection_id=collection, by=AGENT, at=AT) == Refusal.NOT_ALLOWED
    told(collection)
    assert refused(expire_collection, collection_id=collection, by=SYSTEM, at=AT) == Refusal.NOT_IN_THIS_STATE


def test_asking_the_provider_tells_what_became_of_the_payment(provider):
    collection = a_collection()
    assert ask_outcome(collection_id=collection, by=SYSTEM, at=AT).outcome == Outcome.PENDING
    with asked_for(collection) as payment:
        assert ask_outcome(collection_id=collection, by=SYSTEM, at=AT).outcome == Outcome.PENDING
        conclude(payment, reason="")
    heard = ask_outcome(collection_id=collection, by=SYSTEM, at=AT)
    assert (heard.outcome, heard.external_id) == (Outcome.PAID, payment)
    stranger = holder_of(an_account())
    assert refused(ask_outcome, collection_id=collection, by=stranger, at=AT) == Refusal.NOT_ALLOWED
    assert refused(ask_outcome, collection_id=uuid4(), by=SYSTEM, at=AT) == Refusal.COLLECTION_UNKNOWN


# Refunds ----------------------------------------------------------------------------------------------------------


def test_refunds_refused_in_order():
    collection = a_collection()
    base = {"collection_id": collection, "amount_cents": 15_000, "reference": "r", "by": SYSTEM, "at": AT}
    assert refused(refund, **base | {"collection_id": uuid4()}) == Refusal.COLLECTION_UNKNOWN
    assert refused(refund, **base | {"by": APPROVER}) == Refusal.NOT_ALLOWED
    assert refused(refund, **base | {"by": holder_of(an_account())}) == Refusal.NOT_ALLOWED
    assert refused(refund, **base) == Refusal.NOT_IN_THIS_STATE
    told(collection)
    assert refused(refund, **base | {"amount_cents": 0}) == Refusal.AMOUNT_NOT_POSITIVE
    assert refused(refund, **base | {"amount_cents": 15_001}) == Refusal.MORE_THAN_PAID
    first = refund(**base | {"amount_cents": 10_000})
    assert refund(**base | {"amount_cents": 10_000}) == first
    assert refused(refund, **base | {"amount_cents": 1}) == Refusal.REFERENCE_REUSED
    assert refused(refund, **base | {"amount_cents": 5_001, "reference": "s"}) == Refusal.MORE_THAN_PAID
    assert Refund.objects.count() == 1


def test_a_refund_is_due_at_once_and_leaves_when_the_provider_confirms(provider):
    collection = a_collection()
    with asked_for(collection) as payment:
        conclude(payment, reason="")
    told(collection, external=payment)
    owed = refund(collection_id=collection, amount_cents=4_000, reference="part", by=SYSTEM, at=LATER)
    assert (balance(House.REFUNDS_DUE), balance(House.COMMITMENTS)) == (4_000, 11_000)
    assert queries.collection(collection).state == CollectionState.REFUND_DUE
    for _ in range(3):
        jobs.send_refund(refund_id=str(owed))
    assert (balance(House.REFUNDS_DUE), balance(House.CARD_CLEARING)) == (0, -11_000)
    card = queries.collection(collection)
    assert (card.state, card.refunded_cents, card.refund_due_cents) == (CollectionState.REFUNDED, 4_000, 0)
    second = refund(collection_id=collection, amount_cents=11_000, reference="rest", by=SYSTEM, at=LATER)
    jobs.send_refund(refund_id=str(second))
    assert queries.collection(collection).refunded_cents == 15_000
    assert (balance(House.CARD_CLEARING), balance(House.COMMITMENTS)) == (0, 0)
    assert not sound()


def test_a_crash_between_the_refund_and_its_record_refunds_once(provider):
    collection = a_collection()
    with asked_for(collection) as payment:
        conclude(payment, reason="")
    told(collection, external=payment)
    owed = refund(collection_id=collection, amount_cents=15_000, reference="whole", by=SYSTEM, at=LATER)
    # The provider did it, and we died before writing it.
    first = payments.refund(payment_id=payment, key=str(owed), amount_cents=15_000)
    jobs.send_refund(refund_id=str(owed))
    assert Refund.objects.get(pk=owed).external_id == first.id
    assert balance(House.CARD_CLEARING) == 0


def test_a_provider_that_does_not_answer_leaves_the_refund_due(silence):
    collection = paid()
    owed = refund(collection_id=collection, amount_cents=15_000, reference="whole", by=SYSTEM, at=AT)
    jobs.send_refund(refund_id=str(owed))
    assert queries.collection(collection).refund_due_cents == 15_000


def test_recording_a_refund_refused_in_order():
    collection = paid()
    owed = refund(collection_id=collection, amount_cents=15_000, reference="whole", by=SYSTEM, at=AT)
    assert refused(record_refund, refund_id=uuid4(), external_id="r", by=SYSTEM, at=AT) == Refusal.REFUND_UNKNOWN
    assert refused(record_refund, refund_id=owed, external_id="r", by=FINANCE, at=AT) == Refusal.NOT_ALLOWED
    record_refund(refund_id=owed, external_id="r", by=SYSTEM, at=AT)
    record_refund(refund_id=owed, external_id="r", by=SYSTEM, at=AT)
    assert balance(House.CARD_CLEARING) == 0
