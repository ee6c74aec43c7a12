"""Conditions tried on a purchase, and what they give: pure functions of the terms and of the facts.

The same function decides in a purchase, on the bench where a funder tries its terms, and for the reason shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .types import (
    KINDS,
    AmountKind,
    AmountRule,
    Candidate,
    Comparison,
    Criterion,
    Fact,
    FactKind,
    Reason,
    Terms,
)
from .types.terms import BY_BEGINNING

#: What is known of a purchase, fact by fact: one number, one flag (0 or 1), its codes; None when it is not known.
Found = Mapping[Fact, tuple[str | int, ...] | None]


def facts_of(candidate: Candidate) -> Found:
    """What a purchase says of every fact, found once for all the conventions that ask."""
    tense = candidate.tense
    return {
        Fact.AGE: _one(candidate.age),
        Fact.HOME_REGION: _codes(candidate.region),
        Fact.HOME_DEPARTMENT: _codes(candidate.department),
        Fact.JOBSEEKER: (int(candidate.jobseeker),),
        Fact.LOW_QUALIFIED: (int(candidate.low_qualified),),
        Fact.DISABLED: (int(candidate.disabled),),
        Fact.ACTION: (candidate.action.value,),
        Fact.CERTIFICATION: _codes(candidate.certification),
        Fact.LEVEL: _one(candidate.level),
        Fact.FORMACODE: candidate.formacodes or None,
        Fact.ROME: candidate.romes or None,
        Fact.TENSE_JOB: None if tense is None else (int(tense),),
        Fact.PROVIDER: _codes(candidate.provider_siret),
        Fact.TRAINING_DEPARTMENT: _codes(candidate.training_department),
        Fact.MODALITY: _codes(candidate.modality),
        Fact.HOURS: _one(candidate.hours),
        Fact.PRICE: (candidate.price_cents,),
        Fact.REMAINING: (candidate.remaining_cents,),
    }


def holds(criterion: Criterion, found: tuple[str | int, ...] | None) -> bool:
    """Whether a condition holds of what was found. What is not known holds nothing, not even an exclusion."""
    if found is None:
        return False
    match criterion.how:
        case Comparison.AT_LEAST:
            return int(found[0]) >= int(criterion.values[0])
        case Comparison.AT_MOST:
            return int(found[0]) <= int(criterion.values[0])
        case Comparison.IS_SO:
            return bool(found[0])
        case Comparison.IS_NOT_SO:
            return not found[0]
        case Comparison.AMONG:
            return _meet(criterion, found)
        case Comparison.NOT_AMONG:
            return not _meet(criterion, found)


def takes(terms: Terms, facts: Found) -> bool:
    """Whether the terms take a purchase: the answer alone, for all those who need no reason."""
    return all(holds(each, facts[each.fact]) for each in terms.common) and (
        not terms.publics or any(all(holds(one, facts[one.fact]) for one in each.criteria) for each in terms.publics)
    )


def reasons_of(terms: Terms, facts: Found) -> tuple[Reason, ...]:
    """Every reason of that answer. Of publics the first that holds is told, or all of them when none does."""
    common = _reasons(terms.common, facts)
    seen: list[Reason] = []
    for public in terms.publics:
        of_it = _reasons(public.criteria, facts, public.name)
        if all(reason.held for reason in of_it):
            return (*common, *of_it)
        seen += of_it
    return (*common, *seen)


def amount_of(rule: AmountRule, *, price_cents: int, left_cents: int) -> int:
    """What the rule gives to a purchase of that price, in cents: never more than what is left to pay."""
    match rule.kind:
        case AmountKind.REMAINING:
            cents = left_cents
        case AmountKind.SHARE:
            # A share of the price, to the cent below.
            cents = price_cents * (rule.percent or 0) // 100
        case AmountKind.SUM:
            cents = rule.sum_cents or 0
    bounds = [cents, left_cents]
    if rule.most_cents is not None:
        bounds.append(rule.most_cents)
    return max(0, min(bounds))


def _reasons(criteria: Iterable[Criterion], facts: Found, public: str = "") -> list[Reason]:
    return [
        Reason(criterion=each, held=holds(each, facts[each.fact]), found=facts[each.fact], public=public)
        for each in criteria
    ]


def _meet(criterion: Criterion, found: tuple[str | int, ...]) -> bool:
    wanted = tuple(str(value) for value in criterion.values)
    if criterion.fact in BY_BEGINNING:
        return any(str(each).startswith(wanted) for each in found)
    return any(str(each) in wanted for each in found)


def _one(value: int | None) -> tuple[int, ...] | None:
    return None if value is None else (value,)


def _codes(value: str) -> tuple[str, ...] | None:
    return (value,) if value else None


def is_well_formed(criterion: Criterion) -> bool:
    """Whether the values suit the test: none for a flag, one whole number for a bound, some codes otherwise."""
    values = criterion.values
    match KINDS[criterion.fact]:
        case FactKind.FLAG:
            return not values and criterion.how in (Comparison.IS_SO, Comparison.IS_NOT_SO)
        case FactKind.NUMBER | FactKind.CENTS:
            whole = len(values) == 1 and isinstance(values[0], int) and 0 <= values[0] < 1 << 53
            return whole and criterion.how in (Comparison.AT_LEAST, Comparison.AT_MOST)
        case FactKind.CODES:
            texts = all(isinstance(value, str) and 0 < len(value) <= 40 for value in values)
            return (
                bool(values)
                and texts
                and len(values) <= 300
                and criterion.how in (Comparison.AMONG, Comparison.NOT_AMONG)
            )
