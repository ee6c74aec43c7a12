"""What a reconciliation found is kept, in place of what the one before found: pages show it, and compute nothing."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import events, permissions
from ..models import Difference, Part, Run
from ..types import Reconciliation, Refusal


@act
def keep_reconciliation(*, run_id: UUID, report: Reconciliation, by: Actor, at: datetime) -> None:
    """Keep the report of a run (`reconciling.reconcile`), read after its last slice."""
    run = Run.objects.locked(run_id)

    permissions.ADVANCE.require(by, run)
    if run.approved_at is None or report.number != run.number:
        raise Refused(Refusal.NOT_IN_THIS_STATE, number=run.number)

    # After this point the report must be kept.
    run.parts.all().delete()
    run.differences.all().delete()
    Part.objects.bulk_create([Part(run=run, **asdict(line)) for line in report.lines])
    Difference.objects.bulk_create([Difference(run=run, **asdict(each)) for each in report.differences])
    run.reconciled_at = at
    run.save(update_fields=["reconciled_at"])

    record(events.Reconciled(about=run.id, number=run.number, agrees=report.agrees), by=by, at=at)
