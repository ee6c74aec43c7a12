"""Conditions tried on a purchase, and what they give: pure functions of the terms and of the facts.

The same function decides in a purchase, on the bench where a funder tries its terms, and for the reason shown.
"""

from __future__ import annotations

from collections.abc import Iterable

from .types import (
    KINDS,
    AmountKind,
    AmountRule,
    Candidate,
    Comparison,
    Criterion,
    Fact,
    FactKind,
    Public,
    Reason,
    Terms,
)
from .types.terms import BY_BEGINNING


def found_of(fact: Fact, candidate: Candidate) -> tuple[str | int, ...] | None:
    """What a purchase says of a fact: one number, one flag (0 or 1), its codes; None when it is not known."""
    match fact:
        case Fact.AGE:
            return _one(candidate.age)
        case Fact.HOME_REGION:
            return _codes(candidate.region)
        case Fact.HOME_DEPARTMENT:
            return _codes(candidate.department)
        case Fact.JOBSEEKER:
            return (int(candidate.jobseeker),)
        case Fact.LOW_QUALIFIED:
            return (int(candidate.low_qualified),)
        case Fact.DISABLED:
            return (int(candidate.disabled),)
        case Fact.ACTION:
            return (candidate.action.value,)
        case Fact.CERTIFICATION:
            return _codes(candidate.certification)
        case Fact.LEVEL:
            return _one(candidate.level)
        case Fact.FORMACODE:
            return candidate.formacodes or None
        case Fact.ROME:
            return candidate.romes or None
        case Fact.TENSE_JOB:
            return None if candidate.tense is None else (int(candidate.tense),)
        case Fact.PROVIDER:
            return _codes(candidate.provider_siret)
        case Fact.TRAINING_DEPARTMENT:
            return _codes(candidate.training_department)
        case Fact.MODALITY:
            return _codes(candidate.modality)
        case Fact.HOURS:
            return _one(candidate.hours)
        case Fact.PRICE:
            return (candidate.price_cents,)
        case Fact.REMAINING:
            return (candidate.remaining_cents,)


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


def tried(terms: Terms, candidate: Candidate) -> tuple[bool, str, tuple[Reason, ...]]:
    """Whether the terms take this purchase, by which public (empty when none is named), and every reason.

    Of publics the first that holds is told, or all of them when none does.
    """
    reasons = list(_reasons(terms.common, candidate))
    taken = all(reason.held for reason in reasons)
    if not terms.publics:
        return taken, "", tuple(reasons)
    seen: list[Reason] = []
    for public in terms.publics:
        of_it = list(_reasons(public.criteria, candidate, public))
        if all(reason.held for reason in of_it):
            return taken, public.name, (*reasons, *of_it)
        seen += of_it
    return False, "", (*reasons, *seen)


def amount_of(rule: AmountRule, candidate: Candidate) -> int:
    """What the rule gives to one purchase, in cents: never more than what is left to pay."""
    match rule.kind:
        case AmountKind.REMAINING:
            cents = candidate.remaining_cents
        case AmountKind.SHARE:
            # A share of the price, to the cent below.
            cents = candidate.price_cents * (rule.percent or 0) // 100
        case AmountKind.SUM:
            cents = rule.sum_cents or 0
    bounds = [cents, candidate.remaining_cents]
    if rule.most_cents is not None:
        bounds.append(rule.most_cents)
    return max(0, min(bounds))


def _reasons(criteria: Iterable[Criterion], candidate: Candidate, public: Public | None = None) -> Iterable[Reason]:
    for criterion in criteria:
        found = found_of(criterion.fact, candidate)
        name = public.name if public else ""
        yield Reason(criterion=criterion, held=holds(criterion, found), found=found, public=name)


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
