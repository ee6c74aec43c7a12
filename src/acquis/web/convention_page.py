"""What the page of a convention shows, to its funder and to the operator: terms, money, forecast, versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from acquis.funders import queries as funders
from acquis.funders.types import BudgetCard, ConventionCard
from acquis.kit.actor import Actor
from acquis.web.funding_words import amount_words, answering_words, criterion_words

WIDTH, HEIGHT = 560, 160
#: The pace of these last days tells when a budget will be empty.
PACE_DAYS = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class BurnDown:
    """What is left of a budget day by day: the line of the drawing, its months as a table, when it would be empty.

    `months` are (month, promised in it, left at its end), in cents. `points` are in the drawing's own units.
    `lasts`: at this pace, money is left when the convention ends.
    """

    points: str
    months: tuple[tuple[date, int, int], ...]
    first: date
    last: date
    empty_on: date | None
    lasts: bool
    width: int = WIDTH
    height: int = HEIGHT


def convention_context(card: ConventionCard, *, by: Actor, today: date) -> dict[str, Any]:
    """The context of what both pages have in common."""
    budget = funders.budget_of(card)
    terms = card.terms
    return {
        "card": card,
        "budget": budget,
        "common": [criterion_words(each) for each in terms.common],
        "publics": [(each.name, [criterion_words(one) for one in each.criteria]) for each in terms.publics],
        "amounts": amount_words(terms.amount),
        "answering": answering_words(terms.instruction),
        "burn": burn_down(card, budget, today),
        "helped": funders.helped(card),
        "provisions": funders.provisions_of(card),
        "versions": [each for each in funders.versions_of(card.number, by=by) if each.id != card.id],
    }


def burn_down(card: ConventionCard, budget: BudgetCard, today: date) -> BurnDown | None:
    """The line of what is left since the convention began; None while nothing was promised."""
    days = [(day, cents) for day, cents in funders.promised_by_day(card) if cents]
    if not days or not budget.provided_cents:
        return None
    first, last = min(card.starts_on, days[0][0]), max(card.ends_on, today)
    length = max((last - first).days, 1)

    def at(day: date, cents: int) -> str:
        return f"{WIDTH * (day - first).days / length:.1f},{HEIGHT - HEIGHT * cents / budget.provided_cents:.1f}"

    left, drawn = budget.provided_cents, [at(first, budget.provided_cents)]
    by_month: dict[date, list[int]] = {}
    for day, cents in days:
        # A step, not a slope: a budget goes down when something is promised.
        drawn.append(at(day, left))
        left -= cents
        drawn.append(at(day, left))
        month = by_month.setdefault(day.replace(day=1), [0, left])
        month[0], month[1] = month[0] + cents, left
    drawn.append(at(min(max(today, first), last), left))
    recent = sum(cents for day, cents in days if day > today - timedelta(days=PACE_DAYS))
    empty_on, lasts = None, False
    if recent and budget.free_cents:
        foreseen = today + timedelta(days=budget.free_cents * PACE_DAYS // recent)
        lasts = foreseen > card.ends_on
        empty_on = None if lasts else foreseen
    return BurnDown(
        points=" ".join(drawn),
        months=tuple((month, promised, after) for month, (promised, after) in sorted(by_month.items())),
        first=first,
        last=last,
        empty_on=empty_on,
        lasts=lasts,
    )
