"""The hours that a yearly run gave to some public agents are taken back, as far as they are there."""

from __future__ import annotations

from datetime import datetime

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.columns import Column

from .. import counters, permissions
from ..hours import HoursSlice, served_by
from ..models import Account
from ..types import Outcome


@act
def undo_service(
    *, accounts: Column, undoes: int, run: int, lane: int | None = None, by: Actor, at: datetime
) -> Outcome:
    """Undo, for these accounts (in their order, sixteen bytes each), the hours that the run numbered `undoes` wrote;
    `run` is the run that undoes it.

    A year that was corrected since stays as it is and is told as refused; what was used is told as a shortfall.
    `lane`: see `counters.hold`.
    """
    counters.hold(alone=True, lane=lane)
    served = Account.objects.select_for_update().filter(pk__in=served_by(undoes, accounts)).order_by("pk")

    permissions.CREDIT.require_any(by)

    slice_ = HoursSlice.undoing(served, undoes, run=run, at=at)

    # After this point the undoing must succeed.
    slice_.write(by=by, at=at)
    return slice_.outcome()
