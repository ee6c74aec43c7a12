"""What a closing freezes: its sums, its result, and the digest that chains it to the one before."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from .chart import chart
from .types import Flow


def result_cents(flows: Iterable[Flow]) -> int:
    """Products (class 7) less expenses (class 6)."""
    result = 0
    for flow in flows:
        for debit, credit in chart().of(flow.code, flow.reverses, flow.debit, flow.credit).lines:
            result -= flow.amount_cents * (debit[0] in "67")
            result += flow.amount_cents * (credit[0] in "67")
    return result


def debits_cents(flows: Iterable[Flow]) -> int:
    """What is debited in all, which is what is credited."""
    lines = chart().of
    return sum(
        flow.amount_cents * len(lines(flow.code, flow.reverses, flow.debit, flow.credit).lines) for flow in flows
    )


def digest(words: str, flows: Iterable[Flow], *, previous: str) -> str:
    """SHA-256 of what names the closing, its sums in their order and the digest before; hexadecimal."""
    told = "".join(
        f"{flow.code} {flow.reverses or '-'} {flow.debit} {flow.credit} {flow.entries} {flow.amount_cents}\n"
        for flow in sorted(flows, key=lambda flow: (flow.code, flow.reverses, flow.debit, flow.credit))
    )
    return sha256(f"acquis closing 1\n{words}\n{told}{previous}\n".encode()).hexdigest()
