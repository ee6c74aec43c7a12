"""What every step of a convention has in common: the row moves, processes hear of it, the journal tells it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from acquis.journal.actions import record
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from . import events, register
from .conditions import is_well_formed
from .lifecycle import CONVENTION
from .models import Convention
from .types import (
    LONGEST_NAME,
    MOST_DAYS,
    MOST_DOCUMENTS,
    Act,
    AmountKind,
    AmountRule,
    ConventionState,
    Criterion,
    Instruction,
    Refusal,
    Terms,
)

LONGEST_PURPOSE = 500
LONGEST_REASON = 1_000


def move(convention: Convention, act: Act, *, by: Actor, at: datetime, **changes: Any) -> None:
    """Make the step, and tell it; part of an act, which has judged."""
    convention.state = CONVENTION.require(act, ConventionState(convention.state))
    for name, value in changes.items():
        setattr(convention, name, value)
    convention.save()
    register.changed()
    tell(convention, act, by=by, at=at)


def tell(convention: Convention, act: Act, *, by: Actor, at: datetime) -> None:
    record(
        events.ConventionMoved(
            about=convention.id,
            funder_id=convention.funder_id,
            number=convention.number,
            version=convention.version,
            act=act.value,
            state=convention.state,
        ),
        by=by,
        at=at,
    )


def require_terms(terms: Terms) -> None:
    """Refuse terms that say nothing, or that no purchase could be tried on."""
    if not terms.purpose.strip():
        raise Refused(Refusal.PURPOSE_MISSING)
    if len(terms.purpose) > LONGEST_PURPOSE:
        raise Refused(Refusal.PURPOSE_TOO_LONG, most=LONGEST_PURPOSE)
    criteria = criteria_of(terms)
    if not criteria or any(not public.criteria or not public.name.strip() for public in terms.publics):
        raise Refused(Refusal.NO_CONDITION)
    if wrong := [each for each in criteria if not is_well_formed(each)]:
        raise Refused(Refusal.CRITERION_MALFORMED, fact=wrong[0].fact.value)
    _require_amount(terms.amount)
    if terms.instruction is not None:
        _require_instruction(terms.instruction)


def _require_amount(rule: AmountRule) -> None:
    told = {AmountKind.SHARE: rule.percent, AmountKind.SUM: rule.sum_cents, AmountKind.REMAINING: 1}[rule.kind]
    bounds = [each for each in (rule.most_cents, rule.most_per_person_cents) if each is not None]
    if told is None or told <= 0 or (rule.percent or 0) > 100 or any(each <= 0 for each in bounds):
        raise Refused(Refusal.AMOUNT_MALFORMED)


def _require_instruction(said: Instruction) -> None:
    days = (said.answer_days, said.document_days, said.ask_days)
    names = [name.strip() for name in said.documents]
    documents = len(names) <= MOST_DOCUMENTS and all(0 < len(name) <= LONGEST_NAME for name in names)
    if not all(0 < each <= MOST_DAYS for each in days) or not documents or len(set(names)) != len(names):
        raise Refused(Refusal.INSTRUCTION_MALFORMED, most=MOST_DOCUMENTS)
    if said.ask_days <= said.answer_days:
        raise Refused(Refusal.ANSWER_AFTER_START)


def require_period(starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise Refused(Refusal.PERIOD_REVERSED)


def reason_of(words: str) -> str:
    """Why, as it was written; refused when nothing was."""
    reason = words.strip()
    if not reason:
        raise Refused(Refusal.REASON_MISSING)
    return reason[:LONGEST_REASON]


def criteria_of(terms: Terms) -> Sequence[Criterion]:
    """Every condition of the terms."""
    return (*terms.common, *(one for public in terms.publics for one in public.criteria))
