"""Money into an envelope and out of it, kept with its reference and told."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Sum

from acquis.journal.actions import record
from acquis.kit.actor import Actor

from . import envelopes, events
from .models import Convention, Provision


def provided_cents(envelope_id: UUID) -> int:
    """What an envelope was given, less what went back to its funder; cents."""
    return Provision.objects.filter(envelope_id=envelope_id).aggregate(cents=Sum("amount_cents"))["cents"] or 0


def provide(convention: Convention, amount_cents: int, *, reference: str, by: Actor, at: datetime) -> None:
    """Fill the envelope, and tell it; part of an act."""
    envelopes.fill(convention.envelope_id, amount_cents, reference=reference, by=by, at=at)
    _tell(convention, amount_cents, by=by, at=at)


def refund(convention: Convention, *, reference: str, by: Actor, at: datetime) -> int:
    """Send what is free back to the funder, and tell it; cents. Part of an act."""
    amount = envelopes.empty(convention.envelope_id, reference=reference, by=by, at=at)
    if amount:
        _tell(convention, -amount, by=by, at=at)
    return amount


def _tell(convention: Convention, amount_cents: int, *, by: Actor, at: datetime) -> None:
    record(
        events.EnvelopeFilled(about=convention.id, funder_id=convention.funder_id, amount_cents=amount_cents),
        by=by,
        at=at,
    )
