"""Which account is kept where two were found to be one person's, and which lead to it."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from .leading import led_to

#: The account asked for, and on to the one that is kept.
_UP = """
    WITH RECURSIVE up AS (
        SELECT id, person_id, joined_to_id, partings FROM accounts_account WHERE id = %(account)s
        UNION
        SELECT a.id, a.person_id, a.joined_to_id, a.partings
          FROM accounts_account a JOIN up ON a.id = up.joined_to_id
    ), down AS (
        SELECT id FROM up WHERE joined_to_id IS NULL
        UNION
        SELECT a.id FROM accounts_account a JOIN down ON a.joined_to_id = down.id
    )
    SELECT kept.id, kept.person_id, ARRAY(SELECT id FROM down WHERE id <> kept.id),
           (SELECT partings FROM up WHERE id = %(account)s)
      FROM up kept WHERE kept.joined_to_id IS NULL
"""


def reach(account_id: UUID) -> tuple[UUID, UUID, frozenset[UUID], int] | None:
    """What this account leads to today: itself, unless it was joined.

    (account, person, accounts joined to it, how often the account that was asked for has been parted). One question,
    because every page of a holder begins with it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_UP, {"account": account_id})
        row = cursor.fetchone()
    return None if row is None else (row[0], row[1], frozenset(row[2]), row[3])


def joined_to(account_id: UUID) -> frozenset[UUID]:
    """The accounts that lead to this one, directly or through others."""
    return frozenset(led_to([account_id]).head_of)
