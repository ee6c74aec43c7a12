"""The words of attendance: halves of a day, modes, states, acts, kinds of entries, refusals, and limits."""

from __future__ import annotations

from enum import StrEnum

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


class Unit(StrEnum):
    """In what the part followed of a training is counted."""

    HOURS = "in_hours"
    STEPS = "in_steps"
    DAYS = "in_days"


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
