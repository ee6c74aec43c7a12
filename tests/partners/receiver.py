"""A partner's machine that is called: it keeps what it heard and answers what it is told to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from standardwebhooks import Webhook


class Receiver:
    """`answers` are the statuses to give, in turn, the last one for ever."""

    def __init__(self, *answers: int) -> None:
        self.answers = list(answers) or [204]
        self.heard: list[tuple[dict[str, str], bytes]] = []
        self.url = ""

    def read(self, secret: str) -> list[dict[str, Any]]:
        """What was heard, each verified by the specification's own library."""
        return [Webhook(secret).verify(body, headers) for headers, body in self.heard]

    def answer(self) -> int:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def receiving(*answers: int) -> Iterator[Receiver]:
    """A machine on this one, until the end of the block."""
    receiver = Receiver(*answers)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.heard.append((dict(self.headers.items()), body))
            self.send_response(receiver.answer())
            self.send_header("Location", "http://127.0.0.1:1/ailleurs")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver.url = f"http://127.0.0.1:{server.server_port}/acquis"
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
