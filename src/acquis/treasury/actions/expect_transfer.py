"""A payer is told under which label to send a sum: the bank's statement will say when it is there."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused

from .. import events, expecting, permissions
from ..models import ExpectedTransfer
from ..types import Refusal


@act
def expect_transfer(*, about: UUID, siren: str, amount_cents: int, by: Actor, at: datetime) -> str:
    """The label under which `amount_cents` is awaited for `about`; asked again, the same."""
    permissions.EXPECT.require_any(by)
    known = ExpectedTransfer.objects.select_for_update().filter(about=about).first()
    if known is not None:
        if known.amount_cents != amount_cents:
            raise Refused(Refusal.REFERENCE_REUSED)
        return known.label
    if amount_cents <= 0:
        raise Refused(Refusal.NOTHING_TO_PAY)

    # After this point the expectation must succeed.
    label = expecting.new_label(siren, day_of(at))
    ExpectedTransfer.objects.create(label=label, about=about, amount_cents=amount_cents, expected_at=at)

    record(events.TransferExpected(about=about, label=label, amount_cents=amount_cents), by=by, at=at)
    return label
