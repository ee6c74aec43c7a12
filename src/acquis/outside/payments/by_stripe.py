"""Stripe, through its own library: hosted Checkout pages, refunds, signed events, and the report of a day.

The holder leaves us for Stripe's page, where the card and the bank's check (3-D Secure) are; Stripe is told an amount
and our reference, and never who pays or for what training. What its library does by itself is held back: its version
of the API is fixed here, it measures nothing, and it asks twice at most. A key is needed only when something is asked.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

import httpx
import stripe
from django.conf import settings

from acquis.kit.clock import machine_now

from . import stripe_report
from .transport import client
from .types import Declined, Forged, Payment, RefundMade, RefundState, State, Unavailable

#: What every answer and event is written in; an endpoint of events is to be made in the dashboard with the same.
API_VERSION = "2026-10-28.endive"
#: A signed event older or younger than this many seconds is refused. The library looks at the older only.
TOLERANCE = 300
#: Events carry one object with all that Stripe knows of it.
MOST_BYTES = 256 * 1024
#: What the holder reads on Stripe's page and nothing more: the name of a training says much about a person.
TITLE = "Participation à une formation"

# The library would tell Stripe how long calls take, and on what machine.
stripe.enable_telemetry = False
# Its records quote addresses and, in debug, what was sent.
logging.getLogger("stripe").setLevel(logging.ERROR)

#: Refused for good; whatever else goes wrong may be asked again.
_FOR_GOOD = (stripe.InvalidRequestError, stripe.CardError, stripe.IdempotencyError)
_PAID = frozenset({"paid", "no_payment_required"})
_REFUNDS = {
    "pending": RefundState.PENDING,
    "requires_action": RefundState.PENDING,
    "succeeded": RefundState.SUCCEEDED,
    "failed": RefundState.FAILED,
    "canceled": RefundState.FAILED,
}


def create(*, reference: str, amount_cents: int, return_url: str) -> Payment:
    """Open a Checkout session under our reference.

    Stripe forgets a key after a day at the earliest, and a session that nobody paid ends after a day: whoever asks
    again later is given another session, when the first can no longer be paid.
    """
    demand: Any = {
        "mode": "payment",
        "client_reference_id": reference,
        # The charge takes it over from the intent: the report of the day names our payments by it.
        "payment_intent_data": {"metadata": {"reference": reference}},
        "payment_method_types": ["card"],
        "line_items": [
            {
                "quantity": 1,
                "price_data": {"currency": "eur", "unit_amount": amount_cents, "product_data": {"name": TITLE}},
            }
        ],
        "success_url": f"{return_url}{'&' if '?' in return_url else '?'}payment={{CHECKOUT_SESSION_ID}}",
        "cancel_url": return_url,
    }
    with _asked() as ask:
        session = ask.v1.checkout.sessions.create(demand, options={"idempotency_key": f"payment {reference}"})
    return _payment(session.to_dict())


def get(payment_id: str) -> Payment:
    """What became of a session."""
    with _asked() as ask:
        return _payment(ask.v1.checkout.sessions.retrieve(payment_id).to_dict())


def refund(*, payment_id: str, key: str, amount_cents: int) -> RefundMade:
    """Give back a part of a payment, or all.

    A refund under this key is looked for first: Stripe keeps keys for a day, and ours are asked for longer. Only a no
    to the refund itself is one for good: a no to the look says nothing of what was made before.
    """
    intent, known = _made(payment_id)
    if not intent:
        raise Declined("nothing was paid")
    for each in known:
        if each.reference == key:
            return each
    with _asked() as ask:
        made = ask.v1.refunds.create(
            {"payment_intent": intent, "amount": amount_cents, "metadata": {"reference": key}},
            options={"idempotency_key": f"refund {key}"},
        )
    return _refund(made.to_dict())


def get_refund(refund_id: str) -> RefundMade:
    """What became of a refund."""
    with _asked() as ask:
        return _refund(ask.v1.refunds.retrieve(refund_id).to_dict())


def refunds(payment_id: str) -> list[RefundMade]:
    """Every refund of ours of a payment."""
    return _made(payment_id)[1]


def _made(payment_id: str) -> tuple[str, list[RefundMade]]:
    """The intent that a session was paid with, empty when it was not, and every refund of ours of it."""
    try:
        with _asked() as ask:
            intent = ask.v1.checkout.sessions.retrieve(payment_id).to_dict().get("payment_intent")
            if not isinstance(intent, str):
                return "", []
            listed = ask.v1.refunds.list({"payment_intent": intent, "limit": 100}).auto_paging_iter()
            told = [each.to_dict() for each in listed]
    except Declined as no:
        raise Unavailable(f"what was refunded cannot be looked at: {no}") from no
    return intent, [_refund(each) for each in told if (each.get("metadata") or {}).get("reference")]


def report(day: date) -> bytes:
    """All that moved our balance at Stripe on a day of Paris."""
    of_day: Any = {"created": stripe_report.span(day), "limit": 100, "expand": ["data.source", "data.source.charge"]}
    with _asked() as ask:
        moved = ask.v1.balance_transactions.list(of_day)
        return stripe_report.written(day, (each.to_dict() for each in moved.auto_paging_iter()))


def read_call(body: bytes, headers: Mapping[str, str]) -> Payment | RefundMade | None:
    """What a signed event tells about. Several secrets may be set, one after another: that is how they are changed."""
    if len(body) > MOST_BYTES:
        raise Forged("too long")
    secrets = settings.ACQUIS.payments_webhook_secret.split()
    if not secrets:
        raise Unavailable("no secret is set for Stripe's events")
    given = headers.get("stripe-signature", "")
    for secret in secrets:
        try:
            told = stripe.Webhook.construct_event(body, given, secret, tolerance=TOLERANCE).to_dict()
            break
        except (stripe.SignatureVerificationError, ValueError):
            continue
    else:
        raise Forged("wrong signature, or too old")
    try:
        moment = int(dict(part.split("=", 1) for part in given.split(",") if part.startswith("t="))["t"])
        if moment > machine_now().timestamp() + TOLERANCE:
            raise Forged("too young")
        if bool(told["livemode"]) != _is_live():
            raise Forged("of the other mode")
        return _of_event(str(told["type"]), told["data"]["object"])
    except (KeyError, TypeError, ValueError, Unavailable) as error:
        raise Forged("cannot be read") from error


def _of_event(kind: str, about: Mapping[str, Any]) -> Payment | RefundMade | None:
    if kind.startswith("checkout.session."):
        # Of an account that sells other things, too: what carries no reference is not of us.
        return _payment(about) if about.get("client_reference_id") else None
    if about.get("object") == "refund":
        return _refund(about) if (about.get("metadata") or {}).get("reference") else None
    return None


def _payment(read: Mapping[str, Any]) -> Payment:
    try:
        amount, status = read["amount_total"], read["status"]
        if isinstance(amount, bool) or not isinstance(amount, int) or read["currency"] != "eur":
            raise TypeError("amount")
        state = State.PENDING
        if status == "expired":
            state = State.REFUSED
        elif status == "complete" and read["payment_status"] in _PAID:
            state = State.SUCCEEDED
        return Payment(
            id=str(read["id"]),
            reference=str(read["client_reference_id"]),
            amount_cents=amount,
            state=state,
            hosted_url=str(read.get("url") or ""),
        )
    except (KeyError, TypeError) as error:
        raise Unavailable("a session cannot be read") from error


def _refund(read: Mapping[str, Any]) -> RefundMade:
    try:
        amount = read["amount"]
        if isinstance(amount, bool) or not isinstance(amount, int) or read["currency"] != "eur":
            raise TypeError("amount")
        return RefundMade(
            id=str(read["id"]),
            reference=str(read["metadata"]["reference"]),
            amount_cents=amount,
            state=_REFUNDS[read["status"]],
            reason=str(read.get("failure_reason") or "")[:100],
        )
    except (KeyError, TypeError) as error:
        raise Unavailable("a refund cannot be read") from error


class _Http(stripe.HTTPClient):
    """The house's own way out, given to the library."""

    name = "httpx"

    def request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None,
        post_data: Any = None,
        *,
        _usage: list[str] | None = None,
    ) -> tuple[str, int, Mapping[str, str]]:
        try:
            with client() as http:
                answer = http.request(method, url, headers=headers, content=post_data or None)
        except httpx.HTTPError as error:
            raise stripe.APIConnectionError(type(error).__name__, should_retry=True) from error
        return answer.text, answer.status_code, answer.headers

    def close(self) -> None:
        """Nothing is kept open."""


@contextmanager
def _asked() -> Iterator[stripe.StripeClient]:
    """Something is asked of Stripe; what goes wrong is told in our words, and without Stripe's, which quote."""
    key = _key()
    ours = settings.ACQUIS.payments_url.rstrip("/")
    addresses: Any = {"api": ours} if ours else None
    try:
        yield stripe.StripeClient(
            key, stripe_version=API_VERSION, max_network_retries=1, http_client=_Http(), base_addresses=addresses
        )
    except _FOR_GOOD as error:
        if error.code == "idempotency_key_in_use":
            raise Unavailable("Stripe is still at the same demand") from error
        raise Declined(f"Stripe said no: {error.code or error.http_status}") from error
    except stripe.StripeError as error:
        raise Unavailable(f"Stripe did not answer as hoped: {type(error).__name__}") from error


def _key() -> str:
    key: str = settings.ACQUIS.payments_secret
    if not key.startswith(("sk_", "rk_")):
        raise Unavailable("no secret key of Stripe is set")
    if settings.ACQUIS.demo and "_live_" in key:
        raise Unavailable("the demonstration does not move real money")
    return key


def _is_live() -> bool:
    return "_live_" in settings.ACQUIS.payments_secret
