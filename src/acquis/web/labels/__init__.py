"""How states, kinds and events are called on the pages, context by context; French is the source."""

from __future__ import annotations

import importlib
import pkgutil
from enum import StrEnum
from functools import lru_cache

from django.utils.translation import gettext


@lru_cache
def labels() -> dict[tuple[type[StrEnum], str], str]:
    """Every label of the house, by enumeration and value: members of two enumerations may be equal as text."""
    merged: dict[tuple[type[StrEnum], str], str] = {}
    for module in pkgutil.iter_modules(__path__):
        found = importlib.import_module(f"{__name__}.{module.name}").LABELS
        merged |= {(type(member), str(member)): text for member, text in found.items()}
    return merged


def label(member: StrEnum) -> str:
    """The word a person reads for a state or a kind. A missing one is a mistake: KeyError."""
    return gettext(labels()[type(member), str(member)])
