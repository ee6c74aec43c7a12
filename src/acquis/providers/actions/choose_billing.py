"""A training body says who makes its invoices: the operator, in its name (a mandate, CGI 289 I-2), or itself.

What was owed before stays as it was made: only what is owed from now on follows.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import events, permissions
from ..models import Provider
from ..types import Refusal


@act
def choose_billing(*, provider_id: UUID, bills_itself: bool, by: Actor, at: datetime) -> None:
    """`bills_itself`: the body makes its own invoices and deposits them; otherwise it gives the mandate."""
    provider = Provider.objects.locked(provider_id)

    permissions.CHOOSE_BILLING.require(by, provider)
    if provider.bills_itself == bills_itself:
        raise Refused(Refusal.BILLING_UNCHANGED)

    # After this point the choice must succeed.
    provider.bills_itself = bills_itself
    provider.save(update_fields=["bills_itself"])

    record(events.BillingChosen(about=provider_id, bills_itself=bills_itself), by=by, at=at)
