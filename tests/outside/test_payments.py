"""The card provider's client: only signed and fresh calls are believed, what we do not know is ignored."""

import json
import time

import httpx
import pytest

from acquis.outside import payments

BODY = json.dumps(
    {
        "type": "payment.succeeded",
        "new_in_2027": {"deep": []},
        "payment": {
            "id": "pay_1", "reference": "c", "amount_cents": 15000, "state": "succeeded", "more": 1,
        },
    }
).encode()  # fmt: skip


def headers(body=BODY, *, call_id="msg_1", moment=None):
    moment = str(int(time.time()) if moment is None else moment)
    return {
        "webhook-id": call_id,
        "webhook-timestamp": moment,
        "webhook-signature": payments.signature(call_id, moment, body),
    }


def answering(status=200, **body):
    return payments.speaking_through(httpx.MockTransport(lambda request: httpx.Response(status, json=body)))


def test_a_signed_call_is_read_and_unknown_properties_are_ignored():
    payment = payments.read_call(BODY, headers())
    assert (payment.id, payment.reference, payment.amount_cents) == ("pay_1", "c", 15_000)
    assert payment.state == payments.State.SUCCEEDED


def test_one_good_signature_among_several_is_enough_while_a_secret_is_changed():
    rotating = headers() | {"webhook-signature": "v1,AAAA " + headers()["webhook-signature"]}
    assert payments.read_call(BODY, rotating).id == "pay_1"


@pytest.mark.parametrize(
    ("body", "changed"),
    [
        (BODY.replace(b"15000", b"99000"), {}),
        (BODY, {"webhook-id": "msg_2"}),
        (BODY, {"webhook-timestamp": str(int(time.time()) + 1)}),
        (BODY, {"webhook-signature": "v1,AAAA"}),
        (BODY, {"webhook-signature": "v1,é"}),
        (BODY, {"webhook-signature": ""}),
        (BODY, {"webhook-timestamp": "soon"}),
        (BODY, {"webhook-id": ""}),
    ],
)
def test_a_call_that_was_touched_is_forged(body, changed):
    with pytest.raises(payments.Forged):
        payments.read_call(body, headers() | changed)


@pytest.mark.parametrize("seconds", [-301, 301])
def test_a_call_played_again_later_is_forged(seconds):
    with pytest.raises(payments.Forged):
        payments.read_call(BODY, headers(moment=int(time.time()) + seconds))


@pytest.mark.parametrize(
    "body", [b"{}", b"[]", b"not json", b'{"payment": {"id": "x"}}', b'{"payment": 3}', b"x" * 70_000]
)
def test_a_signed_call_that_cannot_be_read_is_forged(body):
    with pytest.raises(payments.Forged):
        payments.read_call(body, headers(body))


@pytest.mark.parametrize(
    "answer",
    [
        {"id": "p", "reference": "r", "amount_cents": 150.0, "state": "pending"},
        {"id": "p", "reference": "r", "amount_cents": True, "state": "pending"},
        {"id": "p", "reference": "r", "amount_cents": 1, "state": "unheard of"},
        {"id": "p"},
    ],
)
def test_an_answer_that_cannot_be_read_is_not_believed(answer):
    with answering(**answer), pytest.raises(payments.Unavailable):
        payments.get("p")


@pytest.mark.parametrize("status", [302, 400, 401, 404, 409, 412, 500, 503])
def test_an_answer_that_is_no_success_is_not_believed(status):
    with (
        answering(status, id="p", reference="r", amount_cents=1, state="succeeded"),
        pytest.raises(payments.Unavailable),
    ):
        payments.get("p")


def test_a_refund_of_another_amount_is_not_believed():
    with answering(id="r", amount_cents=2), pytest.raises(payments.Unavailable):
        payments.refund(payment_id="p", key="k", amount_cents=1)


def test_what_we_send_carries_the_secret_and_the_key():
    seen = []

    def answer(request):
        seen.append(request)
        return httpx.Response(201, json={"id": "p", "reference": "c", "amount_cents": 5, "state": "pending"})

    with payments.speaking_through(httpx.MockTransport(answer)):
        payments.create(reference="c", amount_cents=5, return_url="http://127.0.0.1/back")
    (request,) = seen
    assert request.headers["Idempotency-Key"] == "c"
    assert request.headers["Authorization"] == f"Bearer {payments.api_secret()}"
    assert json.loads(request.content)["amount_cents"] == 5


def test_outside_the_demonstration_secrets_and_address_must_be_given(settings):
    settings.ACQUIS = settings.ACQUIS.model_copy(update={"demo": False})
    with pytest.raises(payments.Unavailable):
        payments.webhook_secret()
    with pytest.raises(payments.Unavailable):
        payments.get("p")
