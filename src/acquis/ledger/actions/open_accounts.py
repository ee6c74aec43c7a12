"""Open accounts; one that is open already, and the same, is left as it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from ..batches import chunks
from ..types import NewAccount, Refusal

_OPEN = {
    True: "INSERT INTO ledger_guardedaccount (owner, id, unit, opened_at) "
    "SELECT b.owner, b.id, b.unit, %s FROM unnest(%s::uuid[], %s::uuid[], %s::text[]) AS b(owner, id, unit) "
    "ON CONFLICT DO NOTHING",
    False: "INSERT INTO ledger_openaccount (owner, id, unit, opened_at) "
    "SELECT b.owner, b.id, b.unit, %s FROM unnest(%s::uuid[], %s::uuid[], %s::text[]) AS b(owner, id, unit) "
    "ON CONFLICT DO NOTHING",
}

_FOUND = (
    "SELECT id, owner, unit, true FROM ledger_guardedaccount WHERE id = ANY (%(ids)s::uuid[]) UNION ALL "
    "SELECT id, owner, unit, false FROM ledger_openaccount WHERE id = ANY (%(ids)s::uuid[])"
)


@act
def open_accounts(*, accounts: Sequence[NewAccount], by: Actor, at: datetime) -> None:
    """Open `accounts`. Refuses ACCOUNT_DIFFERS when one is open with another owner, unit or guard."""
    for part in chunks(accounts):
        wanted = {(a.id, a.owner, a.unit.value, a.guarded) for a in part}
        with connection.cursor() as cursor:
            for guarded, statement in _OPEN.items():
                rows = sorted(w for w in wanted if w[3] is guarded)
                if rows:
                    cursor.execute(statement, [at, [r[1] for r in rows], [r[0] for r in rows], [r[2] for r in rows]])
            # Judged after writing, because only then is it sure what stands; a refusal undoes the writing.
            cursor.execute(_FOUND, {"ids": [a.id for a in part]})
            strange = {tuple(row) for row in cursor.fetchall()} - wanted
        if strange:
            raise Refused(Refusal.ACCOUNT_DIFFERS, account=min(row[0] for row in strange))
