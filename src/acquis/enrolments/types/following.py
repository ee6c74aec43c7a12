"""The rows of who follows a training: what the record of attendance asks, and what ends when a body stops."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from .states import Act, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """An enrolment by which somebody follows a session; `place` is the offer's, `rate_percent` what was declared."""

    id: UUID
    number: str
    account_id: UUID
    person_id: UUID
    provider_id: UUID
    session_id: UUID
    title: str
    place: str
    state: State
    starts_on: date
    ends_on: date | None
    hours: int
    exited_on: date | None
    rate_percent: int | None

    def follows_on(self, day: date) -> bool:
        """Whether a half-day of that day is part of this training."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def is_there_on(self, day: date) -> bool:
        """Whether this person is expected on that day: nobody is after they left."""
        return self.follows_on(day) and (self.exited_on is None or day <= self.exited_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndingWithBody:
    """An enrolment that is under way when its body stops, and the act by which it ends.

    `act` None: it is left as it is, for an agent to look at. `until`: the last day that counts, of a training that was
    entered. `held_cents` is what its purses and its holder have engaged, which comes back whole before entry.
    """

    id: UUID
    number: str
    account_id: UUID
    person_id: UUID
    title: str
    state: State
    price_cents: int
    held_cents: int
    act: Act | None
    until: date | None
