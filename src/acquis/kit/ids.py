"""Identifiers that say nothing of a person and grow with time, so that indexes stay compact."""

from __future__ import annotations

import os
import uuid

from . import clock


def new_id() -> uuid.UUID:
    """A version 7 UUID (RFC 9562): 48 bits of milliseconds, then random bits."""
    milliseconds = int(clock.machine_now().timestamp() * 1000)
    random = int.from_bytes(os.urandom(10), "big")
    value = (milliseconds & ((1 << 48) - 1)) << 80 | random
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return uuid.UUID(int=value)


def new_ids(count: int) -> list[uuid.UUID]:
    """As many version 7 UUIDs of the same millisecond; for batches, where one by one would be felt."""
    milliseconds = int(clock.machine_now().timestamp() * 1000)
    head = (milliseconds & ((1 << 48) - 1)) << 80 | 0x7 << 76 | 0x2 << 62
    random = os.urandom(10 * count)
    free = (1 << 80) - 1 & ~(0xF << 76) & ~(0x3 << 62)
    read = int.from_bytes
    return [uuid.UUID(int=head | read(random[start : start + 10], "big") & free) for start in range(0, 10 * count, 10)]
