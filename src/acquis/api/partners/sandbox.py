"""What a sandbox client reads of persons: invented promises, the same at every question, of its own conventions.

Conventions and budgets are the funder's own, for nobody is in them. What would concern a person is invented here, from
the terms of the convention and a number: a state each, amounts within the bounds of the terms, the reasons that the
terms would give. What a sandbox client writes is carried out by the same acts and undone (`once.written`).
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from acquis.funders import queries as funders
from acquis.funders.types import (
    AmountKind,
    ConventionCard,
    PromiseCard,
    PromiseState,
    Reason,
    Refusal,
)
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .cursors import Place

#: Enough for a few pages of the smallest size.
INVENTED = 12
_STATES = (PromiseState.SPENT, PromiseState.PROMISED, PromiseState.RETURNED)
#: The price of an invented training, from which an invented aid is reckoned as the terms say.
_PRICE_CENTS = 120_000


def promises_of(
    card: ConventionCard, *, since: datetime | None, state: PromiseState | None, after: Place | None
) -> list[PromiseCard]:
    """The invented promises of a convention that come `after` a place, the oldest first."""
    return [
        each
        for each in _all(card)
        if (since is None or each.promised_at >= since)
        and (state is None or each.state is state)
        and (after is None or (each.promised_at, each.id) > after)
    ]


def promise(promise_id: UUID, *, by: Actor) -> PromiseCard:
    """One invented promise of a convention of theirs."""
    found = (each for card in funders.conventions(by=by) for each in _all(card) if each.id == promise_id)
    told = next(found, None)
    if told is None:
        raise Refused(Refusal.PROMISE_UNKNOWN)
    return told


def _all(card: ConventionCard) -> list[PromiseCard]:
    first = datetime.combine(card.starts_on, time(9), tzinfo=UTC)
    return [_invented(card, number, first + timedelta(days=number)) for number in range(INVENTED)]


def _invented(card: ConventionCard, number: int, at: datetime) -> PromiseCard:
    state, terms = _STATES[number % len(_STATES)], card.terms
    amount = _amount(card) - 100 * number
    public = terms.publics[number % len(terms.publics)] if terms.publics else None
    criteria = [(each, "") for each in terms.common]
    criteria += [(each, public.name) for each in public.criteria] if public else []
    return PromiseCard(
        id=uuid5(NAMESPACE_URL, f"acquis:sandbox:promise:{card.envelope_id}:{number}"),
        convention_id=card.id,
        enrolment_id=uuid5(NAMESPACE_URL, f"acquis:sandbox:enrolment:{card.envelope_id}:{number}"),
        state=state,
        amount_cents=amount,
        returned_cents=amount if state is PromiseState.RETURNED else 0,
        public=public.name if public else "",
        promised_at=at,
        reasons=tuple(Reason(criterion=each, held=True, found=None, public=name) for each, name in criteria),
    )


def _amount(card: ConventionCard) -> int:
    """What the terms would give for the invented training."""
    rule = card.terms.amount
    match rule.kind:
        case AmountKind.SUM:
            found = rule.sum_cents or 0
        case AmountKind.SHARE:
            found = _PRICE_CENTS * (rule.percent or 0) // 100
        case AmountKind.REMAINING:
            found = _PRICE_CENTS // 2
    bounds = [each for each in (rule.most_cents, rule.most_per_person_cents) if each]
    # Each of the invented ones is a euro less than the one before, and all are worth something.
    return max(min([found, *bounds]), 100 * INVENTED)
