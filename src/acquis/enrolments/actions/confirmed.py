"""What follows from a confirmation once nothing is left to pay: the order stands, from this day and under its law."""

from __future__ import annotations

from datetime import datetime

from acquis import rules
from acquis.funders import actions as funders
from acquis.journal.actions import record
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of

from .. import delays, events
from ..models import Enrolment
from ..types import Act, Source


def confirmed(enrolment: Enrolment, how: Act, *, by: Actor, at: datetime) -> None:
    """Move to CONFIRMED by `how`, fix the last day of the right of withdrawal, and tell it. Part of an act."""
    law = rules.law_on(day_of(at))
    enrolment.move(
        how,
        due_at=delays.entry_late_at(enrolment, law),
        confirmed_at=at,
        withdrawal_last_day=rules.withdrawal_last_day(law, day_of(at)),
        by=by,
        at=at,
    )
    shares = enrolment.shares
    if enrolment.funder_asked_at is not None:
        funders.close_aids(enrolment_id=enrolment.id, account_id=enrolment.account_id, by=by, at=at)

    def sum_of(*sources: Source) -> int:
        return sum(share.amount_cents for share in shares if share.source in sources)

    record(
        events.Confirmed(
            **enrolment.told(),
            price_cents=enrolment.price_cents,
            rights_cents=sum_of(Source.RIGHTS),
            third_party_cents=sum_of(Source.PURSE, Source.COMPLEMENT),
            holder_pays_cents=sum_of(Source.HOLDER, Source.CREDIT_NOTE),
        ),
        by=by,
        at=at,
    )
