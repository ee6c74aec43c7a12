"""What people write about an enrolment, checked, sealed and opened: it may be about themselves."""

from __future__ import annotations

from acquis.kit.refusal import Refused
from acquis.people import crypto

from .models import Control, Rescheduling
from .types import Refusal

#: Longest text, in characters.
LONGEST = 2_000


def require(words: str, *, optional: bool = False) -> None:
    """Refuse nothing where something must be said, and more than anybody reads."""
    if not optional and not words.strip():
        raise Refused(Refusal.WORDS_MISSING)
    if len(words) > LONGEST:
        raise Refused(Refusal.WORDS_TOO_LONG, most=LONGEST)


def seal(row: Control | Rescheduling, words: str) -> None:
    """Put the words in the row, which is not saved yet; nothing where nothing is said."""
    if words.strip():
        row.words_sealed = crypto.seal(words.strip(), table=row._meta.db_table, column="words", row=row.id)


def read(row: Control | Rescheduling) -> str:
    """What the row says; empty when nothing was written."""
    sealed = row.words_sealed
    return crypto.unseal(sealed, table=row._meta.db_table, column="words", row=row.id) if sealed else ""
