"""Stripe as its documentation tells it: answers in its recorded shapes, its keys, its signatures; no network.

What a key does is Stripe's: the same key and the same words give the same answer, other words an error, and keys are
forgotten after a day (`forget_keys`).
"""

import json
from copy import deepcopy
from pathlib import Path
from urllib.parse import parse_qs

import httpx
import stripe

ANSWERS = Path(__file__).parent / "stripe_answers"
KEY, WEBHOOK_SECRET = "sk_test_51Qxyz", "whsec_first"


def recorded(name, **changed):
    return deepcopy(json.loads((ANSWERS / f"{name}.json").read_text())) | changed


class Stripe:
    """One account. `asked` keeps every request."""

    def __init__(self):
        self.sessions, self.refunds, self.keys, self.asked = {}, {}, {}, []
        self.down = False

    def __call__(self, request):
        self.asked.append(request)
        if self.down:
            raise httpx.ConnectError("no route", request=request)
        if request.headers["Authorization"] != f"Bearer {KEY}":
            return self._error(401, type="invalid_request_error", code=None, message="Invalid API Key provided")
        form = {name: values[0] for name, values in parse_qs(request.read().decode()).items()}
        key = request.headers.get("Idempotency-Key", "")
        if key in self.keys:
            before, answer = self.keys[key]
            if before != (request.url.path, form):
                return self._error(400, type="idempotency_error", code=None, message="Keys can only be used with …")
            return httpx.Response(200, json=answer)
        status, answer = self._answer(request, form)
        if key and status == 200:
            self.keys[key] = ((request.url.path, form), deepcopy(answer))
        return httpx.Response(status, json=answer, headers={"Request-Id": "req_1"})

    def forget_keys(self):
        self.keys.clear()

    def pay(self, session_id):
        self.sessions[session_id] |= {
            "status": "complete", "payment_status": "paid", "payment_intent": f"pi_{session_id}", "url": None,
        }  # fmt: skip

    def expire(self, session_id):
        self.sessions[session_id] |= {"status": "expired", "url": None}

    def fail(self, refund_id):
        self.refunds[refund_id] |= {"status": "failed", "failure_reason": "expired_or_canceled_card"}

    def _answer(self, request, form):
        match request.method, request.url.path.removeprefix("/v1/").split("/"):
            case "POST", ["checkout", "sessions"]:
                made = recorded("session", id=f"cs_test_{len(self.sessions)}")
                amount = int(form["line_items[0][price_data][unit_amount]"])
                made |= {"amount_total": amount, "client_reference_id": form["client_reference_id"]}
                made |= {"url": f"https://checkout.stripe.com/c/pay/{made['id']}"}
                self.sessions[made["id"]] = made
                return 200, made
            case "GET", ["checkout", "sessions", pk] if pk in self.sessions:
                return 200, self.sessions[pk]
            case "GET", ["refunds"]:
                intent = request.url.params["payment_intent"]
                of = [each for each in self.refunds.values() if each["payment_intent"] == intent]
                return 200, {"object": "list", "url": "/v1/refunds", "has_more": False, "data": of}
            case "GET", ["refunds", pk] if pk in self.refunds:
                return 200, self.refunds[pk]
            case "POST", ["refunds"]:
                intent, amount = form["payment_intent"], int(form["amount"])
                (paid,) = (each for each in self.sessions.values() if each["payment_intent"] == intent)
                alive = [each for each in self.refunds.values() if each["payment_intent"] == intent]
                given = sum(each["amount"] for each in alive if each["status"] != "failed")
                if given + amount > paid["amount_total"]:
                    return 400, recorded("error")
                made = recorded("refund", id=f"re_{len(self.refunds)}", amount=amount, payment_intent=intent)
                made["metadata"] = {"reference": form["metadata[reference]"]}
                self.refunds[made["id"]] = made
                return 200, made
            case "GET", ["balance_transactions"]:
                return 200, recorded("balance_transactions")
        return 404, {"error": {"type": "invalid_request_error", "code": "resource_missing", "message": "No such …"}}

    def _error(self, status, **error):
        return httpx.Response(status, json={"error": error})


def event(kind, about, **changed):
    """The bytes of an event about an object."""
    return json.dumps(recorded("event", type=kind, data={"object": about}) | changed).encode()


def signed(body, *, secret=WEBHOOK_SECRET, moment=None):
    return {"stripe-signature": stripe.WebhookSignature.generate_signature_header(body.decode(), secret, moment)}
