"""Who changes states and counters of accounts at a time: everyday acts together, or one yearly run alone."""

from __future__ import annotations

from django.db import connection

_LOCK = 0x59454152


def hold(*, alone: bool) -> None:
    """Nobody else changes an account until the end of the transaction; or, not `alone`, no yearly run does.

    A run writes too many accounts to lock each of them. What is bought meanwhile is not held up. Taken before any row
    of an account or of the ledger: `locking.AccountSet.locked` does.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_xact_lock{'' if alone else '_shared'}(%s)", [_LOCK])
