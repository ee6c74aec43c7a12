"""The bench of a convention: its terms tried on the purchases of a year, before anybody signs.

The rule is the one that decides in a purchase. Who gave up because they could not pay is not in the sample: the cost
of an aid that opens the door to them is higher than what is told here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from acquis import rules
from acquis.enrolments import queries as enrolments
from acquis.funders import queries as funders
from acquis.funders.types import Criterion, FunderCard, No, Terms

#: Fewer people than these are not told apart: a figure must not point at somebody.
FEWEST = 11


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchGroup:
    """A part of the sample: how many purchases, how many completed, with how much; cents."""

    name: str
    purchases: int
    completed: int
    cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What terms would have given to the purchases of a year.

    `purchases` is the sample, `of` what it stands for; `short` those of which something was left to complete. `cents`
    is of the sample, `year_cents` of all. `stopped` are (condition, purchases it stopped), the most frequent first.
    """

    first: date
    last: date
    purchases: int
    of: int
    short: int
    completed: int
    cents: int
    year_cents: int
    by_action: tuple[BenchGroup, ...]
    stopped: tuple[tuple[Criterion, int], ...]

    @property
    def mean_cents(self) -> int:
        return self.cents // self.completed if self.completed else 0


def bench(terms: Terms, funder: FunderCard, *, today: date) -> Bench:
    """Try terms on the purchases confirmed in the twelve months before today."""
    first, last = today - timedelta(days=365), today - timedelta(days=1)
    past, of = enrolments.past_purchases(first, last)
    decisions = funders.on_the_bench(terms, [each.candidate for each in past], kind=funder.kind, funder=funder.name)
    exempting = funder.kind.complement in rules.law_on(today).participation.exempting_complement_kinds
    given, short = [], 0
    stopped: Counter[Criterion] = Counter()
    for each, decision in zip(past, decisions, strict=True):
        # The participation stays with the holder, unless this funder spares it.
        open_cents = each.candidate.remaining_cents - (0 if exempting else each.participation_cents)
        is_short = each.candidate.remaining_cents > each.participation_cents
        short += is_short
        cents = min(decision.amount_cents, open_cents) if is_short else 0
        given.append((each.candidate.action, cents))
        if is_short and decision.no is No.CONDITIONS:
            stopped.update({reason.criterion for reason in decision.reasons if not reason.held})
    cents = sum(amount for _action, amount in given)
    return Bench(
        first=first,
        last=last,
        purchases=len(past),
        of=of,
        short=short,
        completed=sum(amount > 0 for _action, amount in given),
        cents=cents,
        year_cents=cents * of // len(past) if past else 0,
        by_action=_groups(given),
        stopped=tuple(stopped.most_common(8)),
    )


def _groups(given: Sequence[tuple[rules.Action, int]]) -> tuple[BenchGroup, ...]:
    """The kinds of action, those with few completed purchases put together."""
    groups: dict[str, BenchGroup] = {}
    counts = Counter(action for action, cents in given if cents)
    for action, cents in given:
        name = action.value if counts[action] >= FEWEST else ""
        known = groups.get(name, BenchGroup(name=name, purchases=0, completed=0, cents=0))
        groups[name] = BenchGroup(
            name=name,
            purchases=known.purchases + 1,
            completed=known.completed + (cents > 0),
            cents=known.cents + cents,
        )
    return tuple(sorted(groups.values(), key=lambda group: (not group.name, -group.cents)))
