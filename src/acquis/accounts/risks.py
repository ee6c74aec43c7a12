"""What the bodies of occupational risks have told, read beside what was used here since, for one account and its own.

A body's state says how many points it holds, and how many of those used here it has taken off already. Both are sums:
whatever the order in which states and uses cross, what is left is the points less the uses it has not heard of.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from . import granting
from .leading import led_to
from .models import Accident, Account, Grant, PreventionPoints
from .types import GrantGround


def points_of(account: Account) -> PreventionPoints | None:
    """The latest state of the points, of the account or of those that lead to it."""
    return PreventionPoints.objects.filter(account_id__in=own(account)).order_by("-as_of", "account_id").first()


def used(account_ids: Iterable[UUID], *, ever: bool = False) -> dict[UUID, int]:
    """{account: points used here} of those of these accounts that used any; `ever` counts what was taken back too."""
    rows = Grant.objects.filter(
        account_id__in=list(account_ids), ground=GrantGround.PREVENTION_POINTS, handed_over_at=None
    )
    found: dict[UUID, int] = {}
    for account_id, facts in (rows if ever else rows.filter(withdrawn_at=None)).values_list("account_id", "facts"):
        found[account_id] = found.get(account_id, 0) + int(facts["points"])
    return found


def left(state: PreventionPoints, account: Account) -> int:
    """How many points may be used now."""
    return max(0, state.points - _unheard(state, account))


def reserved_left(state: PreventionPoints, account: Account) -> int:
    """How many of them serve training only: these go first."""
    return max(0, min(state.points, state.reserved) - max(0, _unheard(state, account)))


def turn(account: Account) -> int:
    """How many times the holder used points on this account, whatever became of it: the next use has the next turn."""
    return Grant.objects.filter(account=account, reference__startswith=f"points {account.id} ").count()


def reference_of(account: Account, turn: int) -> str:
    """Under which reference the holder's uses of points stand."""
    return f"points {account.id} {turn + 1}"


def accident_of(account: Account, number: str) -> Accident | None:
    return Accident.objects.filter(pk=number, account_id__in=own(account)).first()


def given_for(number: str) -> Grant | None:
    """What an accident gave and was not taken back, wherever it is now."""
    return granting.where_it_is(granting.in_turn(f"accident {number}"))


def own(account: Account) -> set[UUID]:
    """The account and those that lead to it: one person's."""
    return led_to([account.id]).with_led([account.id])


def _unheard(state: PreventionPoints, account: Account) -> int:
    return sum(used(own(account)).values()) - state.deducted
