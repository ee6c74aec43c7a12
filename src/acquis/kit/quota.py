"""So many of something a minute from one address. Each process counts for itself: the quota is per process."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from . import clock

WINDOW = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """What one more has left of the quota of this minute: how many were asked, the most, seconds until the next."""

    most: int
    used: int
    seconds: int

    @property
    def left(self) -> int:
        return max(0, self.most - self.used)

    @property
    def is_over(self) -> bool:
        return self.used > self.most


def address_of(request: HttpRequest) -> str:
    """Who asks, for counting: the address that the server sees; behind the proxy, the one that the proxy saw.

    The proxy adds its own word last: what stands before it, anybody may have written. One household or one machine
    has a whole /64 of IPv6 for itself, and counts once.
    """
    seen = str(request.META.get("REMOTE_ADDR", ""))
    told = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
    if settings.ACQUIS.behind_proxy and told:
        seen = told
    try:
        address = ip_address(seen)
    except ValueError:
        return seen[:64]
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(ip_network((int(address), 64), strict=False))
    return str(getattr(address, "ipv4_mapped", None) or address)


def one_more(what: str, address: str, *, most: int) -> Used:
    """Count one more of `what` from `address` in this minute."""
    window, gone = divmod(clock.machine_now().timestamp(), WINDOW)
    key = f"{what}:{address}:{int(window)}"
    cache.add(key, 0, timeout=WINDOW)
    try:
        used = cache.incr(key)
    except ValueError:
        used = 1
    return Used(most=most, used=used, seconds=int(WINDOW - gone))
