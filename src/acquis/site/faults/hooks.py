"""What stands between the card provider and our door: it loses its calls, repeats them, holds them, tells old news."""

from __future__ import annotations

import json
import threading
from collections import deque
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx

from acquis.kit import clock
from acquis.outside import payments

_KEPT = ("content-type", "webhook-id", "webhook-timestamp", "webhook-signature")
Call = tuple[bytes, dict[str, str]]


class Harm(StrEnum):
    """What becomes of the next call."""

    TWICE = "twice"
    #: Answered for us, and brought when `release` is told.
    LATE = "late"
    NEVER = "never"
    #: Brought, and its answer lost: the provider calls again.
    UNANSWERED = "unanswered"
    #: Brought after the next one.
    REORDERED = "reordered"
    #: Brought, and then the older news that the payment was still under way.
    STALE = "stale"


class Hooks:
    """An HTTP server that brings the provider's calls to the site, or not."""

    def __init__(self, site: str) -> None:
        self._site = site
        self._lock = threading.Lock()
        self._harm: tuple[Harm, threading.Event] | None = None
        self._held: deque[Call] = deque()
        self._overtaken: deque[Call] = deque()
        hooks = self

        class Door(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length", "0")))
                head = {name: self.headers[name] for name in _KEPT if name in self.headers}
                self.send_response(hooks.called((body, head)))
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, name="hooks", daemon=True).start()

    def harm(self, harm: Harm) -> threading.Event:
        """Hurt the next call; the event is set once it has come."""
        happened = threading.Event()
        with self._lock:
            self._harm = (harm, happened)
        return happened

    def unharm(self) -> None:
        with self._lock:
            self._harm = None

    def release(self) -> int:
        """Bring what was held, the latest first; how many were brought."""
        with self._lock:
            calls = [*reversed(self._held), *self._overtaken]
            self._held.clear()
            self._overtaken.clear()
        for call in calls:
            self._bring(call)
        return len(calls)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def called(self, call: Call) -> int:
        """The status the provider is answered."""
        with self._lock:
            harm, happened = self._harm or (None, None)
            self._harm = None
        status = self._with_harm(call, harm)
        if happened is not None:
            happened.set()
        return status

    def _with_harm(self, call: Call, harm: Harm | None) -> int:
        match harm:
            case Harm.NEVER:
                return 204
            case Harm.LATE | Harm.REORDERED:
                with self._lock:
                    (self._held if harm is Harm.LATE else self._overtaken).append(call)
                return 204
        status = self._bring(call)
        with self._lock:
            overtaken = list(self._overtaken)
            self._overtaken.clear()
        for each in overtaken:
            self._bring(each)
        if harm is Harm.TWICE:
            self._bring(call)
        elif harm is Harm.STALE:
            self._bring(_older(call))
        return 503 if harm is Harm.UNANSWERED else status

    def _bring(self, call: Call) -> int:
        body, head = call
        try:
            answer = httpx.post(
                f"{self._site}/webhooks/payments", content=body, headers=head, timeout=10.0, trust_env=False
            )
        except httpx.HTTPError:
            return 502
        return answer.status_code


def _older(call: Call) -> Call:
    """The same payment as it was before its end, signed as the provider signs."""
    told = json.loads(call[0])
    told["payment"]["state"] = "pending"
    body = json.dumps(told).encode()
    moment = str(int(clock.machine_now().timestamp()))
    call_id = call[1].get("webhook-id", "") + "-older"
    signed = {"webhook-timestamp": moment, "webhook-id": call_id}
    return body, call[1] | signed | {"webhook-signature": payments.signature(call_id, moment, body)}
