"""Money is integer cents; here is how people write and read it."""

from __future__ import annotations

import re

#: French typography: a no-break space between thousands and before the sign.
NO_BREAK_SPACE = "\u00a0"


def euros(cents: int, *, signed: bool = False, language: str = "fr") -> str:
    """Write cents: ``341270`` gives ``3 412,70 €`` with no-break spaces; in English (``en``), ``€3,412.70``."""
    sign = "−" if cents < 0 else "+" if signed and cents > 0 else ""
    whole, part = divmod(abs(cents), 100)
    if language == "en":
        return f"{sign}€{whole:,}.{part:02d}"
    grouped = f"{whole:,}".replace(",", NO_BREAK_SPACE)
    return f"{sign}{grouped},{part:02d}{NO_BREAK_SPACE}€"


_WRITTEN = re.compile(r"^(?P<whole>\d{1,12})(?:[.,](?P<part>\d{1,2}))?$")


def parse_euros(text: str) -> int:
    """Read an amount a person or a file wrote (``3 412,7``, ``500.50 €``) as cents.

    Raises ValueError on anything else: signs, three decimals, letters.
    """
    bare = re.sub(r"[\s\u00a0\u202f€]", "", text)
    match = _WRITTEN.match(bare)
    if match is None:
        raise ValueError(f"not an amount in euros: {text!r}")
    return int(match["whole"]) * 100 + int((match["part"] or "0").ljust(2, "0"))
