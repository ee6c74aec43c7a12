"""What each card provider must do, whichever is chosen: one contract, run on the stand-in and on Stripe's shapes."""

import time
from datetime import date
from uuid import uuid4

import httpx
import pytest
from tests.outside.card_provider import card_provider
from tests.outside.stripe_server import KEY, WEBHOOK_SECRET, Stripe, event, recorded, signed

from acquis.outside import card_reports, payments
from acquis.outside.card_reports import LineKind
from acquis.outside.payments import RefundState, State, stripe_report
from acquis.outside.payments_standin import jobs
from acquis.outside.payments_standin.models import DemoCall, DemoPayment, DemoRefund
from acquis.outside.payments_standin.payments import conclude

pytestmark = pytest.mark.django_db
BACK = "https://acquis.example/paiement/retour/c"


class StandIn:
    """What happens at the stand-in, and the calls that it makes."""

    def pay(self, payment):
        conclude(payment.id, reason="")

    def refuse(self, payment):
        conclude(payment.id, reason="card_refused")

    def close_card(self, payment):
        DemoPayment.objects.filter(pk=payment.id).update(closes=True)

    def fail_refunds(self):
        for pk in list(DemoRefund.objects.values_list("id", flat=True)):
            jobs.fail_refund(refund_id=pk)

    def calls(self):
        for call in DemoCall.objects.order_by("id"):
            yield call.body.encode(), jobs.signed_headers(call)


class AtStripe:
    """The same at Stripe."""

    def __init__(self, server):
        self.server, self.told = server, []

    def pay(self, payment):
        self.server.pay(payment.id)
        self.told.append(("checkout.session.completed", self.server.sessions[payment.id]))

    def refuse(self, payment):
        self.server.expire(payment.id)
        self.told.append(("checkout.session.expired", self.server.sessions[payment.id]))

    def close_card(self, payment):
        pass

    def fail_refunds(self):
        for pk in self.server.refunds:
            self.server.fail(pk)
            self.told.append(("refund.failed", self.server.refunds[pk]))

    def calls(self):
        for kind, about in self.told:
            body = event(kind, about)
            yield body, signed(body)


@pytest.fixture
def stripe(settings):
    chosen = {"payments": "stripe", "payments_secret": KEY, "payments_webhook_secret": WEBHOOK_SECRET}
    settings.ACQUIS = settings.ACQUIS.model_copy(update=chosen)
    server = Stripe()
    with payments.speaking_through(httpx.MockTransport(server)):
        yield server


@pytest.fixture(params=["plain", "stripe"])
def there(request):
    if request.param == "stripe":
        yield AtStripe(request.getfixturevalue("stripe"))
    else:
        with card_provider():
            yield StandIn()


def asked(reference=None, cents=15_000):
    return payments.create(reference=reference or str(uuid4()), amount_cents=cents, return_url=BACK)


def test_the_same_reference_is_the_same_page_and_with_another_amount_it_is_refused(there):
    first = asked("c")
    assert asked("c") == first
    assert (first.reference, first.amount_cents, first.state) == ("c", 15_000, State.PENDING)
    assert first.hosted_url.startswith(("http://", "https://"))
    with pytest.raises(payments.Declined):
        asked("c", 1)


@pytest.mark.parametrize(("what", "state"), [("pay", State.SUCCEEDED), ("refuse", State.REFUSED)])
def test_what_became_of_it_is_told_by_asking_and_by_a_signed_call(there, what, state):
    payment = asked()
    assert payments.get(payment.id).state == State.PENDING
    getattr(there, what)(payment)
    assert payments.get(payment.id).state == state
    ((body, headers),) = there.calls()
    told = payments.read_call(body, headers)
    assert (told.id, told.reference, told.amount_cents, told.state) == (payment.id, payment.reference, 15_000, state)
    with pytest.raises(payments.Forged):
        payments.read_call(body.replace(b"15000", b"99000"), headers)


def test_refunds_are_in_parts_once_by_key_and_never_more_than_was_paid(there):
    payment = asked()
    with pytest.raises(payments.Declined):
        payments.refund(payment_id=payment.id, key="a", amount_cents=4_000)
    there.pay(payment)
    first = payments.refund(payment_id=payment.id, key="a", amount_cents=4_000)
    assert payments.refund(payment_id=payment.id, key="a", amount_cents=4_000) == first
    assert (first.reference, first.amount_cents, first.state) == ("a", 4_000, RefundState.SUCCEEDED)
    assert payments.get_refund(first.id) == first
    with pytest.raises(payments.Declined):
        payments.refund(payment_id=payment.id, key="b", amount_cents=11_001)
    assert payments.refund(payment_id=payment.id, key="b", amount_cents=11_000).id != first.id
    assert [each.reference for each in payments.refunds(payment.id)] == ["a", "b"]


def test_a_refund_on_a_closed_card_fails_and_may_be_asked_under_another_key(there):
    payment = asked()
    there.close_card(payment)
    there.pay(payment)
    made = payments.refund(payment_id=payment.id, key="a", amount_cents=15_000)
    there.fail_refunds()
    told = payments.get_refund(made.id)
    assert (told.state, told.reason) == (RefundState.FAILED, "expired_or_canceled_card")
    (body, headers), *_ = (call for call in there.calls() if b"refund.failed" in call[0])
    assert payments.read_call(body, headers) == told
    assert payments.refund(payment_id=payment.id, key="a2", amount_cents=15_000).id != made.id


# Stripe alone -----------------------------------------------------------------------------------------------------


def test_a_refund_is_one_refund_even_when_stripe_has_forgotten_its_key(stripe):
    payment = asked()
    stripe.pay(payment.id)
    first = payments.refund(payment_id=payment.id, key="a", amount_cents=4_000)
    stripe.forget_keys()
    assert payments.refund(payment_id=payment.id, key="a", amount_cents=4_000) == first
    assert len(stripe.refunds) == 1


