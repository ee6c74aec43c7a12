"""Whether a statement is whole: what its purses hold, told apart from the transfers, against what these add up to.

Pure functions over the JSON of a statement, for who has no database. Whoever takes a line out and rewrites the end of
the file as well is not found here: the balance is to be compared with that of the paper, which /verifier confirms.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from .types import Kind, Unit

#: What is written of a purse in the end of a statement.
_AMOUNTS = ("posted_cents", "reserved_cents")


def missing(transfers: Sequence[Mapping[str, Any]], closing: Any) -> list[str]:
    """What shows that transfers are missing, or were slipped in: nothing when the statement is whole."""
    if fault := _unreadable(closing):
        return [fault]
    ids = {each["id"] for each in transfers}
    wrong = [
        f"transfer {place} ({each['id']}) settles or takes back another one, {each['follows']}, which is missing"
        for place, each in enumerate(transfers, start=1)
        if each["follows"] is not None and each["follows"] not in ids
    ]
    if (told := closing["transfers"]) != len(transfers):
        wrong.append(f"{_transfers(len(transfers))} where the end of the statement says {told}")
    posted, reserved = _sums(transfers)
    for purse in closing["purses"]:
        unit, there = purse["unit"], (posted[purse["id"]], reserved[purse["id"]])
        for name, words, found in zip(_AMOUNTS, ("has", "has reserved"), there, strict=True):
            if found != purse[name]:
                gap = amount(purse[name] - found, unit)
                wrong.append(
                    f"purse {purse['id']} {words} {amount(purse[name], unit)}, and the transfers make"
                    f" {amount(found, unit)}: lines that make {gap} are missing or too many"
                )
    return wrong


def totals(closing: Any) -> list[str]:
    """What the purses hold in all, in each unit they count: « 1234.50 EUR »."""
    if not isinstance(closing, Mapping) or _unreadable(closing):
        return []
    units = sorted({purse["unit"] for purse in closing["purses"]})
    return [amount(sum(p["posted_cents"] for p in closing["purses"] if p["unit"] == unit), unit) for unit in units]


def amount(hundredths: int, unit: str) -> str:
    """« -12.30 EUR », « 14.00 hours »."""
    sign, value = "-" if hundredths < 0 else "", abs(hundredths)
    return f"{sign}{value // 100}.{value % 100:02d} {'EUR' if unit == Unit.EUR else 'hours'}"


def _sums(transfers: Sequence[Mapping[str, Any]]) -> tuple[dict[str, int], dict[str, int]]:
    """What each account has posted and reserved by these transfers, as the database keeps it."""
    posted: dict[str, int] = defaultdict(int)
    reserved: dict[str, int] = defaultdict(int)
    for each in transfers:
        cents, kind = each["amount_cents"], each["kind"]
        if kind in (Kind.POSTED, Kind.POST_RESERVED):
            posted[each["debit"]] -= cents
            posted[each["credit"]] += cents
        if kind == Kind.RESERVED:
            reserved[each["debit"]] += cents
        if kind in (Kind.POST_RESERVED, Kind.RELEASED):
            reserved[each["debit"]] -= cents
    return posted, reserved


def _unreadable(closing: Any) -> str:
    try:
        whole = [closing["transfers"], *(purse[name] for purse in closing["purses"] for name in _AMOUNTS)]
        texts = [purse[name] for purse in closing["purses"] for name in ("id", "unit")]
    except (KeyError, TypeError):
        return "the end of the statement (« closing ») cannot be read: it was changed or cut"
    if not all(type(each) is int for each in whole) or not all(isinstance(each, str) for each in texts):
        return "the end of the statement (« closing ») cannot be read: it was changed or cut"
    return ""


def _transfers(count: int) -> str:
    return f"{count} transfer{'s are' if count != 1 else ' is'} there,"
