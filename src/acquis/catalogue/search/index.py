"""The index of what is on sale: where it lies, and how it follows the database.

The journal is the feed: every fact that changes what is on sale names its trainings or its provider. The manifest of
the index says up to where it was followed, so any process of any machine brings its folder up, whether or not a worker
runs there. A fact that is followed twice does no harm.
"""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from acquis.journal import queries as journal
from acquis.journal.types import Told
from acquis.kit import clock
from acquis.providers import events as providers

from ..events import OfferChanged
from ..queries import published_training_ids_of
from .columns.store import Snapshot, Store, store_of
from .documents import everything, of_trainings

#: A reader looks whether the feed is ahead as often as this, in seconds.
LOOK_EVERY = 0.3
#: A reader who finds the feed ahead brings up so many trainings and no more: the worker does the rest, or the next one.
_MOST_AT_ONCE = 200

_OF_A_PROVIDER = tuple(
    event.kind for event in (providers.Referenced, providers.Restored, providers.Suspended, providers.Delisted)
)
FEED = (OfferChanged.kind, *_OF_A_PROVIDER)
#: So many facts may be remembered one by one before their place in the order is taken for settled.
_REMEMBERED = 100
_SURELY_OVER = 2.0
#: So many hundredths of a second are waited for who is writing when an index is begun.
_WAITS = 50

_looking = threading.Lock()
#: When each folder was last compared with the feed, by the machine's steady clock.
_looked: dict[Path, float] = {}


def folder() -> Path:
    """Where the index is."""
    return Path(settings.SEARCH_PATH)


def store() -> Store:
    """The index of this installation."""
    return store_of(folder())


def snapshot() -> Snapshot | None:
    """The index as it is now, brought up to what was committed; None when there is none yet."""
    now = store().snapshot()
    if now is None:
        return None
    return store().snapshot() if _time_to_look() and follow(wait=False, most=_MOST_AT_ONCE) else now


def _time_to_look() -> bool:
    """Whether this thread is the one to compare the index with the feed now."""
    path, now = folder(), time.monotonic()
    with _looking:
        if now - _looked.get(path, -LOOK_EVERY) < LOOK_EVERY:
            return False
        _looked[path] = now
        return True


def rebuild_index() -> int:
    """Make the index anew from the database; returns the number of offers. Readers change over when it is ready.

    Edits are followed meanwhile, and once more by the new index.
    """
    many = store().remake(everything(), position=_beginning())
    follow()
    return many


def make_if_absent() -> None:
    """Make the index unless there is one, or another process is making it. Costs nothing when there is one."""
    if store().snapshot() is not None:
        return
    with store().writing_alone(wait=False) as alone:
        if alone and store().snapshot() is None:
            position = _beginning()
            store().make(everything(), position=position)


def follow(*, wait: bool = True, most: int | None = None) -> bool:
    """Bring the index up to the feed; True when something was brought up. `most` bounds the trainings of one call.

    Without `wait`, another who is writing is left to do it.
    """
    now = store().snapshot()
    if now is None or not _ahead(now.position):
        return False
    with store().writing_alone(wait=wait) as alone:
        now = store().snapshot() if alone else None
        if now is None:
            return False
        # Asked before the feed is read: what is over by then is seen there, if it wrote anything.
        oldest, _ = journal.transactions()
        asked_at = clock.machine_now().timestamp()
        trainings, fresh, taken = dict[UUID, None](), _ahead(now.position), list[int]()
        for fact in fresh:
            if most is not None and trainings and len(trainings) >= most:
                break
            trainings.update(dict.fromkeys(_trainings(fact)))
            taken.append(fact.seq)
        if not fresh:
            return False
        ids = list(trainings)
        position = now.position | {"applied": [*now.position["applied"], *taken]}
        # What was left may be below the mark, and would be forgotten.
        if len(taken) == len(fresh):
            position = _settled(position, oldest=oldest, at=asked_at)
        store().replace(map(str, ids), of_trainings(ids), position=position)
    if store().may_fold():
        # In a thread of its own: neither who asks nor who writes waits for it, nor needs a worker.
        threading.Thread(target=store().fold, name="search.fold", daemon=True).start()
    return True


def _trainings(fact: Told) -> list[UUID]:
    if fact.kind in _OF_A_PROVIDER:
        return published_training_ids_of(fact.about)
    return [UUID(each) for each in fact.payload["training_ids"]]


# Where in the feed ----------------------------------------------------------------------------------------------
#
# Numbers are given before transactions end: a fact may appear after one with a higher number. So the position is a
# number up to which all is settled, and the numbers beyond it that were followed. It moves on when every transaction
# that ran when the highest of them was seen is over.


def _ahead(position: dict[str, Any]) -> list[Told]:
    applied = set(position["applied"])
    return [fact for fact in journal.after(position["settled"], FEED) if fact.seq not in applied]


def _beginning() -> dict[str, Any]:
    """The position of an index that is about to be made from the database as it is."""
    last = journal.last(FEED)
    _, following = journal.transactions()
    # A transaction of our own would be waited for in vain.
    for _ in range(0 if connection.in_atomic_block else _WAITS):
        oldest, _ = journal.transactions()
        if oldest >= following:
            # Whoever could still hold a number up to that one is over; those who came since have higher ones.
            return {"settled": last, "applied": [], "mark": None}
        time.sleep(0.01)
    # Somebody has been writing for long: begin where the index before had settled, and remember all that is seen.
    before = store().snapshot()
    settled = before.position.get("settled", 0) if before is not None else 0
    if settled > last:
        # It was the index of another database.
        settled = 0
    applied = journal.places_after(settled, FEED)
    return {"settled": settled, "applied": applied, "mark": _mark(applied) if applied else None}


def _settled(position: dict[str, Any], *, oldest: int, at: float) -> dict[str, Any]:
    """The position once all that was ahead is applied; `oldest` ran still at the second `at`, before it was read."""
    mark, applied = position["mark"], position["applied"]
    if mark is None:
        return position | {"mark": _mark(applied)} if len(applied) >= max(1, _REMEMBERED) else position
    if oldest >= mark["transactions"] and at - mark["seen"] > _SURELY_OVER:
        beyond = [seq for seq in applied if seq > mark["seq"]]
        return {"settled": mark["seq"], "applied": beyond, "mark": None}
    return position


def _mark(applied: list[int]) -> dict[str, Any]:
    """The highest number seen, and who may still hold a lower one: whoever runs now, so it is asked after."""
    _, following = journal.transactions()
    return {"seq": max(applied), "transactions": following, "seen": clock.machine_now().timestamp()}
