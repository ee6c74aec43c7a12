"""An enrolment no longer needs the aids asked for it, or is confirmed with them: what they do not pay goes back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import asking, permissions
from ..models import AidRequest, Promise
from ..types import SET_ASIDE, AidAct, AidSide, AidState, PromiseState


@act
def close_aids(*, enrolment_id: UUID, account_id: UUID, by: Actor, at: datetime) -> None:
    """Part of an act on that enrolment. What pays it is used; the rest is over, and goes back to its envelopes."""
    rows = list(
        AidRequest.objects.select_for_update(of=("self",))
        .filter(enrolment_id=enrolment_id, account_id=account_id, state__in=[each.value for each in SET_ASIDE])
        .order_by("envelope_id", "pk")
    )
    live = Promise.objects.filter(request__in=rows, state=PromiseState.PROMISED)
    paying = set(live.values_list("request_id", flat=True))

    permissions.PROMISE.require_any(by)

    # After this point closing must succeed.
    side = AidSide.HOLDER if by.account_id is not None else AidSide.NOBODY
    for row in rows:
        used = row.state == AidState.GRANTED and row.id in paying
        asking.give_back(row, row.held_cents, by=by, at=at)
        asking.move(row, AidAct.USE if used else AidAct.CLOSE, side=side, due_at=None, left_days=None, by=by, at=at)
