"""A yearly run is about to read a slice: until it has written it, nobody changes what it reads."""

from __future__ import annotations

from datetime import datetime

from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import counters, permissions


@act
def hold_counters(*, lane: int | None, by: Actor, at: datetime) -> None:
    """Hold the counters of accounts until the end of the caller's transaction. `lane`: see `counters.hold`."""
    permissions.CREDIT.require_any(by)

    counters.hold(alone=True, lane=lane)
