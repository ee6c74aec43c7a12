"""The chart of accounts: how each kind of movement of the ledger is written in public accounting.

Data (`chart.toml`), read once. What the chart does not know is written in an account of its own, never left out, and
a check names it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from acquis.ledger.types import IN_HOURS, Code, House

PURSES = ("purse_rights", "purse_funded", "purse_note")
#: What the ledger's accounts are for the books: the house's in euros, holders' purses by whose money they hold,
#: funders' envelopes, bodies.
SIDES = (*(each.value for each in House if each not in IN_HOURS), *PURSES, "envelope", "payable")
UNKNOWN = "4710"
#: The journal of what corrects, and that of the year's first entry.
CORRECTIONS, OPENING = "OD", "AN"
RESULT = "1100"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account of the nomenclature. `confidence` is H, M or L; below H the accountant has to confirm it."""

    number: str
    label: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """How a movement is written: in which journal, and which pairs of accounts (debited, credited)."""

    journal: str
    lines: tuple[tuple[str, str], ...]
    known: bool = True

    def turned(self) -> Written:
        """The same written the other way."""
        return Written(journal=self.journal, lines=tuple((credit, debit) for debit, credit in self.lines))


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """The whole of `chart.toml`; `written` by (code, side debited, side credited)."""

    version: str
    source: str
    journals: Mapping[str, str]
    accounts: Mapping[str, Account]
    codes: Mapping[str, str]
    written: Mapping[tuple[str, str, str], Written]

    def of(self, code: str, reverses: str, debit: str, credit: str) -> Written:
        """How a movement is written. `reverses`: the code of what it undoes, when it undoes something."""
        if code == Code.REVERSAL:
            undone = self.written.get((reverses, credit, debit))
            if undone is not None:
                return Written(journal=CORRECTIONS, lines=undone.turned().lines)
        found = self.written.get((code, debit, credit))
        # Balanced all the same, and seen: both sides on the account of what nobody has thought of.
        return found or Written(journal=CORRECTIONS, lines=((UNKNOWN, UNKNOWN),), known=False)


@cache
def chart() -> Chart:
    """The chart in force. Raises ValueError when a movement names an account, a journal, a code or a side not there."""
    told = tomllib.loads(Path(__file__).with_name("chart.toml").read_text(encoding="utf-8"))
    accounts = {number: Account(number=number, **each) for number, each in told["accounts"].items()}
    written: dict[tuple[str, str, str], Written] = {}
    for each in told["movements"]:
        pairs = tuple((debit, credit) for debit, credit in (line.split(":") for line in each["lines"]))
        one = Written(journal=each["journal"], lines=pairs)
        if each["journal"] not in told["journals"] or {*sum(pairs, ())} - accounts.keys():
            raise ValueError(f"chart.toml: {each['codes']} names a journal or an account that is not there")
        for code in each["codes"]:
            ways = [(each["from"], each["to"], one)]
            ways += [(each["to"], each["from"], one.turned())] if each.get("back") else []
            for debit, credit, way in ways:
                if Code(code) and ({debit, credit} - set(SIDES) or (code, debit, credit) in written):
                    raise ValueError(f"chart.toml: {code} from {debit} to {credit} is said twice, or of no side")
                written[code, debit, credit] = way
    return Chart(
        version=told["version"],
        source=told["source"],
        journals=told["journals"],
        accounts=accounts,
        codes=told["codes"],
        written=written,
    )
