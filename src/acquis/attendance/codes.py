"""The rotating code of a half-day: six digits that change every thirty seconds (RFC 6238, HMAC-SHA-256).

They are derived from a secret of the half-day alone, sealed at rest as the NIR is, and from the time: nothing is
stored when one is shown. Whoever passes a code on to somebody who is not there does so within a minute, and the one
who taught says afterwards who was there.
"""

from __future__ import annotations

import hmac
import os
from datetime import datetime, timedelta
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from acquis.people import crypto

STEP_SECONDS = 30
DIGITS = 6
#: Wrong codes that one person may type for one half-day within `WINDOW`.
MOST_TRIES = 5
WINDOW = timedelta(minutes=10)


def new_secret(half_day_id: UUID) -> bytes:
    """A secret of 32 random bytes, sealed for the cell of this half-day."""
    return crypto.seal_bytes(os.urandom(32), table="attendance_halfday", column="secret", row=half_day_id)


def code_at(sealed: bytes | memoryview, half_day_id: UUID, at: datetime) -> str:
    """The code that is shown at a moment."""
    secret = crypto.unseal_bytes(sealed, table="attendance_halfday", column="secret", row=half_day_id)
    return TOTP(secret, DIGITS, SHA256(), STEP_SECONDS).generate(int(at.timestamp())).decode()


def seconds_left(at: datetime) -> int:
    """For how many seconds the code of a moment still shows; from 1 to 30."""
    return STEP_SECONDS - int(at.timestamp()) % STEP_SECONDS


def fits(typed: str, sealed: bytes | memoryview, half_day_id: UUID, at: datetime) -> bool:
    """Whether this is the code of now, of just before (it was being typed) or of just after (another clock)."""
    digits = "".join(c for c in typed if c.isdigit())[: DIGITS + 1]
    step = timedelta(seconds=STEP_SECONDS)
    known = [code_at(sealed, half_day_id, at + step * shift) for shift in (-1, 0, 1)]
    # Every one is compared, so that the time taken tells nothing.
    return sum(hmac.compare_digest(digits, code) for code in known) > 0
