"""A short call to an identity provider: bounded in time and in size, never following a redirection.

The bound in time holds for the whole exchange, so that a server that answers one byte at a time does not
hold a worker; that is why the transport is used directly.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

import httpcore

MOST_BYTES = 256 * 1024


class Unreachable(Exception):
    """No answer: refused, reset, unknown host, wrong certificate, not HTTP."""


class TooSlow(Unreachable):
    """The answer was not complete in time."""


class TooLarge(Exception):
    """The answer is larger than any honest one."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    content_type: str
    body: bytes

    @property
    def redirects(self) -> bool:
        return 300 <= self.status < 400


class Timed(httpcore.NetworkStream):
    """A stream whose every wait is cut at one deadline."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream, self._deadline = stream, deadline

    def _left(self) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout
        return left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return Timed(self._stream.start_tls(ssl_context, server_hostname, self._left()), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _TimedBackend(httpcore.NetworkBackend):
    def __init__(self, seconds: float) -> None:
        self._deadline = time.monotonic() + seconds

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        left = max(self._deadline - time.monotonic(), 0.001)
        return Timed(httpcore.SyncBackend().connect_tcp(host, port, left, local_address), self._deadline)


@lru_cache(maxsize=1)
def certificates() -> ssl.SSLContext:
    return ssl.create_default_context()


def fetch(
    url: str,
    *,
    timeout: float,
    form: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """GET `url`, or POST `form` to it. Raises Unreachable, TooSlow or TooLarge."""
    sent = {"Accept": "application/json, application/jwt", "User-Agent": "Acquis", **(headers or {})}
    content = None
    if form is not None:
        content = urlencode(form).encode()
        sent["Content-Type"] = "application/x-www-form-urlencoded"
        sent["Content-Length"] = str(len(content))
    try:
        with (
            httpcore.ConnectionPool(ssl_context=certificates(), network_backend=_TimedBackend(timeout)) as pool,
            pool.stream("GET" if form is None else "POST", url, headers=list(sent.items()), content=content) as answer,
        ):
            body = b""
            for piece in answer.iter_stream():
                body += piece
                if len(body) > MOST_BYTES:
                    raise TooLarge
            kinds = [value for name, value in answer.headers if name.lower() == b"content-type"]
            kind = kinds[0].decode("latin-1").partition(";")[0].strip().lower() if len(kinds) == 1 else ""
            return Answer(answer.status, kind, body)
    except httpcore.TimeoutException as error:
        raise TooSlow from error
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol, OSError) as error:
        raise Unreachable from error
