"""What others may hold of the journal: the shape of a fact, of what was told and of a reading."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID


class Refusal(StrEnum):
    """Why the journal refuses; only the demonstration's clock can be refused anything."""

    NOT_ALLOWED = "journal.not_allowed"
    NOT_A_DEMONSTRATION = "journal.not_a_demonstration"
    CLOCK_GOES_FORWARD = "journal.clock_goes_forward"
    CLOCK_TOO_FAR = "journal.clock_too_far"


@dataclass(frozen=True, kw_only=True)
class Event:
    """A fact that a context announces; subclasses set `kind` (``"enrolments.accepted"``) and add fields.

    Fields are values JSON can carry: UUID, int, str, bool, date, aware datetime, None, and lists of these.
    Never a name, an address or a NIR: the journal knows people by opaque ids.
    """

    kind: ClassVar[str] = ""

    #: The id of the noun whose life this fact belongs to.
    about: UUID
    #: The account concerned, when there is one: the key of distribution.
    account_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One line of the journal. `seq` gives the order; `by` is a role and an opaque id (`Actor.key`)."""

    seq: int
    kind: str
    about: UUID
    at: datetime
    by: str
    payload: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """Somebody looked at a person's data: who, when, what, and the reason they gave."""

    at: datetime
    by: str
    what: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """Work planned: which job, and the moment of the system at which it is due."""

    job: str
    at: datetime
