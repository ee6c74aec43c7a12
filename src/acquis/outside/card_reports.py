"""The card provider's daily report: everything that moved what it holds for us, one line each.

CSV in UTF-8, fields between semicolons, with the header `kind;id;reference;amount_cents;day`. `kind` is payment,
refund, refund_back (a refund that the card did not take), fee, chargeback or payout; `id` is the provider's own;
`reference` is ours: the collection's id for a payment and a chargeback, the refund's for a refund (the key it was asked
under), empty for a fee and a payout; `amount_cents` is a whole number above 0; `day` is AAAA-MM-JJ. A line that cannot
be read is told with its number and its field.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

HEADER = "kind;id;reference;amount_cents;day"
_AMOUNT = re.compile(r"[1-9]\d{0,14}")
#: A hundred thousand payments are about ten megabytes.
MOST_BYTES = 100 * 1024 * 1024


class LineKind(StrEnum):
    PAYMENT = "payment"
    REFUND = "refund"
    REFUND_BACK = "refund_back"
    FEE = "fee"
    CHARGEBACK = "chargeback"
    PAYOUT = "payout"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One movement as the provider tells it; `place` is its line in the file, the header being line 1."""

    place: int
    kind: LineKind
    id: str
    reference: str
    amount_cents: int
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A line that says nothing sure, and the field because of which."""

    place: int
    field: str


#: What we know by a reference of ours.
_NAMED = (LineKind.PAYMENT, LineKind.REFUND, LineKind.REFUND_BACK, LineKind.CHARGEBACK)


class NotAReport(Exception):
    """The file is not a report at all: not UTF-8, or another header."""


def read(content: bytes) -> tuple[list[Line], list[Unreadable]]:
    """The lines of a report, and those that cannot be read. Raises NotAReport."""
    try:
        head, *rest = content.decode("utf-8-sig").splitlines()
    except (UnicodeDecodeError, ValueError) as error:
        raise NotAReport from error
    if head.strip() != HEADER:
        raise NotAReport
    lines: list[Line] = []
    wrong: list[Unreadable] = []
    for place, text in enumerate(rest, start=2):
        if text.strip():
            found = _line(place, text.split(";"))
            (lines if isinstance(found, Line) else wrong).append(found)  # type: ignore[arg-type]
    return lines, wrong


def written(lines: Iterable[tuple[str, str, str, int, date]]) -> bytes:
    """A report with these lines. A kind that is none of ours is written all the same, and told when it is read."""
    told = [f"{kind};{id_};{reference};{cents};{day}" for kind, id_, reference, cents, day in lines]
    return "\n".join([HEADER, *told, ""]).encode()


def _line(place: int, cells: list[str]) -> Line | Unreadable:
    if len(cells) != 5:
        return Unreadable(place=place, field="columns")
    kind, id_, reference, cents, day = (cell.strip() for cell in cells)
    if kind not in {each.value for each in LineKind}:
        return Unreadable(place=place, field="kind")
    if not 0 < len(id_) <= 100:
        return Unreadable(place=place, field="id")
    if (not reference and kind in _NAMED) or len(reference) > 100:
        return Unreadable(place=place, field="reference")
    if not _AMOUNT.fullmatch(cents):
        return Unreadable(place=place, field="amount_cents")
    try:
        on = date.fromisoformat(day)
    except ValueError:
        return Unreadable(place=place, field="day")
    return Line(place=place, kind=LineKind(kind), id=id_, reference=reference, amount_cents=int(cents), day=on)
