"""Open accounts of holders; one that is open already, and the same, is left as it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from acquis.kit.act import act
from acquis.kit.actor import Actor

from ..batches import chunks
from ..calls import call, texts, uuids
from ..types import NewAccount

_OPEN = b"SELECT ledger_open(%s::timestamptz, %s::uuid[], %s::uuid[], %s::text[])"


@act
def open_accounts(*, accounts: Sequence[NewAccount], by: Actor, at: datetime) -> None:
    """Open `accounts`, guarded and empty. Refuses ACCOUNT_DIFFERS when one is open otherwise."""
    for part in chunks(accounts):
        columns = [uuids([a.owner for a in part]), uuids([a.id for a in part]), texts([a.unit.value for a in part])]
        call(_OPEN, [at, *columns])
