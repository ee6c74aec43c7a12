"""The facts of funders: `about` is the funder, the version of a convention, the promise, or the request for an aid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from acquis.journal.types import Event


@dataclass(frozen=True, kw_only=True)
class FunderRegistered(Event):
    kind: ClassVar[str] = "funders.registered"
    funder_kind: str


@dataclass(frozen=True, kw_only=True)
class ConventionMoved(Event):
    """A version of a convention made a step: drafted, changed, submitted, approved, suspended, ended…"""

    kind: ClassVar[str] = "funders.convention_moved"
    funder_id: UUID
    number: str
    version: int
    act: str
    state: str


@dataclass(frozen=True, kw_only=True)
class EnvelopeFilled(Event):
    """Money came into an envelope, or went back to its funder (negative). `about` is the convention."""

    kind: ClassVar[str] = "funders.envelope_filled"
    funder_id: UUID
    amount_cents: int


@dataclass(frozen=True, kw_only=True)
class Promised(Event):
    """A convention completes the price of an enrolment; the money is held for it."""

    kind: ClassVar[str] = "funders.promised"
    convention_id: UUID
    funder_id: UUID
    enrolment_id: UUID
    amount_cents: int


@dataclass(frozen=True, kw_only=True)
class PromiseReturned(Event):
    """An enrolment gave back some or all of what it had been promised."""

    kind: ClassVar[str] = "funders.promise_returned"
    convention_id: UUID
    funder_id: UUID
    enrolment_id: UUID
    amount_cents: int


@dataclass(frozen=True, kw_only=True)
class AidMoved(Event):
    """A request for an aid that an agent decides made a step: asked, a document missing, granted, refused, over…"""

    kind: ClassVar[str] = "funders.aid_moved"
    convention_id: UUID
    funder_id: UUID
    enrolment_id: UUID
    state: str
    act: str
    side: str


@dataclass(frozen=True, kw_only=True)
class AidWritten(Event):
    """One side of a request wrote to the other."""

    kind: ClassVar[str] = "funders.aid_written"
    convention_id: UUID
    funder_id: UUID
    enrolment_id: UUID
    state: str
    side: str
    entry_id: UUID
