"""Public agents' years are credited in hours, for many accounts at once (décret 2017-928 art. 3).

The counter is the State's memory: an agent uses hours with their employer, and only hours converted after leaving buy
anything here. As in euros, the same facts move nothing, other facts are one more version, up or down.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.ids import new_id

from .. import events, permissions
from ..hours import of_rows
from ..models import Account
from ..types import CreditedHours, YearRow


@act
def credit_hours(*, rows: Sequence[YearRow], by: Actor, at: datetime) -> CreditedHours:
    """Credit a slice of rows of public agents, year by year; a row that cannot be is reported, not raised."""
    accounts = Account.objects.locked_together({row.account_id for row in rows})

    permissions.CREDIT.require_any(by)

    slice_ = of_rows(accounts.values(), rows, run=None, at=at)

    # After this point the credit must succeed.
    result = slice_.done()
    if not slice_.new:
        return result
    slice_.write(by=by, at=at)

    record(
        events.HoursCredited(
            about=new_id(),
            credited=result.credited,
            corrected=result.corrected,
            granted_hours=result.granted_hours,
            taken_back_hours=result.taken_back_hours,
        ),
        by=by,
        at=at,
    )
    return result
