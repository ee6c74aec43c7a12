"""What is owed about a purchase is not paid while the purchase is under control; then it is released.

A batch that waits for its approver is locked first, so that a payment is either approved before or withheld: what was
approved before has left, and is not called back from here.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import events, permissions
from ..models import Invoice, PayoutBatch, Withholding
from ..types import Refusal


@act
def withhold(*, about: UUID, account_id: UUID, provider_id: UUID, by: Actor, at: datetime) -> None:
    """Withhold what is owed about a purchase, now and later, until it is released; withheld already, it stays so."""
    batches = Invoice.objects.filter(about=about, line__isnull=False).values_list("line__batch_id", flat=True)
    list(PayoutBatch.objects.select_for_update().filter(pk__in=list(batches)).order_by("pk"))
    list(Invoice.objects.select_for_update().filter(about=about).order_by("id"))

    permissions.WITHHOLD.require_any(by)
    if not permissions.of_purchase(by, provider_id=provider_id, account_id=account_id):
        raise Refused(Refusal.NOT_ALLOWED)
    if Withholding.objects.filter(account_id=account_id, about=about, released_at__isnull=True).exists():
        return

    # After this point the withholding must succeed.
    Withholding.objects.create(about=about, account_id=account_id, provider_id=provider_id, since=at, by=by.key)

    record(events.Withheld(about=about, account_id=account_id, provider_id=provider_id), by=by, at=at)


@act
def release(*, about: UUID, account_id: UUID, by: Actor, at: datetime) -> None:
    """Let what is owed about a purchase be paid again; when nothing is withheld, nothing changes."""
    known = Withholding.objects.filter(account_id=account_id, about=about, released_at__isnull=True)
    held = known.select_for_update().first()

    permissions.RELEASE.require_any(by)
    if held is None:
        return

    # After this point the release must succeed.
    held.released_at, held.released_by = at, by.key
    held.save(update_fields=["released_at", "released_by"])

    record(events.Released(about=about, account_id=held.account_id, provider_id=held.provider_id), by=by, at=at)
