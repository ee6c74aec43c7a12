"""What a yearly run gave to some accounts is taken back, as far as it is there: a purse is never below nothing."""

from __future__ import annotations

from datetime import datetime

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.columns import Column

from .. import counters, permissions
from ..types import Outcome
from ..undoing import UndoSlice


@act
def undo_years(
    *,
    accounts: Column,
    undoes: int,
    run: int,
    number: int = 0,
    lane: int | None = None,
    by: Actor,
    at: datetime,
) -> Outcome:
    """Undo, for these accounts (in their order, sixteen bytes each), what the run numbered `undoes` wrote; `run` is the
    number of the run that undoes it, `number` the place of this slice among its slices.

    A year that was corrected since stays as it is and is told as refused; what was spent is told as a shortfall.
    `lane`: see `counters.hold`.
    """
    counters.hold(alone=True, lane=lane)

    permissions.CREDIT.require_any(by)

    slice_ = UndoSlice(accounts, undoes, run=run, number=number, lock=True, at=at)

    # After this point the undoing must succeed.
    slice_.write(by=by, at=at)
    return slice_.outcome()