def test_only_a_no_to_the_refund_itself_is_one_for_good(stripe):
    payment = asked()
    stripe.pay(payment.id)
    payments.refund(payment_id=payment.id, key="a", amount_cents=4_000)
    del stripe.sessions[payment.id]
    for ask in (
        lambda: payments.refund(payment_id=payment.id, key="a", amount_cents=4_000),
        lambda: payments.refunds(payment.id),
    ):
        with pytest.raises(payments.Unavailable) as no:
            ask()
        assert not isinstance(no.value, payments.Declined)


def test_stripe_is_told_an_amount_and_our_reference_and_nothing_of_the_holder(stripe):
    asked("c")
    (request,) = stripe.asked
    sent = dict(httpx.QueryParams(request.content.decode()))
    assert request.headers["Stripe-Version"] == "2026-10-28.endive"
    assert "X-Stripe-Client-Telemetry" not in request.headers
    assert "platform" not in request.headers["X-Stripe-Client-User-Agent"]
    assert sent["payment_intent_data[metadata][reference]"] == sent["client_reference_id"] == "c"
    assert sent["line_items[0][price_data][unit_amount]"] == "15000"
    assert sent["payment_method_types[0]"] == "card"
    assert not {name for name in sent if "customer" in name or "email" in name}


def test_a_secret_is_changed_without_losing_an_event_and_old_or_future_ones_are_forged(stripe, settings):
    settings.ACQUIS = settings.ACQUIS.model_copy(update={"payments_webhook_secret": "whsec_second whsec_first"})
    about = recorded("session", status="complete", payment_status="paid", payment_intent="pi_1")
    body = event("checkout.session.completed", about)
    for secret in ("whsec_first", "whsec_second"):
        assert payments.read_call(body, signed(body, secret=secret)).state == State.SUCCEEDED
    now = int(time.time())
    bad = [signed(body, secret="whsec_third"), signed(body, moment=now - 301), signed(body, moment=now + 400), {}]
    bad.append({"stripe-signature": "t=soon,v1=é"})
    for headers in bad:
        with pytest.raises(payments.Forged):
            payments.read_call(body, headers)
    live = event("checkout.session.completed", about, livemode=True)
    with pytest.raises(payments.Forged):
        payments.read_call(live, signed(live))


@pytest.mark.parametrize(
    ("kind", "about"),
    [
        ("checkout.session.completed", recorded("session", client_reference_id=None)),
        ("charge.dispute.created", {"id": "du_1", "object": "dispute"}),
        ("refund.updated", recorded("refund", metadata={})),
    ],
)
def test_an_event_of_nothing_of_ours_is_heard_and_tells_nothing(stripe, kind, about):
    body = event(kind, about)
    assert payments.read_call(body, signed(body)) is None


@pytest.mark.parametrize(
    ("status", "payment_status", "state"),
    [
        ("open", "unpaid", State.PENDING),
        ("complete", "unpaid", State.PENDING),
        ("complete", "paid", State.SUCCEEDED),
        ("expired", "unpaid", State.REFUSED),
    ],
)
def test_the_states_of_a_session_are_ours(stripe, status, payment_status, state):
    body = event("checkout.session.completed", recorded("session", status=status, payment_status=payment_status))
    assert payments.read_call(body, signed(body)).state == state


@pytest.mark.parametrize("changed", [{"currency": "usd"}, {"amount_total": 150.0}, {"amount_total": None}])
def test_another_currency_or_no_whole_cents_is_not_believed(stripe, changed):
    body = event("checkout.session.completed", recorded("session", **changed))
    with pytest.raises(payments.Forged):
        payments.read_call(body, signed(body))


def test_silence_a_wrong_key_and_a_live_key_in_the_demonstration_are_all_told_as_unavailable(stripe, settings):
    stripe.down = True
    with pytest.raises(payments.Unavailable) as silent:
        payments.get("cs_1")
    assert not isinstance(silent.value, payments.Declined)
    assert len(stripe.asked) == 2
    stripe.down = False
    for key in ("sk_test_other", "sk_live_1", "", "whsec_x"):
        settings.ACQUIS = settings.ACQUIS.model_copy(update={"payments_secret": key})
        with pytest.raises(payments.Unavailable):
            payments.get("cs_1")
    settings.ACQUIS = settings.ACQUIS.model_copy(update={"payments": "another"})
    with pytest.raises(payments.Unavailable):
        payments.get("cs_1")


def test_the_report_of_a_day_names_ours_tells_fees_and_hides_nothing(stripe):
    day = date(2026, 11, 20)
    lines, wrong = card_reports.read(payments.report(day))
    assert [(each.kind, each.id, each.amount_cents) for each in lines] == [
        (LineKind.PAYMENT, "ch_3Q1", 15_000),
        (LineKind.FEE, "fee_txn_3Q1", 250),
        (LineKind.REFUND, "re_3Q1", 4_000),
        (LineKind.CHARGEBACK, "du_1Qd", 9_000),
        (LineKind.FEE, "fee_txn_1Qd", 2_000),
        (LineKind.PAYOUT, "po_1Qp", 20_000),
        (LineKind.REFUND_BACK, "re_3Q1", 4_000),
    ]
    assert [each.reference[:8] for each in lines if each.reference] == [
        "11111111", "22222222", "33333333", "22222222",
    ]  # fmt: skip
    assert [(each.place, each.field) for each in wrong] == [(9, "kind")]
    (request,) = stripe.asked
    assert request.url.params["created[gte]"] == str(stripe_report.span(day)["gte"])
    assert stripe_report.span(day) == {"gte": 1795129200, "lt": 1795215600}
