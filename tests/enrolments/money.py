"""What moved about an enrolment, account by account, in words a table can hold."""

from __future__ import annotations

from tests.moments import AT
from tests.scenes import Scene

from acquis.accounts import queries as accounts
from acquis.ledger import queries as ledger
from acquis.ledger.types import House, MovementState, house, provider_payable


def moved(scene: Scene, *, state: MovementState = MovementState.POSTED) -> dict[str, int]:
    """{account: net cents} of what is posted (or held) about the enrolment; nothing moved is left out.

    Accounts are named by house account, ``payable`` for the provider, or the kind of purse.
    """
    names = {house(h): h.value for h in House} | {provider_payable(scene.body.id): "payable"}
    rights = accounts.rights(scene.holder.account_id, on=AT.date())
    names |= {purse.id: purse.kind.value for purse in rights.purses}
    sums: dict[str, int] = {}
    for movement in ledger.about(scene.id):
        if movement.state == state:
            for account, cents in (
                (movement.account, movement.amount_cents),
                (movement.counterpart, -movement.amount_cents),
            ):
                sums[names[account]] = sums.get(names[account], 0) + cents
    return {name: cents for name, cents in sums.items() if cents}


def held(scene: Scene) -> dict[str, int]:
    return moved(scene, state=MovementState.RESERVED)


def available(scene: Scene) -> int:
    """What the holder's own rights have free, in cents."""
    return accounts.rights(scene.holder.account_id, on=AT.date()).available_cents
