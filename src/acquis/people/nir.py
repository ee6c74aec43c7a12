"""The NIR, the registration number of persons: read, checked, and shown masked."""

from __future__ import annotations

from dataclasses import dataclass

from stdnum.exceptions import ValidationError
from stdnum.fr import nir as stdnum_nir

#: First digit: 1 and 2 for the registered, 3 and 4 for foreigners being registered, 7 and 8 provisional (NIA).
FIRST_DIGITS = frozenset("123478")
PROVISIONAL = frozenset("78")
#: Months above 12 exist where the month of birth is unknown or the number came late.
MONTHS = frozenset([*range(1, 13), 20, *range(30, 43), *range(50, 100)])


@dataclass(frozen=True, slots=True, kw_only=True)
class BirthFacts:
    """What a NIR says: year of birth without its century, month when known, INSEE code of the commune or country."""

    year: int | None
    month: int | None
    place: str
    country: str


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


def completed(written: str) -> str:
    """As `normalise`, for a number that may come without its key: thirteen characters, as payrolls declare it."""
    bare = "".join(written.split()).upper()
    if len(bare) == 13:
        try:
            bare += stdnum_nir.calc_check_digits(bare)
        except (ValidationError, ValueError):
            raise ValueError("not a NIR") from None
    return normalise(bare)


def is_provisional(nir: str) -> bool:
    """A number given while the person is being registered (NIA)."""
    return nir[0] in PROVISIONAL


def tells(nir: str) -> BirthFacts:
    """What a NIR says of a birth; nothing when it is provisional."""
    if is_provisional(nir):
        return BirthFacts(year=None, month=None, place="", country="")
    month = int(nir[3:5])
    code = nir[5:10]
    abroad = code.startswith("99")
    return BirthFacts(
        year=int(nir[1:3]),
        month=month if month <= 12 else None,
        place="" if abroad else code,
        country=code if abroad else "",
    )


def masked(nir: str) -> str:
    """What may be shown: ``1 85 05 ** *** *** **``."""
    return f"{nir[0]} {nir[1:3]} {nir[3:5]} ** *** *** **"
