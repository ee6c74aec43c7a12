"""The stand-in of the card provider, spoken to over its own HTTP doors inside the test's process and transaction."""

from contextlib import contextmanager

import httpx
from django.test import Client

from acquis.outside import payments


def _answer(request: httpx.Request) -> httpx.Response:
    headers = {name: value for name, value in request.headers.items() if name not in ("content-length", "host")}
    answer = Client().generic(
        request.method,
        request.url.raw_path.decode(),
        request.read(),
        content_type=headers.pop("content-type", ""),
        headers=headers,
    )
    return httpx.Response(answer.status_code, content=answer.content, headers=dict(answer.headers))


@contextmanager
def card_provider():
    """Everything said to the card provider meanwhile goes to the stand-in."""
    with payments.speaking_through(httpx.MockTransport(_answer)):
        yield
