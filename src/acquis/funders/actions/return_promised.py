"""An enrolment gave back what it was promised, or a part: from the purses it goes to the envelopes it came from."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.ledger import actions as ledger
from acquis.ledger import queries as balances
from acquis.ledger.types import Code, Transfer

from .. import events, permissions
from ..models import Promise
from ..types import PromiseState
from .promise import PASSING


@act
def return_promised(*, promise_ids: Collection[UUID], by: Actor, at: datetime) -> int:
    """Send back what is free in the purses of these promises; how much in all, in cents."""
    rows = list(
        Promise.objects.select_for_update(of=("self",))
        .filter(pk__in=promise_ids)
        .select_related("convention")
        .order_by("envelope_id", "pk")
    )
    held = balances.balances([row.id for row in rows])

    permissions.PROMISE.require_any(by)

    # After this point giving back must succeed.
    returned = 0
    for row in rows:
        free = held[row.id].available_cents
        if not free:
            continue
        ((shard, _nothing),) = ledger.draw(owner=row.envelope_id, amount_cents=0, by=by, at=at)
        # What came back before makes the reference of what comes back now.
        reference = f"promise:{row.id}:back:{row.returned_cents}"
        day = day_of(at)
        out = Transfer(
            owner=row.account_id,
            debit=row.id,
            credit=PASSING,
            amount_cents=free,
            code=Code.PROMISE_RETURNED,
            effective_on=day,
            reference=reference,
            about=row.enrolment_id,
        )
        into = Transfer(
            owner=row.envelope_id,
            debit=PASSING,
            credit=shard,
            amount_cents=free,
            code=Code.PROMISE_RETURNED,
            effective_on=day,
            reference=f"{reference}:to",
            about=row.enrolment_id,
        )
        ledger.post(transfers=[out, into], by=by, at=at)
        row.returned_cents += free
        if row.returned_cents == row.amount_cents:
            row.state = PromiseState.RETURNED
        row.save(update_fields=["returned_cents", "state"])
        returned += free

        record(
            events.PromiseReturned(
                about=row.id,
                account_id=row.account_id,
                convention_id=row.convention_id,
                funder_id=row.convention.funder_id,
                enrolment_id=row.enrolment_id,
                amount_cents=free,
            ),
            by=by,
            at=at,
        )
    return returned
