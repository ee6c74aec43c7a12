"""The audit of readings: who looked at whose personal data, when, and why.

A page reads inside a transaction in which the server refuses to write. Its readings are therefore
collected while it is made, and written in a transaction of their own before the answer leaves.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from django.db import transaction

from acquis.kit import clock
from acquis.kit.actor import Actor

from . import models
from .types import Read

_collected: ContextVar[list[models.Read] | None] = ContextVar("collected_reads", default=None)


def note_read(*, by: Actor, person_id: UUID, what: str, reason: str) -> None:
    """Note that `by` saw `what` (field names, never values) of a person, for `reason`.

    Kept by the open collector when there is one, else written at once.
    """
    row = models.Read(person_id=person_id, at=clock.now(), by=by.key, what=what, reason=reason)
    collected = _collected.get()
    if collected is None:
        row.save(force_insert=True)
    else:
        collected.append(row)


@contextmanager
def collecting_reads() -> Iterator[None]:
    """Collect the readings made inside, and write them together on the way out.

    They are written even when the page failed: what was read was read. To be opened outside any
    read-only transaction; a collector opened inside another leaves its readings to the outer one.
    """
    if _collected.get() is not None:
        yield
        return
    rows: list[models.Read] = []
    token = _collected.set(rows)
    try:
        yield
    finally:
        _collected.reset(token)
        if rows:
            with transaction.atomic():
                models.Read.objects.bulk_create(_once(rows))


def _once(rows: list[models.Read]) -> list[models.Read]:
    """One page that asks the same thing twice has read it once."""
    seen = {(row.person_id, row.by, row.what, row.reason): row for row in reversed(rows)}
    return list(reversed(seen.values()))


def reads_about(*person_ids: UUID) -> list[Read]:
    """Who looked at these persons' data, newest first; `people.queries.known_under` tells their ids."""
    rows = models.Read.objects.filter(person_id__in=person_ids).order_by("-id")
    return [Read(at=row.at, by=row.by, what=row.what, reason=row.reason) for row in rows]
