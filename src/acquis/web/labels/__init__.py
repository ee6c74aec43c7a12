"""How states, kinds and events are called on the pages, context by context; French is the source.

Each module's `LABELS` is a mapping; where two of its enumerations have a value in common, pairs: such members are
equal, and one would hide the other in a mapping.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache

from django.utils.translation import gettext


@lru_cache
def labels() -> dict[tuple[type[StrEnum], str], str]:
    """Every label of the house, by enumeration and value: members of two enumerations may be equal as text."""
    merged: dict[tuple[type[StrEnum], str], str] = {}
    for module in pkgutil.iter_modules(__path__):
        found = importlib.import_module(f"{__name__}.{module.name}").LABELS
        pairs = found.items() if isinstance(found, Mapping) else found
        merged |= {(type(member), str(member)): text for member, text in pairs}
    return merged


def label(member: StrEnum) -> str:
    """The word a person reads for a state or a kind. A missing one is a mistake: KeyError."""
    return gettext(labels()[type(member), str(member)])
