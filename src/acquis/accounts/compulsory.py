"""How a payment that the law imposes reaches an account: as any top-up, with the facts that made it due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from acquis.kit.actor import Actor

from . import granting
from .actions.top_up import top_up
from .models import Account
from .types import GrantGround, PurseKind


def receive(
    *,
    account: Account,
    kind: PurseKind,
    ground: GrantGround,
    label: str,
    reference: str,
    facts: Mapping[str, Any],
    working: Any,
    amount_cents: int,
    by: Actor,
    at: datetime,
) -> UUID:
    """Put the money in a purse of its own and keep why it came; the purse."""
    purse_id: UUID = top_up(
        account_id=account.id, kind=kind, amount_cents=amount_cents, label=label, reference=reference, by=by, at=at
    )
    granting.keep(
        account=account,
        purse_id=purse_id,
        kind=kind,
        ground=ground,
        reference=reference,
        facts=facts,
        working=working,
        amount=amount_cents,
        moved_under=f"top-up {reference}",
        by=by,
        at=at,
    )
    return purse_id
