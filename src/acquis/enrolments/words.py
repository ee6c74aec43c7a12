"""What people write about an enrolment, checked, sealed and opened: it may be about themselves."""

from __future__ import annotations

from acquis.kit.refusal import Refused
from acquis.people import crypto

from .models import Control, Enrolment, Rescheduling
from .types import Refusal

#: Longest text, in characters.
LONGEST = 2_000


def require(words: str, *, optional: bool = False) -> None:
    """Refuse nothing where something must be said, and more than anybody reads."""
    if not optional and not words.strip():
        raise Refused(Refusal.WORDS_MISSING)
    if len(words) > LONGEST:
        raise Refused(Refusal.WORDS_TOO_LONG, most=LONGEST)


def sealed_end(row: Enrolment, words: str) -> bytes | None:
    """What is said of an enrolment that the operator ends, as its row keeps it."""
    said = words.strip()
    return crypto.seal(said, table="enrolments_enrolment", column="end_words", row=row.id) if said else None


def of_end(row: Enrolment) -> str:
    sealed = row.end_words_sealed
    return crypto.unseal(sealed, table="enrolments_enrolment", column="end_words", row=row.id) if sealed else ""


def seal_control(row: Control, words: str) -> None:
    """Put the words in the row, which is not saved yet; nothing where nothing is said."""
    if words.strip():
        row.words_sealed = crypto.seal(words.strip(), table="enrolments_control", column="words", row=row.id)


def of_control(row: Control) -> str:
    """What the row says; empty when nothing was written."""
    sealed = row.words_sealed
    return crypto.unseal(sealed, table="enrolments_control", column="words", row=row.id) if sealed else ""


def seal_rescheduling(row: Rescheduling, words: str) -> None:
    """The same for a proposal of other dates."""
    if words.strip():
        row.words_sealed = crypto.seal(words.strip(), table="enrolments_rescheduling", column="words", row=row.id)


def of_rescheduling(row: Rescheduling) -> str:
    sealed = row.words_sealed
    return crypto.unseal(sealed, table="enrolments_rescheduling", column="words", row=row.id) if sealed else ""
