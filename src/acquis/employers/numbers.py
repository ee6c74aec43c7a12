"""Numbers and names as companies write them: spaces allowed in, never kept."""

from __future__ import annotations

import re

from stdnum.fr import siren as siren_number
from stdnum.fr import siret as siret_number

from acquis.kit.refusal import Refused

from .types import Refusal

LONGEST_NAME = 200


def siren_of(written: str) -> str:
    """The nine digits; refused when the key is wrong."""
    digits = re.sub(r"\s", "", written)
    if not re.fullmatch(r"[0-9]{9}", digits) or not siren_number.is_valid(digits):
        raise Refused(Refusal.SIREN_MALFORMED)
    return digits


def siret_of(written: str) -> str:
    """The fourteen digits; refused when a key is wrong."""
    digits = re.sub(r"\s", "", written)
    if not re.fullmatch(r"[0-9]{14}", digits) or not siret_number.is_valid(digits):
        raise Refused(Refusal.SIRET_MALFORMED)
    return digits


def name_of(written: str) -> str:
    """One line without doubled spaces."""
    name = " ".join(written.split())
    if len(name) > LONGEST_NAME:
        raise Refused(Refusal.NAME_TOO_LONG, most=LONGEST_NAME)
    return name
