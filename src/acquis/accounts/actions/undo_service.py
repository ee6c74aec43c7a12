"""The hours that a yearly run gave to some public agents are taken back, as far as they are there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import counters, permissions
from ..hours import HoursSlice, served_by
from ..models import Account
from ..types import Outcome


@act
def undo_service(
    *, account_ids: Sequence[UUID], undoes: int, run: int, lane: int | None = None, by: Actor, at: datetime
) -> Outcome:
    """Undo, for these accounts, the hours that the run numbered `undoes` wrote; `run` is the run that undoes it.

    A year that was corrected since stays as it is and is told as refused; what was used is told as a shortfall.
    `lane`: see `counters.hold`.
    """
    counters.hold(alone=True, lane=lane)
    accounts = Account.objects.select_for_update().filter(pk__in=served_by(undoes, account_ids)).order_by("pk")

    permissions.CREDIT.require_any(by)

    slice_ = HoursSlice.undoing(accounts, undoes, run=run, at=at)

    # After this point the undoing must succeed.
    slice_.write(by=by, at=at)
    return slice_.outcome()
