"""A run to the cent: what its facts give, what the journal told, what the ledger moved, what the balances hold.

Each of the four is read where it stands, and none from another. The facts are put to the rule again; the journal's
slices are added up; the ledger's transfers are found by their references; a balance, less every other transfer of its
purse, is what the run left in it. One passage over the accounts, a range at a time, in columns.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection, transaction

from acquis.accounts import queries as accounts
from acquis.accounts.queries import Written
from acquis.journal import queries as journal
from acquis.kit import columns as kit
from acquis.people import queries as people
from acquis.rules import Regime

from . import events
from .models import Run
from .tallies import part_named, part_of
from .types import Difference, Reason, Reconciled, Reconciliation

#: Accounts named when they differ; the sums have them all.
NAMED = 100
#: Accounts read at once.
RANGE = 100_000

Part = tuple[str, str, str]
Sums = dict[Part, list[int]]


Each = Callable[[Callable[["Range"], "Read"], Iterable["Range"]], Iterable["Read"]]


@dataclass(frozen=True, slots=True)
class Range:
    """Accounts of a run to be read together: from the first to the last."""

    number: int
    first: UUID
    last: UUID


@dataclass(frozen=True, slots=True)
class Read:
    """What was read in a range: facts, ledger and balances of its parts, who differs, and how many versions."""

    sums: dict[Part, list[int]]
    differences: list[Difference]
    versions: int


def reconcile(run: Run, *, progress: Callable[[int], None] = lambda versions: None, each: Each = map) -> Reconciliation:
    """The whole report of a run, range by range; `progress` is told how many versions were read.

    `each` is `map`, or what does the same in several processes: ranges are read apart from each other.
    """
    sums: Sums = defaultdict(lambda: [0, 0, 0])
    differences: list[Difference] = []
    for read in each(read_range, [Range(run.number, *ends) for ends in accounts.ranges(RANGE)]):
        for part, figures in read.sums.items():
            sums[part] = [sum(pair) for pair in zip(sums[part], figures, strict=True)]
        differences += read.differences[: NAMED - len(differences)]
        progress(read.versions)
    told = _told(run)
    lines = [
        Reconciled(
            regime=Regime(part[0]),
            reason=Reason(part[1]),
            department=part[2],
            facts_cents=sums[part][0],
            journal_cents=told[part],
            ledger_cents=sums[part][1],
            balances_cents=sums[part][2],
        )
        for part in sorted(set(sums) | set(told))
    ]
    return Reconciliation(number=run.number, lines=tuple(lines), differences=tuple(differences))


def read_range(of: Range) -> Read:
    """Read one range as it stands at one instant."""
    with _one_instant():
        found = (
            accounts.written_by_run(of.number, of.first, of.last),
            accounts.hours_written_by_run(of.number, of.first, of.last),
        )
    sums: Sums = defaultdict(lambda: [0, 0, 0])
    differences: list[Difference] = []
    for written in found:
        if written is not None:
            _add(sums, written)
            differences += _differences(written)
    versions = sum(len(written.accounts) for written in found if written is not None)
    return Read(dict(sums), differences[:NAMED], versions)


@contextmanager
def _one_instant() -> Iterator[None]:
    """A transaction in which money moved meanwhile is not seen; within another one, its own."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _add(sums: Sums, written: Written) -> None:
    """Add a range to the sums of its parts: facts, ledger, balances."""
    names, department = kit.told_apart(people.departments_of(written.persons))
    key = part_of(written, department, len(names))
    versions = np.bincount(key)
    columns = (written.facts_cents, written.ledger_cents, written.left_cents)
    summed = [kit.summed(key, column, len(versions)) for column in columns]
    for each in np.flatnonzero(versions).tolist():
        part = sums[part_named(each, names)]
        for which, column in enumerate(summed):
            part[which] += int(column[each])


def _differences(written: Written) -> list[Difference]:
    """The accounts whose three figures are not the same."""
    # Versions stand in the order of accounts.
    of = np.cumsum(kit.opens(written.accounts)) - 1
    columns = (written.facts_cents, written.ledger_cents, written.left_cents)
    sums = [kit.summed(of, column, int(of[-1]) + 1) for column in columns]
    wrong = np.flatnonzero((sums[0] != sums[1]) | (sums[1] != sums[2]))
    return [
        Difference(
            account_id=kit.uuid_of(written.accounts[np.argmax(of == place)]),
            facts_cents=int(sums[0][place]),
            ledger_cents=int(sums[1][place]),
            balances_cents=int(sums[2][place]),
        )
        for place in wrong[:NAMED]
    ]


def _told(run: Run) -> dict[Part, int]:
    """What the journal says that the slices moved."""
    sums: dict[Part, int] = defaultdict(int)
    for fact in journal.history(run.id):
        if fact.kind == events.SliceCredited.kind:
            parts: list[Any] = fact.payload["parts"]
            for regime, reason, department, cents in parts:
                sums[regime, reason, department] += int(cents)
    return sums
