"""What moved our balance at Stripe on a day, written as the report that every card provider gives us (`card_reports`).

Each movement has a kind of ours, or keeps Stripe's word for it: the reading of the report then says that it cannot
read that line, and a person looks at it. Nothing is left out, and what Stripe kept of a movement is a line of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from acquis.kit.clock import end_of, start_of

from ..card_reports import LineKind
from ..card_reports import written as written_report

#: By Stripe's type of a movement and the sign of its amount: what it is to us.
_KINDS = {
    ("charge", 1): LineKind.PAYMENT,
    ("payment", 1): LineKind.PAYMENT,
    ("refund", -1): LineKind.REFUND,
    ("payment_refund", -1): LineKind.REFUND,
    ("refund_failure", 1): LineKind.REFUND_BACK,
    ("payment_failure_refund", 1): LineKind.REFUND_BACK,
    ("stripe_fee", -1): LineKind.FEE,
    ("stripe_fx_fee", -1): LineKind.FEE,
    ("tax_fee", -1): LineKind.FEE,
    ("payout", -1): LineKind.PAYOUT,
}
#: Contested payments are adjustments; Stripe's category for its reports tells which.
_CATEGORIES = {("dispute", -1): LineKind.CHARGEBACK}


def span(day: date) -> dict[str, int]:
    """The seconds of a day of Paris, as Stripe filters by."""
    return {"gte": int(start_of(day).timestamp()), "lt": int(end_of(day).timestamp())}


def written(day: date, moved: Iterable[Mapping[str, Any]]) -> bytes:
    """The report of a day."""
    return written_report(line for each in moved for line in _lines(day, each))


def _lines(day: date, moved: Mapping[str, Any]) -> Iterator[tuple[str, str, str, int, date]]:
    amount, fee = int(moved["amount"]), int(moved.get("fee") or 0)
    sign = 1 if amount > 0 else -1
    kind = _KINDS.get((moved["type"], sign)) or _CATEGORIES.get((moved.get("reporting_category", ""), sign))
    told = kind or str(moved.get("reporting_category") or moved["type"])
    if moved.get("currency") != "eur":
        told = f"{told} {moved.get('currency')}"
    source = moved.get("source")
    yield told, _id(source) or str(moved["id"]), _reference(source, kind), abs(amount), day
    if fee:
        yield LineKind.FEE if fee > 0 else "fee_returned", f"fee_{moved['id']}", "", abs(fee), day


def _id(source: Any) -> str:
    return str(source["id"]) if isinstance(source, Mapping) and source.get("id") else ""


def _reference(source: Any, kind: LineKind | None) -> str:
    """Our own reference, where Stripe carries it: on the charge, on the refund, on the charge that is contested."""
    if not isinstance(source, Mapping):
        return ""
    about = source.get("charge") if kind is LineKind.CHARGEBACK else source
    return str((about.get("metadata") or {}).get("reference") or "") if isinstance(about, Mapping) else ""
