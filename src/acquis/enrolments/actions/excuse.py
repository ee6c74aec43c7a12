"""Force majeure is recognised after a late cancellation or an absence: what they cost comes back.

The state stays what it was, for that is what happened; the money is as if the excuse had been known.
"""

from __future__ import annotations

from datetime import datetime

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import events, permissions, settlement
from ..models import Enrolment
from ..types import EnrolmentId, Refusal, State

EXCUSABLE = (State.CANCELLED_BY_HOLDER, State.NO_SHOW)


@act
def excuse(*, enrolment_id: EnrolmentId, by: Actor, at: datetime) -> None:
    """Give back what a late cancellation or an absence took; refused where it took nothing, or twice."""
    enrolment = Enrolment.objects.locked(enrolment_id)

    permissions.EXCUSE.require(by, enrolment)
    if State(enrolment.state) not in EXCUSABLE:
        raise Refused(Refusal.NOT_NOW)
    if enrolment.excused_at is not None:
        raise Refused(Refusal.ALREADY_EXCUSED)
    if not any((enrolment.provider_cents, enrolment.kept_cents, enrolment.lapsed_cents)):
        raise Refused(Refusal.NOTHING_TO_EXCUSE)

    # After this point the excuse must succeed.
    ending = settlement.excuse(enrolment, by=by, at=at)
    enrolment.provider_cents = ending.provider_cents
    enrolment.returned_cents, enrolment.kept_cents = ending.returned_cents, ending.kept_cents
    enrolment.lapsed_cents, enrolment.borne_cents = ending.lapsed_cents, ending.borne_cents
    # An invoice that was never sent is settled by its credit note, and then nothing is left to pay.
    enrolment.billing_state = settlement.written(enrolment, ending)["billing_state"]
    enrolment.excused_at = at
    enrolment.save(
        update_fields=[
            "provider_cents",
            "returned_cents",
            "kept_cents",
            "lapsed_cents",
            "borne_cents",
            "billing_state",
            "excused_at",
        ]
    )

    record(events.Excused(**enrolment.told(), returned_cents=ending.returned_cents), by=by, at=at)
