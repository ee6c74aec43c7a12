"""An enrolment gave back what it was promised, or a part: from the purses it goes to where it came from.

That is the envelope, or what is set aside for a request that an agent granted and that may still be used."""

from __future__ import annotations

from collections.abc import Collection, Sequence
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
from ..asking import PASSING
from ..models import AidRequest, Promise
from ..types import AidState, PromiseState


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
    requests = _still_granted(rows)

    permissions.PROMISE.require_any(by)

    # After this point giving back must succeed.
    returned = 0
    for row in rows:
        free = held[row.id].available_cents
        if not free:
            continue
        aside = requests.get(row.request_id)
        owner = aside.id if aside else row.envelope_id
        ((shard, _nothing),) = ledger.draw(owner=owner, amount_cents=0, by=by, at=at)
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
            owner=owner,
            debit=PASSING,
            credit=shard,
            amount_cents=free,
            code=Code.PROMISE_RETURNED,
            effective_on=day,
            reference=f"{reference}:to",
            about=row.enrolment_id,
        )
        ledger.post(transfers=[out, into], by=by, at=at)
        if aside:
            aside.held_cents += free
            aside.save(update_fields=["held_cents"])
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


def _still_granted(rows: Sequence[Promise]) -> dict[UUID | None, AidRequest]:
    """The requests of these promises that may still be used, held until the transaction ends."""
    ids = [row.request_id for row in rows if row.request_id is not None]
    found = AidRequest.objects.select_for_update().filter(pk__in=ids, state=AidState.GRANTED) if ids else []
    return {row.id: row for row in found}
