"""Roll up the sums of the accounts that everybody touches, so that reading them stays short.

Rows are numbered as they are written, but do not become visible in that order. So each run counts up
to the cut that the run before it took, and ends by taking the next: for a moment no writer is at work,
hence every number given so far is of a row that is there, or never will be.
"""

from __future__ import annotations

from datetime import datetime

from django.db import OperationalError, connection, transaction

from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import models
from ..sums import OF_OPEN_ACCOUNTS

_ADD = f"""
    INSERT INTO ledger_housesum AS h (account, debits_cents, credits_cents) {OF_OPEN_ACCOUNTS}
    ON CONFLICT (account) DO UPDATE SET debits_cents = h.debits_cents + EXCLUDED.debits_cents,
                                        credits_cents = h.credits_cents + EXCLUDED.credits_cents
"""


@act
def roll_up(*, by: Actor, at: datetime) -> int:
    """Add what was written before the last cut to the house sums; returns the seq they now reach."""
    state = models.RollUp.objects.select_for_update().get(id=1)
    with connection.cursor() as cursor:
        cursor.execute(_ADD, {"after": state.upto_seq, "upto": state.cut_seq})
    state.upto_seq = state.cut_seq
    state.cut_seq = _cut(otherwise=state.cut_seq)
    state.save()
    return state.upto_seq


def _cut(*, otherwise: int) -> int:
    """The last number given, read while no writer is at work; the old cut when writers leave no gap."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '500ms'")
            cursor.execute("SELECT ledger_cut()")
            (last,) = cursor.fetchone()
            # A setting outlives the savepoint it was made in: whoever called would give way too.
            cursor.execute("SET LOCAL lock_timeout TO DEFAULT")
            return int(last)
    except OperationalError:
        return otherwise
