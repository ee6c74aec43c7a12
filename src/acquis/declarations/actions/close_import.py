"""The reading of a file ends."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import events, permissions
from ..models import Import
from ..reporting import keep
from ..types import Found, Refusal, State


@act
def close_import(
    *,
    import_id: UUID,
    counts: Mapping[str, int],
    findings: list[Found],
    findings_total: int,
    blocking_total: int,
    refusal: Refusal | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Keep the last findings and the counts; a closed reading takes nothing more."""
    row = Import.objects.select_for_update().filter(pk=import_id).first()
    if row is None:
        raise Refused(Refusal.IMPORT_UNKNOWN)

    permissions.IMPORT.require_any(by)
    if row.state != State.READING:
        raise Refused(Refusal.IMPORT_CLOSED)

    # After this point the closing must succeed.
    keep(import_id, findings)
    row.state = State.REFUSED if refusal else State.READ
    row.refusal = refusal or ""
    row.counts = {name: number for name, number in counts.items() if number}
    row.findings_total, row.blocking_total, row.ended_at = findings_total, blocking_total, at
    row.save()

    record(
        events.Closed(about=row.id, individuals=counts.get("individuals.accepted", 0), blocking=blocking_total),
        by=by,
        at=at,
    )
