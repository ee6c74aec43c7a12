"""Two accounts turn out to be one person's: the second leads to the first, and what is free on it goes there."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.rules import law_on

from .. import events, joining, lifecycle, permissions
from ..models import Account
from ..types import AccountState, Act, PurseKind, Refusal


@act
def join_accounts(*, kept_id: UUID, joined_id: UUID, joining_id: UUID, by: Actor, at: datetime) -> tuple[int, int]:
    """(moved, withheld) in cents: what has gone to the kept account, and the yearly rights its ceiling refused.

    What an enrolment under way holds stays, and comes later (`gather_joined`). Rights in hours move in hours and are
    not in the sums. Years that both accounts have become one: their facts together, under one right. Both accounts must
    be open.
    """
    accounts = Account.objects.locked_together([kept_id, joined_id])

    permissions.JOIN.require_any(by)
    if kept_id == joined_id:
        raise Refused(Refusal.ONE_ACCOUNT_TWICE)
    if len(accounts) < 2:
        raise Refused(Refusal.ACCOUNT_UNKNOWN)
    kept, joined = accounts[kept_id], accounts[joined_id]
    state = lifecycle.ACCOUNT.require(Act.JOIN, AccountState(joined.state))
    lifecycle.ACCOUNT.require(Act.JOIN, AccountState(kept.state))
    ceiling_cents = joining.ceiling([kept, joined], law_on(day_of(at)))
    free = joining.free(joined)

    # After this point the joining must succeed.
    joined.state, joined.joined_to = state, kept
    joined.save(update_fields=["state", "joined_to"])
    yearly = sum(amount for purse, amount in free.items() if purse.kind == PurseKind.YEARLY)
    # What both accounts received for one year beyond one right goes before the ceiling is looked at.
    years, over = joining.years_together(kept, joined, brought_cents=yearly, ceiling_cents=ceiling_cents, at=at)
    moves, withheld = [], 0
    for purse, amount in free.items():
        granted = amount - min(amount, over) if purse.kind == PurseKind.YEARLY else amount
        withheld += amount - granted
        if granted > 0:
            target = joining.counterpart(purse, kept, by=by, at=at)
            moves.append(joining.Move(source=purse, target=target, amount_cents=granted))
    moved = joining.move(moves, reference=joining.reference("join", joining_id), by=by, at=at)
    years.write(by=by, at=at)

    told = events.Joined(
        about=joined.id, account_id=joined.id, kept_id=kept.id, moved_cents=moved, withheld_cents=withheld
    )
    record(told, by=by, at=at)
    return moved, withheld
