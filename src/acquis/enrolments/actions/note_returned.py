"""A transfer that had paid an invoice came back: the billing of its enrolment is open again."""

from __future__ import annotations

from datetime import datetime

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.treasury import queries as treasury
from acquis.treasury.types import SETTLED

from .. import events, permissions
from ..models import Enrolment
from ..types import BillingState, EnrolmentId


@act
def note_returned(*, enrolment_id: EnrolmentId, by: Actor, at: datetime) -> None:
    """Note that something billed waits to be paid again; when nothing was noted as paid, it changes nothing."""
    enrolment = Enrolment.objects.locked(enrolment_id)

    permissions.CONDUCT.require(by, enrolment)
    invoices = treasury.invoices_about(enrolment_id)
    # Paid again before we came to note it, it is paid.
    if enrolment.billing_state != BillingState.PAID or all(each.state in SETTLED for each in invoices):
        return

    # After this point the note must succeed.
    enrolment.billing_state = BillingState.BILLED
    enrolment.save(update_fields=["billing_state"])

    record(events.BillingReopened(**enrolment.told()), by=by, at=at)
