"""How money goes from one account to another of the same person, and back: purse by purse, through the house.

A purse only moves in transfers of its own account, so each movement is two transfers in one batch. What the ceiling of
yearly rights refuses stays where it is, where nobody can spend it: taken for one person from the start, they would
not have had it (R6323-1).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.ledger import queries as ledger
from acquis.ledger.actions import post
from acquis.ledger.types import Code, House, Movement, Transfer, Unit, house
from acquis.rules import Law

from . import joined_years, kept, purses
from .leading import led_to
from .models import Account, Purse
from .types import APART, SINGLE_PURSES, PurseKind, Refusal
from .years import Slice


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One amount from a purse to its counterpart on another account, both of one unit."""

    source: Purse
    target: Purse
    amount_cents: int


def locked(joined_id: UUID) -> tuple[Account, Account | None]:
    """A joined account and the one it leads to (None when it leads nowhere), both locked."""
    leads_to = Account.objects.filter(pk=joined_id).values_list("joined_to_id", flat=True).first()
    found = Account.objects.locked_together([joined_id, *([leads_to] if leads_to else [])])
    joined = found.get(joined_id)
    if joined is None:
        raise Refused(Refusal.ACCOUNT_UNKNOWN, account=str(joined_id))
    # Parted while we waited, or joined to another: it is looked at as it is now.
    return joined, found.get(joined.joined_to_id) if joined.joined_to_id else None


def ceiling(accounts: Sequence[Account], law: Law) -> int:
    """The highest ceiling of yearly rights that any credited year of these accounts was given, in cents."""
    ids = [account.id for account in accounts]
    given = kept.of_accounts(led_to(ids).with_led(ids))
    return max([law.credit.employee_ceiling_cents, *(each.ceiling_cents for each in given)])


def counterpart_if_any(purse: Purse, account: Account) -> Purse | None:
    """The purse of `account` that takes what `purse` holds, under the same conditions."""
    mine = Purse.objects.filter(account=account)
    if purse.kind in SINGLE_PURSES:
        return mine.filter(kind=purse.kind).first()
    # A funder's money keeps its conditions, so it keeps a purse of its own.
    return mine.filter(reference=f"joined {purse.id}").first()


def counterpart(purse: Purse, account: Account, *, by: Actor, at: datetime) -> Purse:
    """The same, made when there is none."""
    if purse.kind in SINGLE_PURSES:
        kind = PurseKind(purse.kind)
        return Purse.objects.get(pk=purses.open_single([account.id], kind, by=by, at=at)[account.id])
    found = counterpart_if_any(purse, account)
    if found is None:
        found = Purse(
            account=account,
            kind=purse.kind,
            label=purse.label,
            certifications=purse.certifications,
            expires_on=purse.expires_on,
            opened_at=at,
            reference=f"joined {purse.id}",
        )
        purses.open_in_ledger([found], by=by, at=at)
    return found


def free(account: Account, *, withheld_cents: int = 0) -> dict[Purse, int]:
    """What is free in each purse that holds something; of yearly rights, what was withheld before is left out."""
    held = {purse: ledger.balances([purse.id])[purse.id].available_cents for purse in account.purses.order_by("id")}
    return {
        purse: amount - (withheld_cents if purse.kind == PurseKind.YEARLY else 0)
        for purse, amount in held.items()
        if amount - (withheld_cents if purse.kind == PurseKind.YEARLY else 0) > 0
    }


def years_together(
    kept: Account, joined: Account, *, brought_cents: int, ceiling_cents: int, at: datetime
) -> tuple[Slice, int]:
    """The years that both accounts have, settled as one, to be written once the money has moved; and how much of the
    yearly rights brought, in cents, then passes the ceiling."""
    slice_ = Slice([kept], None, run=None, at=at)
    counter = slice_.counters[kept.id]
    counter.move(brought_cents)
    joined_years.join(slice_, kept.id, joined.id)
    return slice_, max(0, counter.posted_cents - ceiling_cents)


def years_apart(kept: Account, *, at: datetime) -> Slice:
    """The years of an account from which another was parted, settled by its own facts, to be written."""
    slice_ = Slice([kept], None, run=None, at=at)
    joined_years.part(slice_, kept.id)
    return slice_


def move(moves: Sequence[Move], *, reference: str, by: Actor, at: datetime) -> int:
    """Post the movements, all or none; the sum of those in euros, in cents."""
    # One batch holds one unit: euros and hours never meet in the ledger.
    transfers: dict[Unit, list[Transfer]] = {}
    for each in moves:
        unit = purses.unit_of(each.source.kind)
        through = house(House.JOINED_HOURS if unit is Unit.HOUR else House.JOINED_ACCOUNTS)
        for way, owner, debit, credit in (
            ("out", each.source.account_id, each.source.id, through),
            ("in", each.target.account_id, through, each.target.id),
        ):
            transfers.setdefault(unit, []).append(
                Transfer(
                    owner=owner,
                    debit=debit,
                    credit=credit,
                    amount_cents=each.amount_cents,
                    code=Code.JOINED,
                    effective_on=day_of(at),
                    reference=f"{reference} {each.source.id} {way}",
                )
            )
    for batch in transfers.values():
        post(transfers=batch, by=by, at=at)
    return sum(each.amount_cents for each in moves if each.source.kind not in APART)


def passed(purse_id: UUID, *, joining_id: UUID) -> int:
    """What has gone from a joined account's purse under one joining, in cents.

    What an earlier joining brought into the purse left it too, and is part of what must come back.
    """
    return -sum(line.amount_cents for line in _through(purse_id) if _joining_of(line) == str(joining_id))


def recall(purse: Purse, wanted: int, *, under: str, by: Actor, at: datetime) -> None:
    """What has gone on from a joined account's purse comes back to it, until it holds `wanted`.

    It comes back under the joining it left under, so that a parting owes that much less.
    """
    lacking = wanted - ledger.balances([purse.id])[purse.id].available_cents
    leads_to = purse.account.joined_to
    if lacking <= 0 or leads_to is None:
        return
    gone_to = counterpart(purse, leads_to, by=by, at=at)
    recall(gone_to, lacking, under=under, by=by, at=at)
    latest, *_before = _through(purse.id)
    back = Move(source=gone_to, target=purse, amount_cents=lacking)
    move([back], reference=f"recall {_joining_of(latest)} {under}", by=by, at=at)


def _through(purse_id: UUID) -> list[Movement]:
    """The movements of a purse to and from other accounts of the same person, newest first."""
    through = {house(House.JOINED_ACCOUNTS), house(House.JOINED_HOURS)}
    return [line for line in ledger.statement([purse_id]) if line.counterpart in through]


def _joining_of(line: Movement) -> str:
    return line.reference.split(" ")[1]


def reference(deed: str, joining_id: UUID, at: datetime | None = None) -> str:
    """How the movements of one deed under a joining are called: `join`, `gather` (at a moment) or `part`."""
    return f"{deed} {joining_id}" + (f" {at.isoformat()}" if at else "")
