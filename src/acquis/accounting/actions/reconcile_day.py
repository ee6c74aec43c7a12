"""A day is reconciled: every movement of the bank's and of the cards' money, held against what they tell outside."""

from __future__ import annotations

from datetime import date, datetime

from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import day as days
from .. import permissions
from ..models import DayReconciled
from ..turns import one_at_a_time
from ..types import DayCard


@act
def reconcile_day(*, day: date, by: Actor, at: datetime) -> DayCard:
    """Reconcile a day, again as often as one likes; what does not agree is work for somebody. Refuses NOT_ALLOWED."""
    permissions.RECONCILE_DAY.require_any(by)
    one_at_a_time()

    # After this point the reconciliation must succeed.
    days.receive_payouts(day, by=by, at=at)
    compared, ours, theirs = days.compare(day)
    days.keep(day, compared, ours=ours, theirs=theirs, at=at)
    row = DayReconciled.objects.get(day=day)
    return DayCard(
        day=row.day,
        ours=row.ours,
        theirs=row.theirs,
        agreed=row.agreed,
        differences=row.differences,
        made_at=row.made_at,
    )
