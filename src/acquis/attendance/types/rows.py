"""The frozen rows of attendance that others may hold: half-days, what is known of each person, records, papers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID

from acquis.rules import Completion

from .words import Act, Kind, Means, Mode, Part, Presence, Refusal, State, Strength, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A half-day as a provider writes it, in the time of Paris.

    `only_for` is the one enrolment it is for; None is everybody of the session. `steps` counts the exercises of what
    is done alone, 0 otherwise; `place` is where, or the address of the class at a distance.
    """

    day: date
    starts: time
    ends: time
    mode: Mode
    place: str = ""
    steps: int = 0
    only_for: UUID | None = None

    @property
    def minutes(self) -> int:
        """From its beginning to its end; not above 0 when the times are impossible."""
        return (self.ends.hour - self.starts.hour) * 60 + self.ends.minute - self.starts.minute

    @property
    def part(self) -> Part:
        if self.starts < time(13):
            return Part.MORNING
        return Part.AFTERNOON if self.starts < time(18) else Part.EVENING


@dataclass(frozen=True, slots=True, kw_only=True)
class Planning:
    """What became of a list of half-days: those made, how many were there already, and why each other was refused.

    `refused` gives places in the list, from 0.
    """

    made: tuple[UUID, ...]
    known: int
    refused: tuple[tuple[int, Refusal], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What is said of one person's half-day: `minutes` followed, for who came late or left early only."""

    enrolment_id: UUID
    presence: Presence
    minutes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Connected:
    """What a platform measured for one person: minutes connected, exercises done."""

    enrolment_id: UUID
    minutes: int = 0
    steps: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfDayCard:
    """A half-day planned. `starts_at` and `ends_at` are its moments; `changes` how often the plan was changed."""

    id: UUID
    provider_id: UUID
    session_id: UUID
    plan: Planned
    state: State
    starts_at: datetime
    ends_at: datetime
    opened_at: datetime | None
    signed_at: datetime | None
    changes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeCard:
    """What a plan was before it was changed or cancelled, by whom (journal key) and when."""

    before: Planned
    act: Act
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is known of one person's half-day. `settled`: the provider has spoken; `late`: a signature came late."""

    presence: Presence | None
    minutes: int
    steps: int
    strength: Strength
    settled: bool
    late: bool
    holder_signed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedCard:
    """One person expected at a half-day, by their enrolment; their name is asked of `people`."""

    enrolment_id: UUID
    number: str
    account_id: UUID
    person_id: UUID
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfDayDetails:
    """A half-day whole: who is expected and what is known of each, how the plan changed, the papers scanned."""

    card: HalfDayCard
    title: str
    expected: tuple[ExpectedCard, ...]
    changes: tuple[ChangeCard, ...]
    scans: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCode:
    """The code to show now, and for how many seconds it still shows."""

    code: str
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryCard:
    """One line of a person's record. `by` is a journal key; `digest` holds the digest of the line before, `previous`.

    `trainer` is the name given with a trainer's link; `motive` what a correction says; `scan` the paper's id.
    """

    rank: int
    half_day_id: UUID
    kind: Kind
    presence: Presence | None
    minutes: int
    steps: int
    means: Means
    late: bool
    by: str
    trainer: str
    motive: str
    scan: UUID | None
    at: datetime
    previous: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfDayRecord:
    """One half-day of a person's record. `can_sign`: its holder may sign it at the moment asked about."""

    card: HalfDayCard
    standing: Standing
    can_sign: bool
    asks_code: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The record of attendance of one enrolment, as it stands.

    `completion` counts what is known now over all that is planned; `is_whole`: the provider has spoken of every
    half-day. `proven`: every line's digest is that of its words and of the line before, up to `head`.
    """

    enrolment_id: UUID
    number: str
    account_id: UUID
    person_id: UUID
    provider_id: UUID
    title: str
    starts_on: date
    ends_on: date | None
    half_days: tuple[HalfDayRecord, ...]
    entries: tuple[EntryCard, ...]
    completion: Completion
    is_whole: bool
    proven: bool
    head: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedPart:
    """How much of a training was followed until a day, and what it is counted in."""

    done: Decimal
    total: Decimal
    unit: Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What a provider declared beside what the record says, in whole percent.

    `record_percent` is None when nothing was planned. `at` is None as long as nothing is declared and kept.
    """

    record_percent: int | None
    declared_percent: int
    whole: bool
    at: datetime | None

    @property
    def gap(self) -> int | None:
        """Points by which what is declared is above the record; below it when negative."""
        return None if self.record_percent is None else self.declared_percent - self.record_percent

    @property
    def differs(self) -> bool:
        return bool(self.gap)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionCard:
    """A session of a provider that somebody is to follow, and how its half-days stand."""

    session_id: UUID
    title: str
    starts_on: date
    ends_on: date | None
    people: int
    planned: int
    signed: int
    #: Half-days that are over and of which the provider has not spoken.
    overdue: int
    next_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainerCard:
    """What a trainer's link opens: the half-day, until when, and whether it has served."""

    link_id: UUID
    half_day_id: UUID
    name: str
    expires_at: datetime
    used: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanFile:
    """A paper sheet as it was sent."""

    id: UUID
    name: str
    media_type: str
    content: bytes
