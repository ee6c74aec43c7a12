"""A holder says that they now have a diploma of level 3: the raised credit ends with the next calendar year.

It is the declaration that counts, as at its beginning (docs/decisions): a year already credited is not taken back.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused

from .. import events, permissions
from ..models import Account, LowQualification
from ..types import Refusal


@act
def end_low_qualification(*, account_id: UUID, obtained_on: date, by: Actor, at: datetime) -> None:
    """`obtained_on` is the day of the diploma, kept as a fact (R6323-3-1 III)."""
    account = Account.objects.locked(account_id)
    declared = LowQualification.objects.filter(account=account, lost_on__isnull=True, annulled_at__isnull=True).first()

    permissions.DECLARE.require(by, account)
    if declared is None:
        raise Refused(Refusal.NOT_DECLARED)
    if obtained_on > day_of(at):
        raise Refused(Refusal.DAY_TO_COME)
    if obtained_on < declared.declared_on:
        # The diploma was there before the declaration: that is another matter, which an agent judges.
        raise Refused(Refusal.PERIOD_REVERSED)

    # After this point the end must succeed.
    declared.lost_on, declared.end_declared_on = obtained_on, day_of(at)
    declared.save(update_fields=["lost_on", "end_declared_on"])

    record(events.LowQualificationEnded(about=account.id, account_id=account.id), by=by, at=at)
