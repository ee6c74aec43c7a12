"""Whoever keeps the money asks for a run to be reconciled again; the worker reads it, and the page then shows it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import jobs, permissions
from ..models import Run
from ..types import Refusal


@act
def ask_reconciliation(*, run_id: UUID, by: Actor, at: datetime) -> None:
    run = Run.objects.locked(run_id)

    permissions.READ.require(by, run)
    if run.approved_at is None:
        raise Refused(Refusal.NOT_IN_THIS_STATE, number=run.number)

    # After this point the question must be asked.
    jobs.reconcile_on(run.id)
