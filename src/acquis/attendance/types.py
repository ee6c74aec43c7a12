"""What others may hold of the record of attendance: kinds, states, acts, refusals, frozen rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID

from acquis.rules import Completion

#: A half-day lasts no longer, in minutes; what is longer is two of them.
LONGEST_MINUTES = 360
LONGEST_PLACE = 200
LONGEST_MOTIVE = 500
LONGEST_NAME = 120
#: One rule, one form or one file plans no more at once.
MOST_AT_ONCE = 400
MOST_STEPS = 1000


class Part(StrEnum):
    """Which half of the day; what begins at six in the evening or later is a third one."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


class Mode(StrEnum):
    """Where it is followed: at a place, in a class held at a distance, or alone with exercises to do."""

    ON_SITE = "attended_on_site"
    REMOTE_LIVE = "attended_remote_live"
    REMOTE_ALONE = "attended_remote_alone"


class State(StrEnum):
    """Where a half-day stands."""

    PLANNED = "half_day_planned"
    OPEN = "half_day_open"
    SIGNED = "half_day_signed"
    CANCELLED = "half_day_cancelled"


class Act(StrEnum):
    """What is done about a half-day."""

    CHANGE = "change_half_day"
    CANCEL = "cancel_half_day"
    OPEN = "open_half_day"
    CONFIRM = "confirm_presence"
    NOTE_PAPER = "note_paper"
    NOTE_CONNECTIONS = "note_connections"
    CORRECT = "correct_presence"


class Presence(StrEnum):
    """What the one who taught says of somebody."""

    PRESENT = "present"
    LATE = "came_late"
    LEFT_EARLY = "left_early"
    ABSENT = "absent"


class Kind(StrEnum):
    """What an entry of the record tells."""

    SIGNED = "signed_by_holder"
    CONFIRMED = "confirmed_by_trainer"
    PAPER = "signed_on_paper"
    CONNECTED = "connected"
    CORRECTED = "corrected"


class Means(StrEnum):
    """How an entry was made: what its proof is worth depends on it."""

    CODE = "by_code"
    AFTERWARDS = "afterwards"
    ACCOUNT = "by_account"
    LINK = "by_link"
    SHEET = "by_paper_sheet"
    FORM = "by_form"
    FILE = "by_file"


class Strength(StrEnum):
    """What is known of somebody's half-day, from the strongest proof to none."""

    BOTH_SIGNED = "both_signed"
    CONNECTION = "proved_by_connection"
    PAPER = "proved_by_paper"
    TRAINER_ALONE = "trainer_alone"
    HOLDER_ALONE = "holder_alone"
    DISAGREE = "they_disagree"
    NOTHING = "nothing_known"


class Refusal(StrEnum):
    """Why an act of this context was refused."""

    NOT_ALLOWED = "attendance.not_allowed"
    NOT_YOURS = "attendance.not_yours"
    HALF_DAY_UNKNOWN = "attendance.half_day_unknown"
    NOBODY_ENROLLED = "attendance.nobody_enrolled"
    TOO_MANY_AT_ONCE = "attendance.too_many_at_once"
    TIMES_IMPOSSIBLE = "attendance.times_impossible"
    TOO_LONG = "attendance.too_long"
    OUTSIDE_SESSION = "attendance.outside_session"
    PLACE_MISSING = "attendance.place_missing"
    STEPS_MISSING = "attendance.steps_missing"
    ALREADY_PLANNED = "attendance.already_planned"
    NOT_NOW = "attendance.not_now"
    ALREADY_SIGNED = "attendance.already_signed"
    TOO_EARLY = "attendance.too_early"
    TOO_LATE = "attendance.too_late"
    NOT_EXPECTED = "attendance.not_expected"
    CODE_NOT_USED = "attendance.code_not_used"
    TOO_MANY_TRIES = "attendance.too_many_tries"
    PRESENCE_IMPOSSIBLE = "attendance.presence_impossible"
    SOMEBODY_MISSING = "attendance.somebody_missing"
    NOT_BY_CONNECTION = "attendance.not_by_connection"
    CONNECTION_IMPOSSIBLE = "attendance.connection_impossible"
    LOWER_NEEDS_A_MOTIVE = "attendance.lower_needs_a_motive"
    MOTIVE_MISSING = "attendance.motive_missing"
    CHANGES_NOTHING = "attendance.changes_nothing"
    NAME_MISSING = "attendance.name_missing"
    LINK_UNKNOWN = "attendance.link_unknown"
    SCAN_UNKNOWN = "attendance.scan_unknown"


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
