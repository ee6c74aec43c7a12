"""Numbers of requests that people can read out: ten random digits and Luhn's check digit, as enrolments have."""

from __future__ import annotations

import secrets

from stdnum import luhn


def new_number() -> str:
    """Eleven digits, the first not 0; the database refuses one that exists."""
    ten = str(1_000_000_000 + secrets.randbelow(9_000_000_000))
    return ten + luhn.calc_check_digit(ten)
