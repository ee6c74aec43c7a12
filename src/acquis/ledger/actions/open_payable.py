"""Open the account of what we owe a provider, when the provider is first owed; again, nothing changes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor

from ..calls import call
from ..types import LedgerAccountId, provider_payable

_OPEN = b"SELECT ledger_open_payable(%s::timestamptz, %s::uuid)"


@act
def open_payable(*, provider_id: UUID, by: Actor, at: datetime) -> LedgerAccountId:
    """The id of the account, in euros. It has no limit, so the database makes its id and takes none from us."""
    call(_OPEN, [at, provider_id])
    return provider_payable(provider_id)
