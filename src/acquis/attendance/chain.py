"""The chain of one person's record: each line's digest holds that of the line before, so that the record proves itself.

Whoever holds the exported record can compute it again with SHA-256 alone. Names and motives enter by their own digests,
salted: the chain can be shown without them.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

#: What comes before the first line.
BEFORE_THE_FIRST = "0" * 64


def digest(
    *,
    enrolment_id: UUID,
    rank: int,
    half_day_id: UUID,
    plan: str,
    kind: str,
    presence: str,
    minutes: int,
    steps: int,
    means: str,
    late: bool,
    by: str,
    words: str,
    scan: str,
    at: datetime,
    previous: str,
) -> str:
    """The digest of one line, 64 hexadecimal digits. `at` is written to the microsecond in UTC, `late` as 0 or 1."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    lines = (
        "acquis attendance entry 1",
        *(str(enrolment_id), str(rank), str(half_day_id), plan, kind, presence, str(minutes), str(steps)),
        *(means, str(int(late)), by, words, scan, moment, previous),
    )
    return sha256(("\n".join(lines) + "\n").encode()).hexdigest()


def words_digest(salted: str) -> str:
    """The digest under which a name or a motive enters the chain, from its words after their salt; empty for none."""
    return sha256(salted.encode()).hexdigest() if salted else ""


def salted(words: str) -> str:
    """Words after sixteen random bytes, so that nobody finds a name by trying names; empty stays empty."""
    return f"{secrets.token_hex(16)}|{words}" if words else ""


def unsalted(kept: str) -> str:
    """The words alone."""
    return kept.partition("|")[2]


def plan_line(*, day: str, starts: str, ends: str, mode: str, place: str, steps: int) -> str:
    """What was planned, as the chain writes it: one line, its parts between bars, those of the place cut."""
    plain = place.replace("|", " ").replace("\n", " ").replace("\r", " ")
    return f"{day}|{starts}|{ends}|{mode}|{plain}|{steps}"
