"""What follows from a failed payment: what was held is free, and the proposal stands again while its time lasts."""

from __future__ import annotations

from datetime import datetime

from acquis.journal.actions import record
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of

from .. import events, moving
from ..models import Enrolment
from ..types import Act


def reopened(enrolment: Enrolment, how: Act, *, by: Actor, at: datetime) -> None:
    """Move back to PROPOSED by `how` and tell it; a proposal whose time is over lapses at once. Part of an act."""
    moving.free(enrolment.shares, by=by, at=at)
    enrolment.share_set.filter(account_id=enrolment.account_id).delete()
    enrolment.move(how, due_at=enrolment.confirmation_due_at, collection_id=None, participation_cents=0, by=by, at=at)
    record(events.PaymentFailed(**enrolment.told(), outcome=how, attempt=enrolment.attempt), by=by, at=at)
    if enrolment.is_due(at) or enrolment.starts_on <= day_of(at):
        enrolment.move(Act.LAPSE_UNCONFIRMED, by=by, at=at)
        record(events.Unconfirmed(**enrolment.told()), by=by, at=at)
