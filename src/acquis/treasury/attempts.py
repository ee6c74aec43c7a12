"""The attempts at a refund: each has a key at the card provider, and the ledger says what became of its money."""

from __future__ import annotations

from acquis.kit.refusal import Refused
from acquis.ledger.queries import about as movements_about

from .models import Refund
from .types import RefundState, Refusal


def known(owed: Refund, key: str) -> str:
    """The key that is told, the present attempt's when none is; one that was never asked under is refused."""
    if key and key not in owed.keys:
        raise Refused(Refusal.REFUND_UNKNOWN, id=str(owed.id))
    return key or owed.key


def is_present(owed: Refund, key: str, external_id: str) -> bool:
    """Whether what the provider calls `external_id`, of this key, is what the refund stands for now."""
    if owed.state == RefundState.DONE:
        return _is_written(owed, f"refund {key} done") and not has_come_back(owed, key)
    if owed.external_id:
        return bool(owed.external_id == external_id)
    return key == owed.key and owed.state != RefundState.REFUSED


def has_come_back(owed: Refund, key: str) -> bool:
    """Whether the ledger has the money of this attempt as taken and put back: nothing is to be heard of it any more."""
    return _is_written(owed, f"refund {key} back")


def _is_written(owed: Refund, reference: str) -> bool:
    return any(each.reference == reference for each in movements_about(owed.collection.about))
