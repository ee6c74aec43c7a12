"""What all that is said to a card provider goes through: short times, no redirect, no proxy of the environment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import httpx

#: Seconds: to reach the provider, and for each step of its answer.
TIMEOUT = httpx.Timeout(8.0, connect=3.0)

_transport: httpx.BaseTransport | None = None


@contextmanager
def speaking_through(transport: httpx.BaseTransport) -> Iterator[None]:
    """Speak to the provider through another transport: the stand-in inside this very process, without a network."""
    global _transport
    before, _transport = _transport, transport
    try:
        yield
    finally:
        _transport = before


def client() -> httpx.Client:
    """A client for one exchange."""
    return httpx.Client(transport=_transport, timeout=TIMEOUT, follow_redirects=False, trust_env=False)
