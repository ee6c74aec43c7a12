"""The NIR, the registration number of persons: read, checked, and shown masked."""

from __future__ import annotations

from stdnum.exceptions import ValidationError
from stdnum.fr import nir as stdnum_nir

#: First digit: 1 and 2 for the registered, 3 and 4 for foreigners being registered, 7 and 8 provisional (NIA).
FIRST_DIGITS = frozenset("123478")
#: Months above 12 exist where the month of birth is unknown or the number came late.
MONTHS = frozenset([*range(1, 13), 20, *range(30, 43), *range(50, 100)])


def normalise(written: str) -> str:
    """The fifteen characters of a NIR as written; Corsican departments 2A and 2B allowed.

    Raises ValueError when the length, the month, the first digit or the key is wrong. The message never
    repeats the number.
    """
    try:
        number = stdnum_nir.validate(written)
    except (ValidationError, ValueError):
        raise ValueError("not a NIR") from None
    if not number.isascii() or number[0] not in FIRST_DIGITS or int(number[3:5]) not in MONTHS:
        raise ValueError("not a NIR")
    return str(number)


def masked(nir: str) -> str:
    """What may be shown: ``1 85 05 ** *** *** **``."""
    return f"{nir[0]} {nir[1:3]} {nir[3:5]} ** *** *** **"
