"""A call to a partner's machine: over TLS, to a public address alone, within seconds, following nothing.

The name is resolved here, once, and the connection goes to the very address that was judged: a name that answers
otherwise a moment later leads nowhere else. Any address that is not public, one hidden in another kind of address
among them, refuses the whole call.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Iterable, Mapping
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

import httpcore
from django.conf import settings

from .identity.fetch import Timed, certificates

SECONDS = 10.0
#: What they answer is not read beyond this: only the status matters.
MOST_BYTES = 4_096
#: IPv6 addresses in which an IPv4 one is hidden that the standard library does not open (NAT64).
_NAT64 = (ip_network("64:ff9b::/96"), ip_network("64:ff9b:1::/48"))


class Refused(Exception):
    """This address is never called: not https, or not public."""


class Failed(Exception):
    """No answer, or none in time; the message is a word for the log and the page, never what they said."""


def check(url: str) -> SplitResult:
    """The parts of an address that may be called, as far as its words tell; raises Refused."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Refused("not an address") from error
    allowed = {"https", "http"} if _private_too() else {"https"}
    if parts.scheme not in allowed or not parts.hostname or parts.username or parts.password or parts.fragment:
        raise Refused("not https")
    if not url.isascii() or not url.isprintable() or len(url) > 500 or " " in url:
        raise Refused("not an address")
    if port not in (None, 443, 8443) and not _private_too():
        raise Refused("port")
    try:
        literal = ip_address(parts.hostname)
    except ValueError:
        return parts
    if not _private_too() and not is_public(literal):
        raise Refused("not public")
    return parts


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address is somebody's on the Internet, and not ours nor our network's."""
    if isinstance(address, IPv6Address):
        hidden = address.ipv4_mapped or address.sixtofour or (address.teredo and address.teredo[1])
        if hidden or any(address in network for network in _NAT64):
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def call(url: str, *, body: bytes, headers: Mapping[str, str]) -> int:
    """POST `body` once; the status of the answer. Raises Refused or Failed."""
    parts = check(url)
    host = str(parts.hostname)
    where = _resolved(host, parts.port or (443 if parts.scheme == "https" else 80))
    sent = {**headers, "Content-Length": str(len(body)), "User-Agent": "Acquis", "Connection": "close"}
    try:
        with (
            httpcore.ConnectionPool(ssl_context=certificates(), network_backend=_Pinned(where)) as pool,
            pool.stream("POST", url, headers=list(sent.items()), content=body) as answer,
        ):
            read = 0
            for piece in answer.iter_stream():
                read += len(piece)
                if read > MOST_BYTES:
                    break
            return int(answer.status)
    except httpcore.TimeoutException as error:
        raise Failed("too slow") from error
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
        raise Failed("unreachable") from error


def _private_too() -> bool:
    """On a developer's machine and in the demonstration, receivers stand beside us."""
    return bool(settings.ACQUIS.demo and settings.ACQUIS.partners_on_this_machine)


def _resolved(host: str, port: int) -> str:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Failed("unknown host") from error
    addresses = [str(each[4][0]) for each in found]
    if not addresses:
        raise Failed("unknown host")
    if not _private_too() and not all(is_public(ip_address(each.partition("%")[0])) for each in addresses):
        raise Refused("not public")
    return addresses[0]


class _Pinned(httpcore.NetworkBackend):
    """Connects to one address whatever name is asked, and cuts every wait at one deadline."""

    def __init__(self, address: str) -> None:
        self._address, self._deadline = address, time.monotonic() + SECONDS

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[object] | None = None,
    ) -> httpcore.NetworkStream:
        left = max(self._deadline - time.monotonic(), 0.001)
        return Timed(httpcore.SyncBackend().connect_tcp(self._address, port, left, local_address), self._deadline)
