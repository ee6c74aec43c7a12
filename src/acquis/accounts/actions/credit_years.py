"""Rights earned by years of activity are credited, for many accounts at once (L6323-11, R6323-1).

The rule says what the facts give; here is what then moves. The facts are kept, so that "why this amount" has an answer.
Run again, the same facts move nothing; other facts for the same year and regime are a correction, which is one more
movement and one more row, up or down. What should be taken back and is no longer there is written as a shortfall:
recovering it is another matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.ids import new_id

from .. import events, permissions
from ..models import Account
from ..statuses import with_statuses
from ..types import Credited, YearRow
from ..years import Slice, in_order


@act
def credit_years(*, rows: Sequence[YearRow], by: Actor, at: datetime) -> Credited:
    """Credit a slice of rows (some thousands at a time), year by year; a row that cannot be is reported, not raised."""
    accounts = Account.objects.locked_together({row.account_id for row in rows})

    permissions.CREDIT.require_any(by)

    slice_ = Slice(accounts.values(), {row.year for row in rows}, run=None, at=at)
    for row in in_order(with_statuses(rows)):
        slice_.credit(row)

    # After this point the credit must succeed.
    if not slice_.new:
        return slice_.done()
    slice_.write(by=by, at=at)

    result = slice_.done()
    record(
        events.YearsCredited(
            about=new_id(),
            credited=result.credited,
            corrected=result.corrected,
            granted_cents=result.granted_cents,
            taken_back_cents=result.taken_back_cents,
        ),
        by=by,
        at=at,
    )
    return result
