"""What waits for the holder: shown wherever they arrive, so that nothing lapses unseen."""

from __future__ import annotations

from acquis.enrolments import queries as enrolments
from acquis.enrolments.types import EnrolmentRow, Party
from acquis.kit.actor import Actor, Role


def waiting_for(by: Actor) -> list[EnrolmentRow]:
    """The holder's enrolments in which they must act, the most pressing first; nobody else has any."""
    if not by.has(Role.HOLDER) or by.account_id is None:
        return []
    rows = enrolments.enrolments_of_account(by.account_id, by=by, live=True)
    mine = [row for row in rows if row.waits_for is Party.HOLDER]
    return sorted(mine, key=lambda row: (row.due_on is None, row.due_on))
