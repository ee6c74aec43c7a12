"""What a name may be: some words on one line."""

from __future__ import annotations

from acquis.kit.refusal import Refused

from .types import LONGEST_NAME, Refusal


def named(name: str) -> str:
    """The name as it is kept; refuses none at all, and one that no list could show."""
    plain = " ".join("".join(c for c in name if c.isprintable() or c.isspace()).split())
    if not plain:
        raise Refused(Refusal.NAME_MISSING)
    if len(plain) > LONGEST_NAME:
        raise Refused(Refusal.NAME_TOO_LONG)
    return plain
