"""Put what is sealed under the newest keys, a batch at a time, so that old keys can be destroyed.

Every sealed column of the house is moved, of this context and of those above (`sealed.columns`); where what is sealed
is found through an index, the index follows. The answers kept of identities without a NIR (`Recognition`) cannot be
opened: once their key is destroyed they are forgotten, and the identity is looked for afresh.
"""

from __future__ import annotations

from datetime import datetime

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.ids import new_id

from .. import events, permissions, sealed


@act
def rotate_keys(*, batch: int = 1000, by: Actor, at: datetime) -> int:
    """How many rows were moved; call again until it answers 0. What somebody else is moving is left to them."""
    permissions.ROTATE_KEYS.require_any(by)

    # After this point the batch must succeed.
    moved = 0
    for field in sealed.columns():
        waiting = sealed.waiting(field).select_for_update(skip_locked=True).order_by("pk")
        ids = list(waiting.values_list("pk", flat=True)[: batch - moved])
        for start in range(0, len(ids), field.at_once):
            rows = list(field.model._base_manager.filter(pk__in=ids[start : start + field.at_once]))
            written = [field.reseal(row) for row in rows]
            field.model._base_manager.bulk_update(rows, written[0])
        moved += len(ids)

    if moved:
        record(events.NirKeysRotated(about=new_id(), count=moved), by=by, at=at)
    return moved
