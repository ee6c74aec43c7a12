"""Fold credits of books that wait into the balance rows, so that these say again the whole truth by themselves."""

from __future__ import annotations

from datetime import datetime

from django.db import OperationalError, connection, transaction
from psycopg.errors import DeadlockDetected, LockNotAvailable

from acquis.kit.act import act
from acquis.kit.actor import Actor

#: Credits folded in one transaction: who spends meanwhile waits for it at most, about a tenth of a second.
FOLDED_AT_ONCE = 10_000
#: Somebody who spends was first; anything else that goes wrong is to be seen.
GIVING_WAY = (LockNotAvailable, DeadlockDetected)


@act
def fold(*, most: int = FOLDED_AT_ONCE, by: Actor, at: datetime) -> int:
    """Fold the next credits that wait, at most `most`; how many, 0 when none does or when those who spend go first."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT ledger_fold(%s)", [most])
            (folded,) = cursor.fetchone()
            return int(folded)
    except OperationalError as error:
        if isinstance(error.__cause__, GIVING_WAY):
            return 0
        raise
