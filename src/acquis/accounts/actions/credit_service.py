"""A yearly run credits the hours of the public agents of a slice: the same as `credit_hours` gives."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import counters, permissions
from ..hours import of_rows
from ..models import Account
from ..types import Outcome, YearRow


@act
def credit_service(*, rows: Sequence[YearRow], run: int, lane: int | None = None, by: Actor, at: datetime) -> Outcome:
    """Credit years of service for the run of this number; the outcome is in hundredths of an hour.

    Rows that cannot be credited are told in the outcome. The fact is recorded by the run, once a slice.
    `lane`: see `counters.hold`.
    """
    counters.hold(alone=True, lane=lane)
    accounts = Account.objects.select_for_update().filter(pk__in={row.account_id for row in rows}).order_by("pk")

    permissions.CREDIT.require_any(by)

    slice_ = of_rows(accounts, rows, run=run, at=at)

    # After this point the credit must succeed.
    slice_.write(by=by, at=at)
    return slice_.outcome()
