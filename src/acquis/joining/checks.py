"""What must always be true of joinings: persons and accounts agree with them."""

from __future__ import annotations

from collections.abc import Iterable

from acquis.accounts import queries as accounts
from acquis.accounts.types import AccountState
from acquis.journal.checks import check
from acquis.people import queries as people

from .models import Joining
from .types import JoiningState


@check("joining: two persons held to be one are one, and so are their accounts; two that are not are two")
def persons_and_accounts_follow() -> Iterable[str]:
    standing = {JoiningState.JOINED, JoiningState.PARTING}
    latest = {row.merged_id: row for row in Joining.objects.order_by("proposed_at", "id")}
    for row in latest.values():
        one = row.state in standing
        now = people.now_of([row.merged_id, row.kept_id])
        if (now[row.merged_id] == now[row.kept_id]) is not one:
            yield f"joining {row.id} is {row.state}, and its persons are {'two' if one else 'one'}"
        if row.merged_account_id is not None:
            joined = accounts.state_of(row.merged_account_id) == AccountState.JOINED
            if joined is not one:
                yield f"joining {row.id} is {row.state}, and its account is {'not ' if one else ''}joined"
