"""Individuals whose person an agent must tell: their lines wait, without a name or a number."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Any

from acquis.rules import Regime, WorkUnit

from .models import Declaration, WaitingIndividual
from .types import Absence, Ground, Individual, Origin, Work

_DATES = ("contract_from", "contract_to", "period_from", "period_to")


def row_of(individual: Individual, reference: str, declaration: Declaration, at: datetime) -> WaitingIndividual:
    """The row of an individual who waits."""
    return WaitingIndividual(
        declaration=declaration,
        reference=reference,
        rank=individual.rank,
        line=individual.line,
        works=[_plain(asdict(work)) for work in individual.works],
        received_at=at,
    )


def works_of(row: WaitingIndividual) -> list[Work]:
    """The lines that wait, as they were read."""
    return [_work(dict(told)) for told in row.works]


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def _work(told: dict[str, Any]) -> Work:
    for name in _DATES:
        told[name] = None if told[name] is None else date.fromisoformat(told[name])
    told["regime"], told["unit"] = Regime(told["regime"]), WorkUnit(told["unit"])
    told["origin"] = Origin(told["origin"])
    told["absences"] = tuple(_absence(dict(each)) for each in told["absences"])
    return Work(**{field.name: told[field.name] for field in fields(Work)})


def _absence(told: dict[str, Any]) -> Absence:
    for name in ("from_day", "to_day"):
        told[name] = None if told[name] is None else date.fromisoformat(told[name])
    return Absence(**(told | {"ground": Ground(told["ground"])}))
