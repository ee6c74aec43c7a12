"""Who changes states and counters of accounts at a time: everyday acts together, or a yearly run."""

from __future__ import annotations

from django.db import connection

#: As many of one run may write at once. An everyday act waits for all of them, and so takes every lane.
LANES = 8
_LOCK = 0x59454152


def hold(*, alone: bool, lane: int | None = None) -> None:
    """Nobody else changes an account until the end of the transaction; or, not `alone`, no yearly run does.

    With a `lane`, alone but for those of the same run on other lanes, who write other accounts. A run writes too many
    accounts to lock each of them. What is bought meanwhile is not held up. Taken before any row of an account or of
    the ledger: `locking.AccountSet.locked` does.
    """
    lanes = range(LANES) if lane is None else [lane % LANES]
    name = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(f'{name}({_LOCK}, {each})' for each in lanes)}")
