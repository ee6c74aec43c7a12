"""An envelope in the ledger: several guarded accounts of one owner, so that many spend from it without waiting."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.ids import new_ids
from acquis.ledger import actions as ledger
from acquis.ledger import queries as balances
from acquis.ledger.types import Code, House, NewAccount, Transfer, house

from .models import Provision

#: As many as may spend from one envelope at the same moment without waiting for each other.
SHARDS = 64


def open_envelope(envelope_id: UUID, *, by: Actor, at: datetime) -> None:
    """Open the accounts of a new envelope, empty."""
    ledger.open_accounts(accounts=[NewAccount(id=each, owner=envelope_id) for each in new_ids(SHARDS)], by=by, at=at)


def fill(envelope_id: UUID, amount_cents: int, *, reference: str, by: Actor, at: datetime) -> None:
    """Put money into an envelope, spread over its accounts to the cent."""
    accounts = balances.accounts_of(envelope_id)
    part, rest = divmod(amount_cents, len(accounts))
    transfers = [
        Transfer(
            owner=envelope_id,
            debit=house(House.FUNDERS_MONEY),
            credit=account,
            amount_cents=part + (rank < rest),
            code=Code.ENVELOPE,
            effective_on=day_of(at),
            reference=f"envelope:{envelope_id}:{reference}:{rank}",
        )
        for rank, account in enumerate(accounts)
        if part + (rank < rest)
    ]
    ledger.post(transfers=transfers, by=by, at=at)
    Provision.objects.create(reference=reference, envelope_id=envelope_id, amount_cents=amount_cents, at=at)


def empty(envelope_id: UUID, *, reference: str, by: Actor, at: datetime) -> int:
    """Send what is free in an envelope back to its funder; how much, in cents."""
    amount = free_cents(envelope_id)
    if not amount:
        return 0
    drawn = ledger.draw(owner=envelope_id, amount_cents=amount, by=by, at=at)
    transfers = [
        Transfer(
            owner=envelope_id,
            debit=account,
            credit=house(House.FUNDERS_MONEY),
            amount_cents=cents,
            code=Code.ENVELOPE,
            effective_on=day_of(at),
            reference=f"envelope:{envelope_id}:{reference}:{rank}",
        )
        for rank, (account, cents) in enumerate(drawn)
        if cents
    ]
    ledger.post(transfers=transfers, by=by, at=at)
    Provision.objects.create(reference=reference, envelope_id=envelope_id, amount_cents=-amount, at=at)
    return amount


def free_cents(envelope_id: UUID) -> int:
    """What is in an envelope that nobody has been promised, in cents."""
    held = balances.balances(balances.accounts_of(envelope_id))
    return sum(each.available_cents for each in held.values())
