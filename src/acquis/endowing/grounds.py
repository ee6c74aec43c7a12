"""What each ground asks of its payer, and the act of the accounts that judges and gives it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from acquis.accounts import actions as accounts
from acquis.accounts.types import PurseKind
from acquis.kit.actor import Actor

from .types import FACTS, FactKind, Ground

_ACTS: Mapping[Ground, Callable[..., UUID]] = {
    Ground.AGREEMENT: accounts.receive_agreement,
    Ground.DISMISSAL: accounts.receive_dismissal,
    Ground.WHISTLEBLOWER: accounts.receive_whistleblower,
    Ground.CORRECTIVE: accounts.receive_corrective,
    Ground.PLATFORM: accounts.receive_platform,
}
#: What the sum is called by the acts that are told it; the law alone sets what the others give.
_AMOUNT = {
    Ground.AGREEMENT: "amount_cents",
    Ground.DISMISSAL: "amount_cents",
    Ground.WHISTLEBLOWER: "ordered_cents",
}


def give(
    ground: Ground,
    facts: Mapping[str, Any],
    *,
    account_id: UUID,
    amount_cents: int,
    label: str,
    reference: str,
    by: Actor,
    at: datetime,
) -> UUID:
    """The purse of what is due on this ground; refused as its act refuses. Not for what is given freely."""
    told = {name: _read(FACTS[ground][name], facts[name]) for name in FACTS[ground]}
    if ground in _AMOUNT:
        told[_AMOUNT[ground]] = amount_cents
    return _ACTS[ground](account_id=account_id, **told, label=label, reference=reference, by=by, at=at)


def _read(kind: FactKind, value: Any) -> Any:
    return date.fromisoformat(value) if kind is FactKind.DAY else value


def purse_kind(ground: Ground, own: PurseKind) -> PurseKind:
    """What money given on this ground is called on an account; `own` is what the payer's gifts are called."""
    kinds = {
        Ground.AGREEMENT: PurseKind.AGREEMENT,
        Ground.DISMISSAL: PurseKind.APC,
        Ground.WHISTLEBLOWER: PurseKind.WHISTLEBLOWER,
        Ground.CORRECTIVE: PurseKind.EMPLOYER_CORRECTIVE,
        Ground.PLATFORM: PurseKind.PLATFORM,
    }
    return kinds.get(ground, own)
