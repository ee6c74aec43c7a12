"""A joined account is one of its own again: what had gone from it comes back, as far as it is still there."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor, system
from acquis.kit.refusal import Refused
from acquis.rules import EndGround

from .. import cancelling, events, joining, lifecycle, permissions
from ..types import APART, AccountState, Act, Refusal
from .freeze import freeze


@act
def part_accounts(*, joined_id: UUID, joining_id: UUID, by: Actor, at: datetime) -> tuple[int, int]:
    """(returned, shortfall) in cents: what came back, and what was spent meanwhile and cannot.

    Whatever became of the kept account: what the death of its holder had taken is given back first; frozen, the joined
    one comes out frozen too, until an agent has looked. The years of the kept account are again those of its own
    facts, as far as they are known here; whoever knows what was declared while the two were one credits it to each
    (`credit_years`).
    """
    joined, kept = joining.locked(joined_id)

    permissions.JOIN.require_any(by)
    if kept is None:
        raise Refused(Refusal.NOT_JOINED)
    state = lifecycle.ACCOUNT.require(Act.PART, AccountState(joined.state))
    if AccountState(kept.state) not in lifecycle.PARTED_FROM:
        raise Refused(Refusal.NOT_IN_THIS_STATE, state=kept.state)

    # After this point the parting must succeed.
    joined.state, joined.joined_to = state, None
    joined.partings += 1
    joined.open_again_at = at
    joined.save(update_fields=["state", "joined_to", "partings", "open_again_at"])
    kept.partings += 1
    kept.save(update_fields=["partings"])
    # What the kept account's years receive again was taken of the joined one's rights, perhaps: it is there before they
    # leave. What they lose is taken after.
    years = joining.years_apart(kept, at=at)
    gives = sum(each.moved_cents for each in years.new) > 0
    if gives:
        years.write(by=by, at=at)
    there = joining.free(kept)
    deed = joining.reference("part", joining_id)
    moves, shortfall = [], 0
    for purse in joined.purses.order_by("id"):
        owed = joining.passed(purse.id, joining_id=joining_id)
        if owed <= 0:
            continue
        source = joining.counterpart(purse, kept, by=by, at=at)
        back = min(owed, there.get(source, 0))
        back += cancelling.give_back(source, owed - back, under=deed, by=by, at=at)
        if purse.kind not in APART:
            shortfall += owed - back
        if back > 0:
            moves.append(joining.Move(source=source, target=purse, amount_cents=back))
    returned = joining.move(moves, reference=deed, by=by, at=at)
    if not gives:
        joining.years_apart(kept, at=at).write(by=by, at=at)
    if kept.state == AccountState.CLOSED and kept.end_ground == EndGround.DEATH:
        # What its own years receive again ends with the rest.
        cancelling.cancel(kept, under=deed, by=by, at=at)

    told = events.Parted(
        about=joined.id, account_id=joined.id, kept_id=kept.id, returned_cents=returned, shortfall_cents=shortfall
    )
    record(told, by=by, at=at)
    # Parting is no way round a freeze: each stands for the joined account too, and what lifts one lifts both.
    # A closed account's are spent with it.
    standing = kept.freezes.filter(lifted_at=None) if kept.state != AccountState.CLOSED else kept.freezes.none()
    for each in standing.order_by("frozen_at", "id"):
        freeze(account_id=joined.id, reason=each.reason, death=each.death, by=system("accounts.part_accounts"), at=at)
    return returned, shortfall
