"""Draw an amount from accounts of one owner that stand for one sum, without waiting for who draws beside us.

A sum that many spend at once is kept in several accounts. Whoever draws takes one that nobody holds and that has
enough; only when there is none are all of them waited for, in the order of their ids, and drawn from together. So the
sum is exact to the cent, and its last cent can be spent.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from ..types import Refusal

_ONE_FREE = """
    SELECT id FROM ledger_guardedaccount WHERE owner = %s AND posted_cents - reserved_cents >= %s
     ORDER BY random() LIMIT 1 FOR UPDATE SKIP LOCKED
"""
_ALL = """
    SELECT id, posted_cents - reserved_cents FROM ledger_guardedaccount WHERE owner = %s ORDER BY id FOR UPDATE
"""


@act
def draw(*, owner: UUID, amount_cents: int, by: Actor, at: datetime) -> list[tuple[UUID, int]]:
    """(account, cents) that make the amount, held until the transaction ends; the caller posts the transfers.

    With 0 cents: the account into which something may come back. Refuses BALANCE_TOO_LOW, ACCOUNT_UNKNOWN when the
    owner has no account.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ONE_FREE, [owner, amount_cents])
        if found := cursor.fetchone():
            return [(found[0], amount_cents)]
        cursor.execute(_ALL, [owner])
        held = cursor.fetchall()
    if not held:
        raise Refused(Refusal.ACCOUNT_UNKNOWN, account=str(owner))
    if sum(cents for _account, cents in held) < amount_cents:
        raise Refused(Refusal.BALANCE_TOO_LOW, account=str(owner))
    drawn: list[tuple[UUID, int]] = []
    left = amount_cents
    for account, cents in sorted(held, key=lambda each: -each[1]):
        part = min(cents, left)
        if part or not drawn:
            drawn.append((account, part))
        left -= part
    return drawn
