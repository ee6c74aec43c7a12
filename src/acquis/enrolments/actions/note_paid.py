"""An invoice about an enrolment has left the bank: when none is left to pay, its billing is over."""

from __future__ import annotations

from datetime import datetime

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.treasury import queries as treasury
from acquis.treasury.types import SETTLED, InvoiceState

from .. import events, permissions
from ..models import Enrolment
from ..types import BillingState, EnrolmentId


@act
def note_paid(*, enrolment_id: EnrolmentId, by: Actor, at: datetime) -> None:
    """Note that everything billed so far is paid, if so; noted before, it changes nothing."""
    enrolment = Enrolment.objects.locked(enrolment_id)

    permissions.CONDUCT.require(by, enrolment)
    invoices = treasury.invoices_about(enrolment_id)
    if enrolment.billing_state != BillingState.BILLED or any(i.state not in SETTLED for i in invoices):
        return

    # After this point the note must succeed.
    enrolment.billing_state = BillingState.PAID
    enrolment.save(update_fields=["billing_state"])

    # Taken back whole, nothing was paid: the body's credit note has said so already.
    if any(each.state is InvoiceState.PAID for each in invoices):
        record(events.BilledAndPaid(**enrolment.told()), by=by, at=at)
