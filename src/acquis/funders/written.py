"""Terms as the database keeps them: JSON of plain values, read back into the frozen records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from .types import (
    AmountKind,
    AmountRule,
    AskedCourse,
    Comparison,
    Criterion,
    Fact,
    Instruction,
    Public,
    Reason,
    Silence,
    Terms,
)


def plain(terms: Terms) -> dict[str, Any]:
    """The terms as JSON carries them."""
    return {
        "purpose": terms.purpose,
        "common": [_criterion(each) for each in terms.common],
        "publics": [
            {"name": each.name, "criteria": [_criterion(one) for one in each.criteria]} for each in terms.publics
        ],
        "amount": {
            "kind": terms.amount.kind.value,
            "percent": terms.amount.percent,
            "sum_cents": terms.amount.sum_cents,
            "most_cents": terms.amount.most_cents,
            "most_per_person_cents": terms.amount.most_per_person_cents,
        },
        "instruction": None if terms.instruction is None else plain_instruction(terms.instruction),
    }


def terms_of(kept: Mapping[str, Any]) -> Terms:
    """The terms that were kept."""
    amount = kept["amount"]
    return Terms(
        purpose=kept["purpose"],
        common=tuple(_read(each) for each in kept["common"]),
        publics=tuple(
            Public(name=each["name"], criteria=tuple(_read(one) for one in each["criteria"]))
            for each in kept["publics"]
        ),
        amount=AmountRule(**{**amount, "kind": AmountKind(amount["kind"])}),
        # Conventions written before any agent decided say nothing of it.
        instruction=instruction_of(kept["instruction"]) if kept.get("instruction") else None,
    )


def plain_instruction(instruction: Instruction) -> dict[str, Any]:
    """How an agent decides, as JSON carries it."""
    return {**asdict(instruction), "silence": instruction.silence.value, "documents": list(instruction.documents)}


def instruction_of(kept: Mapping[str, Any]) -> Instruction:
    """The way that was kept."""
    return Instruction(**{**kept, "silence": Silence(kept["silence"]), "documents": tuple(kept["documents"])})


def plain_course(course: AskedCourse) -> dict[str, Any]:
    """A training and its price as a request keeps them."""
    ends = course.ends_on.isoformat() if course.ends_on else None
    return {**asdict(course), "starts_on": course.starts_on.isoformat(), "ends_on": ends}


def course_of(kept: Mapping[str, Any]) -> AskedCourse:
    """The training that was kept."""
    ends = date.fromisoformat(kept["ends_on"]) if kept["ends_on"] else None
    return AskedCourse(**{**kept, "starts_on": date.fromisoformat(kept["starts_on"]), "ends_on": ends})


def plain_reasons(reasons: tuple[Reason, ...]) -> list[dict[str, Any]]:
    """The reasons of a decision as they are kept with what it promised."""
    return [
        {
            "criterion": _criterion(each.criterion),
            "held": each.held,
            "found": None if each.found is None else list(each.found),
            "public": each.public,
        }
        for each in reasons
    ]


def reasons_of(kept: list[dict[str, Any]]) -> tuple[Reason, ...]:
    """The reasons that were kept."""
    return tuple(
        Reason(
            criterion=_read(each["criterion"]),
            held=each["held"],
            found=None if each["found"] is None else tuple(each["found"]),
            public=each["public"],
        )
        for each in kept
    )


def _criterion(criterion: Criterion) -> dict[str, Any]:
    return {"fact": criterion.fact.value, "how": criterion.how.value, "values": list(criterion.values)}


def _read(kept: Mapping[str, Any]) -> Criterion:
    return Criterion(fact=Fact(kept["fact"]), how=Comparison(kept["how"]), values=tuple(kept["values"]))
