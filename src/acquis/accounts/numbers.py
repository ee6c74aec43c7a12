"""Numbers of a declaration, as written, turned into whole parts of one unit: nothing is ever rounded on the way in."""

from __future__ import annotations

import re

from acquis.kit.refusal import Refused

from .types import Refusal

_NUMBER = re.compile(r"^(\d{1,12})(?:[.,](\d{1,4}))?$")


def parts(worked: str, reference: str | None) -> tuple[int, int | None, int]:
    """Two written numbers as whole parts of one unit, and how many parts it has: 803.5 of 1607 is (8035, 16070, 10)."""
    written = [_NUMBER.match(text.strip()) for text in (worked, reference) if text is not None]
    if any(match is None for match in written):
        raise Refused(Refusal.NUMBER_NOT_VALID)
    digits = max(len(match[2] or "") for match in written if match)
    numbers = [int(match[1] + (match[2] or "").ljust(digits, "0")) for match in written if match]
    if len(numbers) == 2 and numbers[1] == 0:
        raise Refused(Refusal.NUMBER_NOT_VALID)
    return numbers[0], numbers[1] if len(numbers) == 2 else None, 10**digits
