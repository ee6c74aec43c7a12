"""Jobs of the national directory, as they are read and as they are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRow:
    """A card of the directory of jobs: ROME code, label, the card it is a part of."""

    rome: str
    label: str
    parent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobTitleRow:
    """A title of a job, as the directory writes it."""

    rome: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TenseJobRow:
    """A job in tension in a region (INSEE code), and the list that says so."""

    region: str
    rome: str
    source: str
    published_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job of the directory and its titles."""

    rome: str
    label: str
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TenseJob:
    """A job in tension, on whose word and since when; `label` is empty when the directory is not loaded."""

    rome: str
    label: str
    source: str
    published_on: date
