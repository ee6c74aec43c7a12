"""The facts of one year as they are kept, and what the law answers to them, to credit or to explain alike."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

from acquis.kit.refusal import Refused
from acquis.rules import Law, NotCovered, Regime, WorkUnit, YearlyCredit, YearOfWork, law_on, yearly_credit

from . import models
from .types import Refusal
from .year_types import PARTS, YearRow, written

__all__ = ["PARTS", "Facts", "answer", "facts_of", "kept_facts", "law_of", "parts", "working", "written"]

_NUMBER = re.compile(r"^(\d{1,12})(?:[.,](\d{1,4}))?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One regime of one year, in whole parts: the columns of `models.YearlyCredit` that a declaration gives."""

    unit: str
    worked: int
    reference: int | None
    low_qualified: bool
    oeth: bool
    contribution_paid: bool | None


def facts_of(row: YearRow) -> Facts:
    """The facts of a row; refuses numbers that are none."""
    reference = None if row.reference is None else parts(row.reference)
    if reference == 0:
        raise Refused(Refusal.NUMBER_NOT_VALID)
    return Facts(
        unit=row.unit.value,
        worked=parts(row.worked),
        reference=reference,
        low_qualified=row.low_qualified,
        oeth=row.oeth,
        contribution_paid=row.contribution_paid,
    )


def parts(text: str) -> int:
    """A written number in whole parts: ``803.5`` is 8 035 000."""
    match = _NUMBER.match(text.strip())
    if match is None:
        raise Refused(Refusal.NUMBER_NOT_VALID)
    return int(match[1]) * PARTS + int((match[2] or "").ljust(4, "0"))


@lru_cache(maxsize=64)
def law_of(year: int) -> Law:
    """The law of a year of activity; refuses a year it does not know."""
    try:
        return law_on(date(year, 12, 31))
    except (NotCovered, ValueError) as error:
        raise Refused(NotCovered.refusal) from error


def answer(year: int, regime: Regime, facts: Facts, balance_cents: int) -> YearlyCredit:
    """What the law gives for the facts, `balance_cents` being on the yearly counter before; its refusal is raised."""
    given = yearly_credit(
        law_of(year),
        YearOfWork(
            regime=regime,
            unit=WorkUnit(facts.unit),
            worked=facts.worked,
            reference=facts.reference,
            scale=PARTS,
            low_qualified=facts.low_qualified,
            oeth=facts.oeth,
            contribution_paid=facts.contribution_paid,
            balance_cents=balance_cents,
        ),
    )
    if given.refusal is not None:
        raise Refused(given.refusal)
    return given


def kept_facts(credit: models.YearlyCredit) -> Facts:
    """The facts of a version."""
    return Facts(
        unit=credit.unit,
        worked=credit.worked,
        reference=credit.reference,
        low_qualified=credit.low_qualified,
        oeth=credit.oeth,
        contribution_paid=credit.contribution_paid,
    )


def working(given: YearlyCredit) -> dict[str, Any]:
    """The rule's working name by name; `worked` and `reference` are in the same parts, to be shown as a share."""
    return {name: str(value) if isinstance(value, StrEnum) else value for name, value in asdict(given).items()}
