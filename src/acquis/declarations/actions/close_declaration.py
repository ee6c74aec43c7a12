"""A declaration that replaces or cancels the former ones ends: what it no longer holds is withdrawn."""

from __future__ import annotations

from array import array
from datetime import datetime
from uuid import UUID

import numpy as np

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import events, permissions
from ..models import Declaration, Import, WorkedLine
from ..types import Refusal, State

_BATCH = 5_000
#: What a newer version takes from the one it withdraws; the rest is its own.
_OWN = {"id", "version", "current", "withdrawn", "order", "declaration", "received_at"}


@act
def close_declaration(*, import_id: UUID, declaration_id: UUID, named: array[int], by: Actor, at: datetime) -> int:
    """Withdraw the lines of earlier sendings that are not `named` (ids of current lines); returns how many.

    A line withdrawn is a version more, which counts for nothing: what it had given is then corrected.
    """
    declaration = Declaration.objects.select_for_update().get(pk=declaration_id)

    permissions.IMPORT.require_any(by)
    if not Import.objects.filter(pk=import_id, state=State.READING).exists():
        raise Refused(Refusal.IMPORT_CLOSED)
    if not declaration.replaces:
        return 0

    earlier = WorkedLine.objects.filter(
        declaration__lineage=declaration.lineage, order__lt=declaration.order, current=True, withdrawn=False
    )
    ids = np.fromiter(earlier.values_list("id", flat=True).iterator(chunk_size=_BATCH), dtype=np.int64)
    gone = np.setdiff1d(ids, np.frombuffer(named, dtype=np.int64) if named else np.empty(0, dtype=np.int64))

    # After this point the withdrawal must succeed.
    for start in range(0, len(gone), _BATCH):
        rows = list(WorkedLine.objects.filter(pk__in=gone[start : start + _BATCH].tolist()))
        WorkedLine.objects.filter(pk__in=[row.pk for row in rows]).update(current=False)
        WorkedLine.objects.bulk_create([_withdrawn(row, declaration, at) for row in rows], batch_size=2_000)

    if len(gone):
        record(events.Withdrawn(about=import_id, lines=len(gone)), by=by, at=at)
    return len(gone)


def _withdrawn(row: WorkedLine, declaration: Declaration, at: datetime) -> WorkedLine:
    same = {f.attname: getattr(row, f.attname) for f in WorkedLine._meta.concrete_fields if f.name not in _OWN}
    return WorkedLine(
        **same,
        version=row.version + 1,
        withdrawn=True,
        order=declaration.order,
        declaration=declaration,
        received_at=at,
    )
