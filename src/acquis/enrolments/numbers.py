"""Enrolment numbers that people can read out: ten random digits and a check digit that catches one slip.

The check digit is Luhn's, so that a digit misheard or two neighbours exchanged are found before any look-up. The order
says nothing: a number tells neither how many enrolments there are nor which came first.
"""

from __future__ import annotations

import secrets

from stdnum import luhn

FIRST, BEYOND = 1_000_000_000, 10_000_000_000


def new_number() -> str:
    """Eleven digits, the first not 0. Chance of meeting one that exists: see `request`, which asks again."""
    ten = str(FIRST + secrets.randbelow(BEYOND - FIRST))
    return ten + luhn.calc_check_digit(ten)


def is_number(text: str) -> bool:
    """Whether `text`, spaces aside, can be an enrolment number."""
    digits = text.replace(" ", "").replace("\u00a0", "")
    return len(digits) == 11 and digits.isascii() and digits.isdigit() and luhn.is_valid(digits)


def spelled(number: str) -> str:
    """The number in groups, as it is shown: ``123 4567 8901`` with no-break spaces."""
    return "\u00a0".join((number[:3], number[3:7], number[7:]))
