"""Which accounts lead to which: those of one person are read as one, under the account that goes on.

Nothing is rewritten when two accounts are joined. Facts, years and statuses stay where they were written, and whoever
asks about the account that goes on is told of those that lead to it too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection

_FROM = """
    WITH RECURSIVE led(id, parent, head) AS (
        SELECT a.id, a.joined_to_id, a.joined_to_id FROM accounts_account a WHERE {chosen}
         UNION ALL
        SELECT a.id, a.joined_to_id, l.head FROM accounts_account a JOIN led l ON a.joined_to_id = l.id
    ) SELECT id, parent, head FROM led ORDER BY id
"""
_TO = _FROM.format(chosen="a.joined_to_id = ANY (%s)")
# Heads only: an account between two others is reached from the one that goes on.
_BETWEEN = _FROM.format(
    chosen="a.joined_to_id > %s AND a.joined_to_id <= %s"
    " AND NOT EXISTS (SELECT FROM accounts_account h WHERE h.id = a.joined_to_id AND h.joined_to_id IS NOT NULL)"
)
_AWAY = "SELECT id FROM accounts_account WHERE joined_to_id IS NOT NULL AND id > %s AND id <= %s"
_NOW = """
    WITH RECURSIVE way(id, at, next) AS (
        SELECT a.id, a.id, a.joined_to_id FROM accounts_account a WHERE a.id = ANY (%s) AND a.joined_to_id IS NOT NULL
         UNION ALL
        SELECT w.id, a.id, a.joined_to_id FROM way w JOIN accounts_account a ON a.id = w.next
    ) SELECT id, at FROM way WHERE next IS NULL
"""
FIRST, LAST = UUID(int=0), UUID(int=(1 << 128) - 1)


@dataclass(frozen=True, slots=True)
class Led:
    """Accounts that lead to others: `head_of` each where it leads in the end, `children` who leads there directly."""

    head_of: dict[UUID, UUID] = field(default_factory=dict)
    children: dict[UUID, list[UUID]] = field(default_factory=dict)

    @property
    def heads(self) -> frozenset[UUID]:
        return frozenset(self.head_of.values())

    def head(self, account_id: UUID) -> UUID:
        """Where an account leads: itself when it is not among those that lead elsewhere."""
        return self.head_of.get(account_id, account_id)

    def with_led(self, account_ids: Iterable[UUID]) -> set[UUID]:
        """These accounts and those that lead to them."""
        wanted = set(account_ids)
        return wanted | {each for each, head in self.head_of.items() if head in wanted}


def led_to(account_ids: Collection[UUID]) -> Led:
    """All that leads to these accounts."""
    return _led(_TO, [list(account_ids)]) if account_ids else Led()


def led_between(after: UUID | None, last: UUID | None) -> Led:
    """All that leads to accounts after one, up to another and included; None is where they begin or end."""
    return _led(_BETWEEN, [after or FIRST, last or LAST])


def led_in(first: UUID, last: UUID) -> Led:
    """All that leads to accounts between two, both included."""
    return led_between(UUID(int=first.int - 1) if first.int else None, last)


def led_away(after: UUID | None, last: UUID | None) -> set[UUID]:
    """The accounts after one, up to another and included, that lead to another: few, found without reading the rest."""
    with connection.cursor() as cursor:
        cursor.execute(_AWAY, [after or FIRST, last or LAST])
        return {account for (account,) in cursor.fetchall()}


def now_of(account_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """{account: where it leads} for those of these accounts that were joined to another."""
    with connection.cursor() as cursor:
        cursor.execute(_NOW, [list(account_ids)])
        return dict(cursor.fetchall())


def _led(statement: str, values: Sequence[Any]) -> Led:
    led = Led()
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        for account, parent, head in cursor.fetchall():
            led.head_of[account] = head
            led.children.setdefault(parent, []).append(account)
    return led
