"""What people plainly mean as a limit: « moins de 20 heures », « bac+2 », « à distance », « dans 2 mois »."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .limit_rules import RULES, UNHEARD
from .plan import Way
from .types import Reading


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit read in the words `start` to `end` (tokens): the criteria it sets, and how it is told.

    One that is not `firm` is let go when nothing keeps it. `unwanted` takes offers away that no criterion can.
    """

    reading: Reading
    start: int
    end: int
    value: str
    label: str
    criteria: Mapping[str, Any] = field(default_factory=dict)
    firm: bool = True
    unwanted: tuple[Way, ...] = ()


def limits_in(tokens: list[str], on: date, protected: set[int]) -> list[Limit]:
    """The limits of a question, in the order of the rules, none over another's words nor over the `protected` ones.

    `tokens` are folded words; figures may be written with their unit (« 20h »).
    """
    there = set(tokens)
    glued = any(token[0].isdigit() and token[-1] in "hje" for token in tokens)
    tried = [r for r in RULES if not there.isdisjoint(r.telling) or (glued and r.reading in _WITH_UNITS)]
    if not tried:
        return []
    text, starts, taken = " ".join(tokens), _offsets(tokens), set(protected)
    found: list[Limit] = []
    for rule in tried:
        for match in rule.pattern.finditer(text):
            start, end = starts[match.start()], starts.get(match.end() + 1, len(tokens))
            if taken.isdisjoint(range(start, end)):
                value, label, criteria = rule.make(match, on)
                taken.update(range(start, end))
                found.append(Limit(rule.reading, start, end, value, label, criteria, rule.firm, rule.unwanted))
    return found


def unheard_in(tokens: list[str], protected: set[int]) -> list[tuple[int, int]]:
    """What a question asks that no offer tells: « le soir », « avec hébergement »; as (start, end)."""
    text, starts = " ".join(tokens), _offsets(tokens)
    found = []
    for match in UNHEARD.finditer(text):
        start, end = starts[match.start()], starts.get(match.end() + 1, len(tokens))
        if protected.isdisjoint(range(start, end)):
            found.append((start, end))
    return found


_WITH_UNITS = frozenset({Reading.HOURS, Reading.PRICE, Reading.STARTS})


def _offsets(tokens: list[str]) -> dict[int, int]:
    found, at = {}, 0
    for number, token in enumerate(tokens):
        found[at] = number
        at += len(token) + 1
    return found
