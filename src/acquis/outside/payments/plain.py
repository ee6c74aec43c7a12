"""A card provider that speaks the common protocol of such providers, as the demonstration's stand-in does.

JSON over HTTPS, a bearer secret, an `Idempotency-Key` on everything that moves money, and calls back to us signed with
HMAC-SHA256 (Standard Webhooks). Properties we do not know are ignored.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
from collections.abc import Mapping
from datetime import date
from typing import Any

import httpx
from django.conf import settings

from acquis.kit.clock import machine_now

from .transport import client
from .types import Declined, Forged, Payment, RefundMade, RefundState, State, Unavailable

logger = logging.getLogger(__name__)

#: A signed call older or younger than this many seconds is refused: it may be a recording played again.
TOLERANCE = 300
#: No honest answer or call is longer.
MOST_BYTES = 64 * 1024
#: Nor a longer report of a day.
MOST_BYTES_OF_REPORT = 100 * 1024 * 1024
#: Answers that say no for good: the key was of another demand, or not that much is left to give back.
_DECLINED = (409, 412)


def create(*, reference: str, amount_cents: int, return_url: str) -> Payment:
    """Ask for a payment page. The same reference gives the same payment, however often it is asked."""
    body = {"reference": reference, "amount_cents": amount_cents, "currency": "EUR", "return_url": return_url}
    return _payment(_call("POST", "/payments", key=reference, body=body))


def get(payment_id: str) -> Payment:
    """What the provider says of a payment now."""
    return _payment(_call("GET", f"/payments/{payment_id}"))


def refund(*, payment_id: str, key: str, amount_cents: int) -> RefundMade:
    """Give back a part of a payment, or all. The same key is the same refund."""
    body = {"amount_cents": amount_cents}
    return _refund({"reference": key} | _call("POST", f"/payments/{payment_id}/refunds", key=key, body=body))


def get_refund(refund_id: str) -> RefundMade:
    """What the provider says of a refund now."""
    return _refund(_call("GET", f"/refunds/{refund_id}"))


def refunds(payment_id: str) -> list[RefundMade]:
    """Every refund of a payment."""
    told = _call("GET", f"/payments/{payment_id}/refunds").get("refunds")
    if not isinstance(told, list):
        raise Unavailable("the refunds of a payment cannot be read")
    return [_refund(each) for each in told]


def report(day: date) -> bytes:
    """The provider's report of a day (`card_reports`), as it sends it."""
    headers = {"Authorization": f"Bearer {api_secret()}", "Accept": "text/csv"}
    try:
        with client() as http:
            answer = http.get(f"{_address()}/reports/{day}", headers=headers)
    except httpx.HTTPError as error:
        raise Unavailable(f"the card provider did not answer: {type(error).__name__}") from error
    if answer.status_code != 200 or len(answer.content) > MOST_BYTES_OF_REPORT:
        raise Unavailable(f"the card provider answered {answer.status_code} to a report")
    return answer.content


def read_call(body: bytes, headers: Mapping[str, str]) -> Payment | RefundMade | None:
    """What a signed call tells about. Raises Forged when the signature or the moment is not right."""
    if len(body) > MOST_BYTES:
        raise Forged("too long")
    call_id = headers.get("webhook-id", "")
    moment = headers.get("webhook-timestamp", "")
    if not call_id or not moment.isdecimal() or len(moment) > 12:
        raise Forged("not signed")
    if abs(machine_now().timestamp() - int(moment)) > TOLERANCE:
        raise Forged("too old")
    expected = signature(call_id, moment, body)
    given = headers.get("webhook-signature", "").split()
    if not any(hmac.compare_digest(expected.encode(), one.encode()) for one in given):
        raise Forged("wrong signature")
    try:
        told = json.loads(body)
        return _refund(told["refund"]) if "refund" in told else _payment(told["payment"])
    except (KeyError, TypeError, ValueError, Unavailable) as error:
        raise Forged("cannot be read") from error


def signature(call_id: str, moment: str, body: bytes) -> str:
    """The signature of a call under the shared secret, in the form ``v1,<base64>`` of Standard Webhooks."""
    signed = f"{call_id}.{moment}.".encode() + body
    digest = hmac.new(webhook_secret().encode(), signed, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode()


def api_secret() -> str:
    """What we show the provider."""
    return _secret(settings.ACQUIS.payments_secret, "api")


def webhook_secret() -> str:
    """What the provider signs with."""
    return _secret(settings.ACQUIS.payments_webhook_secret, "webhook")


def _secret(given: str, use: str) -> str:
    if given:
        return given
    if not settings.ACQUIS.demo:
        raise Unavailable(f"no secret is set for the card provider ({use})")
    # In the demonstration both sides are this program: a secret of its own, different for each use.
    return hmac.new(settings.SECRET_KEY.encode(), f"card provider {use}".encode(), hashlib.sha256).hexdigest()


def _address() -> str:
    given: str = settings.ACQUIS.payments_url
    if given:
        return given.rstrip("/")
    if not settings.ACQUIS.demo:
        raise Unavailable("no address is set for the card provider")
    return f"{settings.ACQUIS.site_url}/demo/cards/api"


def _call(method: str, path: str, *, key: str = "", body: Mapping[str, Any] | None = None) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {api_secret()}", "Accept": "application/json"}
    if key:
        headers["Idempotency-Key"] = key
    try:
        with client() as http:
            answer = http.request(method, _address() + path, headers=headers, json=body)
    except httpx.HTTPError as error:
        raise Unavailable(f"the card provider did not answer: {type(error).__name__}") from error
    if answer.status_code in _DECLINED:
        raise Declined(f"the card provider answered {answer.status_code}")
    if answer.status_code not in (200, 201) or len(answer.content) > MOST_BYTES:
        logger.warning("card provider answered %s to %s", answer.status_code, method)
        raise Unavailable(f"the card provider answered {answer.status_code}")
    try:
        read = answer.json()
    except ValueError as error:
        raise Unavailable("the card provider's answer cannot be read") from error
    if not isinstance(read, dict):
        raise Unavailable("the card provider's answer cannot be read")
    return read


def _payment(read: Mapping[str, Any]) -> Payment:
    try:
        amount = read["amount_cents"]
        if isinstance(amount, bool) or not isinstance(amount, int):
            raise TypeError("amount")
        return Payment(
            id=str(read["id"]),
            reference=str(read["reference"]),
            amount_cents=amount,
            state=State(read["state"]),
            hosted_url=str(read.get("hosted_url") or ""),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise Unavailable("a payment cannot be read") from error


def _refund(read: Mapping[str, Any]) -> RefundMade:
    try:
        amount = read["amount_cents"]
        if isinstance(amount, bool) or not isinstance(amount, int):
            raise TypeError("amount")
        return RefundMade(
            id=str(read["id"]),
            reference=str(read["reference"]),
            amount_cents=amount,
            # A provider that says nothing of the state has given the money back when it answers.
            state=RefundState(read.get("state") or RefundState.SUCCEEDED),
            reason=str(read.get("reason") or "")[:100],
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Unavailable("a refund cannot be read") from error
