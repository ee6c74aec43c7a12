"""The facts that a run announces; `about` is the run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from acquis.journal.types import Event


@dataclass(frozen=True, kw_only=True)
class Prepared(Event):
    kind: ClassVar[str] = "crediting.prepared"
    number: int
    year: int
    run_kind: str


@dataclass(frozen=True, kw_only=True)
class Foreseen(Event):
    """The dry run is whole: a second person may approve it."""

    kind: ClassVar[str] = "crediting.foreseen"
    number: int


@dataclass(frozen=True, kw_only=True)
class Approved(Event):
    kind: ClassVar[str] = "crediting.approved"
    number: int


@dataclass(frozen=True, kw_only=True)
class SliceCredited(Event):
    """One slice is done: `queries.credited` tells each account from `first` to `last`, and what it received.

    `parts` are the sums of the slice, ``[regime, reason, department, cents]``, signed (of public agents, hundredths of
    an hour): the journal's own account, to which the ledger is reconciled. `given_cents` and `taken_cents` are euros.
    """

    kind: ClassVar[str] = "crediting.slice_credited"
    number: int
    year: int
    first: UUID
    last: UUID
    years: int
    given_cents: int
    taken_cents: int
    parts: list[list[str | int]]


@dataclass(frozen=True, kw_only=True)
class Finished(Event):
    """The run is done for everybody."""

    kind: ClassVar[str] = "crediting.finished"
    number: int
    year: int
    run_kind: str


@dataclass(frozen=True, kw_only=True)
class Discarded(Event):
    kind: ClassVar[str] = "crediting.discarded"
    number: int


@dataclass(frozen=True, kw_only=True)
class Reconciled(Event):
    """What the run moved was read in four places; `agrees` when they say the same."""

    kind: ClassVar[str] = "crediting.reconciled"
    number: int
    agrees: bool
