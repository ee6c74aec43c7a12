"""Numbers of requests that people can read out: ten random digits and Luhn's check digit, as enrolments have."""

from __future__ import annotations

import secrets

from stdnum import luhn

#: Statements' codes: no letter or digit that is taken for another.
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def new_number() -> str:
    """Eleven digits, the first not 0; the database refuses one that exists."""
    ten = str(1_000_000_000 + secrets.randbelow(9_000_000_000))
    return ten + luhn.calc_check_digit(ten)


def new_code() -> str:
    """The code of a statement, sixty random bits in three groups: ``7K2M-XQ9A-HT4B``."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(12))
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def plain_code(typed: str) -> str:
    """A code as it is stored, from what somebody typed: case, spaces and dashes do not matter."""
    letters = "".join(c for c in typed.upper() if c.isalnum())
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:12]}"
