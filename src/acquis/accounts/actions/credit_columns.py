"""A yearly run credits a very large slice of accounts: the same rights as `credit_years` gives, in columns."""

from __future__ import annotations

from datetime import datetime

from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import counters, permissions
from ..columns import ColumnSlice
from ..types import Outcome, YearColumns


@act
def credit_columns(
    *,
    facts: YearColumns,
    run: int,
    number: int,
    again: bool = False,
    lane: int | None = None,
    by: Actor,
    at: datetime,
) -> Outcome:
    """Credit one year for some ten thousand accounts or more. `run` is the number of the yearly run that asks,
    `number` the place of this slice among its slices, each of which comes after the accounts of the one before.

    `again` asks the law anew for facts that are known: the correction after a change of law. Rows that cannot be
    credited are told in the outcome. The fact is recorded by the run, once a slice. `lane`: see `counters.hold`.
    """
    counters.hold(alone=True, lane=lane)

    permissions.CREDIT.require_any(by)

    slice_ = ColumnSlice(facts, run=run, number=number, again=again, lock=True, at=at)

    # After this point the credit must succeed.
    slice_.write(by=by, at=at)
    return slice_.outcome()
