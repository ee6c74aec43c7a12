"""The years that accounts have lived twice, added up; they may be kept half-way as JSON and taken up again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from acquis.rules import Change

from .tally import Tally
from .types import Outcome, YearTotals

NAMES = tuple(field.name for field in fields(YearTotals) if field.name != "year")


@dataclass(slots=True)
class Year:
    """The sums of one year, by the names of `YearTotals`; each is a whole number."""

    year: int
    sums: dict[str, int]

    def count(self, name: str, amount: Any) -> None:
        self.sums[name] = self.sums.get(name, 0) + int(amount)


class Lives:
    """The lives of the accounts of some slices, from the year `start` on."""

    def __init__(self, start: int, years: int) -> None:
        self.start = start
        self.years = [Year(start + each, dict.fromkeys(NAMES, 0)) for each in range(years)]
        self.first, self.together = Tally(), Tally()
        self.accounts = self.slices = 0

    def add(self, other: Lives) -> None:
        self.accounts += other.accounts
        self.slices += other.slices
        self.first.add(other.first)
        self.together.add(other.together)
        for mine, theirs in zip(self.years, other.years, strict=True):
            for name, amount in theirs.sums.items():
                mine.count(name, amount)

    def outcome(self, changes: Sequence[Change], seed: int) -> Outcome:
        return Outcome(
            changes=tuple(changes),
            accounts=self.accounts,
            seed=seed,
            years=tuple(YearTotals(year=each.year, **each.sums) for each in self.years),
            first_year=self.first.effect(),
            all_years=self.together.effect(),
        )

    def kept(self) -> dict[str, Any]:
        """All of it in the words of JSON."""
        return {
            "start": self.start,
            "years": [each.sums for each in self.years],
            "first": self.first.kept(),
            "together": self.together.kept(),
            "accounts": self.accounts,
            "slices": self.slices,
        }

    @classmethod
    def taken_up(cls, kept: Mapping[str, Any]) -> Lives:
        """The lives that `kept` wrote."""
        lives = cls(kept["start"], len(kept["years"]))
        for year, sums in zip(lives.years, kept["years"], strict=True):
            year.sums.update(sums)
        lives.first, lives.together = Tally.taken_up(kept["first"]), Tally.taken_up(kept["together"])
        lives.accounts, lives.slices = kept["accounts"], kept["slices"]
        return lives
