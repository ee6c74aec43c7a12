"""A day is reconciled: every movement of the bank's and of the cards' money, held against what they tell outside."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused

from .. import day as days
from .. import permissions
from ..models import DayReconciled
from ..turns import one_at_a_time
from ..types import DayCard, Refusal


@act
def reconcile_day(*, day: date, by: Actor, at: datetime) -> DayCard:
    """Reconcile a day, again as often as one likes; what does not agree is work for somebody. Refuses: NOT_ALLOWED,
    DAY_NOT_BEGUN.

    What is late is looked for as of the last day that is over: a day further behind, reconciled again, changes none.
    """
    permissions.RECONCILE_DAY.require_any(by)
    if day > day_of(at):
        raise Refused(Refusal.DAY_NOT_BEGUN)
    one_at_a_time()

    # After this point the reconciliation must succeed.
    days.receive_payouts(day, by=by, at=at)
    compared, ours, theirs = days.compare(day)
    days.keep(day, compared, ours=ours, theirs=theirs, at=at)
    today = day_of(at)
    if day >= today - timedelta(days=1):
        days.keep_late(min(day, today), at=at)
    row = DayReconciled.objects.get(day=day)
    return DayCard(
        day=row.day,
        ours=row.ours,
        theirs=row.theirs,
        agreed=row.agreed,
        differences=row.differences,
        made_at=row.made_at,
    )
