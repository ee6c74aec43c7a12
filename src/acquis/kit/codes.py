"""Codes that people read on paper and type: sixty bits in twelve letters and digits, none of them taken for another."""

from __future__ import annotations

import secrets

#: Thirty-two signs: five bits each.
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
#: As many hexadecimal digits as a code has bits.
HEX_DIGITS = 15


def new_code() -> str:
    """Sixty random bits in three groups: ``7K2M-XQ9A-HT4B``."""
    return _grouped("".join(secrets.choice(LETTERS) for _ in range(12)))


def plain_code(typed: str) -> str:
    """A code as it is stored, from what somebody typed: case, spaces and dashes do not matter."""
    return _grouped("".join(c for c in typed.upper() if c.isalnum()))


def code_of_digest(digest: str) -> str:
    """The first sixty bits of a digest (hexadecimal), as a code."""
    bits = int(digest[:HEX_DIGITS], 16)
    return _grouped("".join(LETTERS[bits >> shift & 31] for shift in range(55, -1, -5)))


def digest_of_code(typed: str) -> str | None:
    """How the digest begins of which this is the code; None when it is no code."""
    letters = plain_code(typed).replace("-", "")
    if len(letters) != 12 or not set(letters) <= set(LETTERS):
        return None
    bits = 0
    for letter in letters:
        bits = bits << 5 | LETTERS.index(letter)
    return f"{bits:0{HEX_DIGITS}x}"


def _grouped(letters: str) -> str:
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:12]}"
