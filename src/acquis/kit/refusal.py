"""One exception for every refusal: a reason from an enumeration, never a sentence."""

from __future__ import annotations

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
