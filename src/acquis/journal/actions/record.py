"""Record facts, and defer a job for each who must hear of them, in the caller's transaction.

If the caller's work is undone, so are the facts and the jobs: nobody hears of what did not happen.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection, transaction

from acquis.kit.actor import Actor
from acquis.kit.prepared import ask

from .. import jobs, payload
from ..reactions import Reaction, reactions_to
from ..types import Event

#: Facts written by one statement.
_AT_ONCE = 1_000

# Many rows go as one text that the server takes apart: composing arrays value by value takes the driver longer than
# the server takes to write them.
WRITE = """
    INSERT INTO journal_event (kind, about, account_id, at, by, payload)
    SELECT f.said->>'kind', (f.said->>'about')::uuid, (f.said->>'account_id')::uuid, %(at)s, %(by)s, f.said->'payload'
      FROM jsonb_array_elements(%(facts)s::jsonb) WITH ORDINALITY AS f(said, place) ORDER BY f.place
    RETURNING seq
"""
#: A lone fact, its deliveries and what the act plans: each trip to the server is felt.
ALONE = """
    INSERT INTO journal_event (kind, about, account_id, at, by, payload)
    VALUES (%(kind)s::text, %(about)s::uuid, %(account_id)s::uuid, %(at)s::timestamptz, %(by)s::text,
           %(payload)s::jsonb)
    RETURNING seq, procrastinate_defer_jobs_v1((SELECT array_agg(
           ROW(j.said->>'queue', j.said->>'task', (j.said->>'priority')::integer, j.said->>'lock', NULL,
               coalesce(j.said->'args', jsonb_build_object('seq', seq, 'reaction', j.said->'reaction')),
               (j.said->>'at')::timestamptz
           )::procrastinate_job_to_defer_v1 ORDER BY j.place)
      FROM jsonb_array_elements(%(jobs)s::jsonb) WITH ORDINALITY AS j(said, place)))
"""
#: A lone fact that nobody hears of.
UNHEARD = """
    INSERT INTO journal_event (kind, about, account_id, at, by, payload)
    VALUES (%(kind)s::text, %(about)s::uuid, %(account_id)s::uuid, %(at)s::timestamptz, %(by)s::text,
           %(payload)s::jsonb)
    RETURNING seq
"""
_DEFER = """
    SELECT procrastinate_defer_jobs_v1(array_agg(
           ROW(%(queue)s, %(task)s, %(priority)s, d.said->>'lock', NULL,
               jsonb_build_object('seq', (d.said->>'seq')::bigint, 'reaction', d.said->>'reaction'), NULL
           )::procrastinate_job_to_defer_v1 ORDER BY d.place))
      FROM jsonb_array_elements(%(deliveries)s::jsonb) WITH ORDINALITY AS d(said, place)
"""


def record(event: Event, *, then: Sequence[Mapping[str, Any]] = (), by: Actor, at: datetime) -> int:
    """Write `event` once and return its place in the order of the journal. `then`: what the act plans (`jobs.planned`).

    The only act whose subject is not a keyword, because the fact is a sentence of its own.
    """
    if not event.kind:
        raise TypeError(f"{type(event).__qualname__} has no kind")
    values: dict[str, Any] = {
        "kind": event.kind,
        "about": event.about,
        "account_id": event.account_id,
        "at": at,
        "by": by.key,
        "payload": json.dumps(payload.write(event)),
    }
    heard_by = [reaction.name for reaction in reactions_to(type(event))]
    if not heard_by and not then:
        return int(ask(UNHEARD, values)[0][0])
    told = _as_planned() | {"lock": str(event.about)}
    deferred = [*({**told, "reaction": name} for name in heard_by), *then]
    return int(ask(ALONE, values | {"jobs": json.dumps(deferred)})[0][0])


def record_all(events: Sequence[Event], *, by: Actor, at: datetime) -> list[int]:
    """Write facts of the same moment, in their order; their places in the order of the journal."""
    if any(not event.kind for event in events):
        raise TypeError(f"{next(type(event).__qualname__ for event in events if not event.kind)} has no kind")
    places: list[int] = []
    heard: set[tuple[object, ...]] = set()
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        for start in range(0, len(events), _AT_ONCE):
            some = events[start : start + _AT_ONCE]
            told = [
                {"kind": each.kind, "about": each.about, "account_id": each.account_id, "payload": payload.write(each)}
                for each in some
            ]
            cursor.execute(WRITE, {"facts": json.dumps(told, default=str), "at": at, "by": by.key})
            seqs = [seq for (seq,) in cursor.fetchall()]
            _tell(some, seqs, heard)
            places += seqs
    return places


def _tell(events: Sequence[Event], places: Sequence[int], heard: set[tuple[object, ...]]) -> None:
    """Defer every delivery by one statement. Facts about one noun are heard in the order in which they happened.

    `heard`: what was told already of facts recorded together, by reactions that hear such facts once.
    """
    deliveries = [
        {"lock": str(event.about), "seq": seq, "reaction": reaction.name}
        for event, seq in zip(events, places, strict=True)
        for reaction in reactions_to(type(event))
        if _is_news(event, reaction, heard)
    ]
    if not deliveries:
        return
    with connection.cursor() as cursor:
        cursor.execute(_DEFER, _as_planned() | {"deliveries": json.dumps(deliveries)})


@cache
def _as_planned() -> dict[str, Any]:
    """What the job of any delivery has in common with all others."""
    job = jobs.deliver.configure().make_new_job()
    return {"queue": job.queue, "task": job.task_name, "priority": job.priority}


def _is_news(event: Event, reaction: Reaction, heard: set[tuple[object, ...]]) -> bool:
    if not reaction.once_for:
        return True
    told = (reaction.name, *(getattr(event, name) for name in reaction.once_for))
    if told in heard:
        return False
    heard.add(told)
    return True
