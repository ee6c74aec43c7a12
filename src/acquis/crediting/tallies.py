"""What a slice came to, added to the figures of its run: by regime, reason and department, and by amount.

Public agents' amounts are hundredths of an hour, under their own regime; bands of amounts are of euros only.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
from django.db import connection

from acquis.accounts.queries import Written
from acquis.accounts.types import CAUSES, REGIMES, Cause, Outcome, RefusedRow
from acquis.kit import columns as kit
from acquis.people import queries as people
from acquis.rules import Regime

from .models import Run, SetAside
from .types import Phase, Reason

#: Amounts are counted in bands of fifty euros.
BAND_CENTS = 5_000
#: The word under which known years are counted beside the refusals.
UNCHANGED = "unchanged"
#: The word under which a take-back that found too little is set aside.
SHORTFALL = "shortfall"

_REASON_OF = {Cause.LAW: Reason.LAW, Cause.UNDONE: Reason.UNDOING, Cause.RESTORED: Reason.UNDOING}

Part = tuple[str, str, str]


def reasons_of(outcome: Outcome | Written) -> np.ndarray[Any, Any]:
    """The place of each version's reason in `Reason`."""
    places = list(Reason)
    by_cause = np.array([places.index(_REASON_OF.get(cause, Reason.CREDIT)) for cause in CAUSES])
    found = by_cause[outcome.cause]
    facts = [CAUSES.index(cause) for cause in (Cause.FACTS, Cause.JOINED, Cause.PARTED)]
    corrected = np.isin(outcome.cause, facts) & outcome.corrects
    return np.where(corrected, places.index(Reason.CORRECTION), found)


def part_of(outcome: Outcome | Written, department: np.ndarray[Any, Any], departments: int) -> np.ndarray[Any, Any]:
    """The number of each version's part: its regime, its reason, and its department among so many."""
    return (outcome.regime * len(Reason) + reasons_of(outcome)) * max(1, departments) + department


def part_named(number: int, names: np.ndarray[Any, Any]) -> Part:
    """The regime, the reason and the department of a part, `names` being those of the departments."""
    of_reason, name = divmod(number, len(names))
    regime, reason = divmod(of_reason, len(Reason))
    return REGIMES[regime].value, list(Reason)[reason].value, names[name].decode().strip()


def add(run: Run, phase: Phase, outcome: Outcome) -> dict[Part, int]:
    """Add a slice to the figures of the run; returns the signed cents of each (regime, reason, department)."""
    names, department = kit.told_apart(people.departments_of(outcome.persons))
    key = part_of(outcome, department, len(names))
    moved = outcome.moved_cents
    # What a ceiling kept back is told of what was given first; a correction starts from another room.
    cut = np.where(outcome.corrects, 0, np.maximum(0, outcome.earned_cents - np.maximum(0, moved)))
    given, taken = np.maximum(0, moved), np.maximum(0, -moved)
    summed = (moved != 0, given, taken, cut, outcome.shortfall_cents)
    years = np.bincount(key)
    sums = [kit.summed(key, column, len(years)) for column in summed]
    parts: dict[Part, int] = {}
    rows = []
    for each in np.flatnonzero(years).tolist():
        part = part_named(each, names)
        moving, given_cents, taken_cents, *others = (int(column[each]) for column in sums)
        parts[part] = given_cents - taken_cents
        rows.append((run.id, phase.value, *part, int(years[each]), moving, given_cents, taken_cents, *others))
    _add("tally", ("run_id", "phase", "regime", "reason", "department"), _SUMMED, rows)
    in_bands = (moved != 0) & (outcome.regime != REGIMES.index(Regime.PUBLIC_AGENT))
    bands, years = np.unique(moved[in_bands] // BAND_CENTS * BAND_CENTS, return_counts=True)
    _add(
        "spread",
        ("run_id", "phase", "from_cents"),
        ("years",),
        [(run.id, phase.value, band, count) for band, count in zip(bands.tolist(), years.tolist(), strict=True)],
    )
    counts = Counter(str(row.reason) for row in outcome.refused)
    counts[UNCHANGED] += outcome.unchanged
    _add(
        "count",
        ("run_id", "phase", "reason"),
        ("rows",),
        [(run.id, phase.value, reason, rows_) for reason, rows_ in sorted(counts.items()) if rows_],
    )
    _set_aside(run, phase, outcome)
    return parts


_SUMMED = ("years", "moving", "given_cents", "taken_cents", "cut_cents", "shortfall_cents")


def _add(table: str, key: tuple[str, ...], summed: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    if not rows:
        return
    values = ", ".join(["(" + ", ".join(["%s"] * (len(key) + len(summed))) + ")"] * len(rows))
    added = ", ".join(f"{name} = t.{name} + excluded.{name}" for name in summed)
    statement = (
        f"INSERT INTO crediting_{table} AS t ({', '.join((*key, *summed))}) VALUES {values} "  # noqa: S608
        f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {added}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [value for row in rows for value in row])


def _set_aside(run: Run, phase: Phase, outcome: Outcome) -> None:
    def row(of: RefusedRow) -> SetAside:
        return SetAside(run=run, phase=phase, account_id=of.account_id, regime=of.regime.value, reason=str(of.reason))

    short = np.flatnonzero(outcome.shortfall_cents)
    told = [row(each) for each in outcome.refused]
    told += [
        SetAside(
            run=run,
            phase=phase,
            account_id=kit.uuid_of(outcome.accounts[place]),
            regime=Regime(REGIMES[outcome.regime[place]]).value,
            reason=SHORTFALL,
            shortfall_cents=int(outcome.shortfall_cents[place]),
        )
        for place in short
    ]
    SetAside.objects.bulk_create(told, batch_size=5_000)
