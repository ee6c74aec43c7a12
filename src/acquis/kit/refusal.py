"""One exception for every refusal: a reason from an enumeration, never a sentence."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any


class Refused(Exception):
    """An act was refused; nothing was written.

    `reason` is a member of the context's `Refusal` enumeration (or of the rules'); pages, API and
    statistics turn it into words. `details` holds values for the sentence, never personal data.
    """

    def __init__(self, reason: StrEnum, **details: Any) -> None:
        super().__init__(str(reason))
        self.reason = reason
        self.details = details


#: Who turns a refusal into words: the pages, which stand above and give their sentences here (`web.refusals`).
_told_by: list[Callable[[Refused], str]] = []


def told_by(words: Callable[[Refused], str]) -> Callable[[Refused], str]:
    """Let `words` say every refusal; for whoever answers machines and may not know the pages."""
    _told_by[:] = [words]
    return words


def in_words(refused: Refused) -> str:
    """What is said to whoever was refused."""
    return _told_by[0](refused) if _told_by else str(refused.reason)
