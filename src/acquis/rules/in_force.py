"""The law in force on a day, as one typed frozen record, and where each of its values comes from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TypeAlias

from acquis.rules.changes import Change, amended
from acquis.rules.parameters import Entry, LawFileError, Parameter, Value, checked, parameters, thawed
from acquis.rules.record import GROUPS, Law
from acquis.rules.types import FIRST_DAY, NotCovered

Known: TypeAlias = Mapping[str, Parameter]


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """One value of the law on one day, and why one may believe it.

    `value` is None where nothing is fixed on that day; `until` is the last day of the value, None if no end is known;
    `confirm` says where a value that is not sure is to be confirmed.
    """

    name: str
    group: str
    label: str
    unit: str
    article: str
    value: Value | None
    since: date
    until: date | None
    source: str
    confidence: str
    confirm: str | None


def law_on(day: date, *, overrides: Mapping[str, Value] | None = None, changes: Sequence[Change] = ()) -> Law:
    """The law in force on a day.

    `overrides` reads an open question the other way: parameter names and the values that replace theirs on every day.
    `changes` tries a reform: each from its own day on. Raises NotCovered for a day before the first one known,
    LawFileError for a wrong override or for changes that contradict each other.
    """
    return _law_on(day, tuple(sorted((overrides or {}).items())), tuple(changes))


def provenance(name: str, day: date) -> Provenance | None:
    """Where the value of one parameter on one day comes from; None before its first day. Raises KeyError."""
    parameter = parameters()[name]
    known = parameters()
    entry = _entry_on(parameter, day, {}, known)
    if entry is None:
        return None
    starts = _starts(parameter, {}, known)
    later = [since for since, _ in starts if since > _since(entry, {}, known)]
    return Provenance(
        name=parameter.name,
        group=parameter.group,
        label=parameter.label,
        unit=parameter.unit,
        article=parameter.article,
        value=_value(entry, day, {}, known),
        since=_since(entry, {}, known),
        until=date.fromordinal(min(later).toordinal() - 1) if later else None,
        source=entry.source,
        confidence=entry.confidence,
        confirm=entry.confirm,
    )


def first_day(name: str) -> date:
    """The first day on which a parameter is known. Raises KeyError."""
    return _starts(parameters()[name], {}, parameters())[0][0]


@lru_cache(maxsize=4096)
def _law_on(day: date, overridden: tuple[tuple[str, Value], ...], changes: tuple[Change, ...]) -> Law:
    overrides = dict(overridden)
    known = amended(changes) if changes else parameters()
    for name, override in overrides.items():
        overridden_parameter = parameters().get(name)
        if overridden_parameter is None:
            raise LawFileError(f"{name}: there is no such parameter")
        checked(thawed(override), overridden_parameter.unit, overridden_parameter.choices, name)
    first = _first_day_covered(overrides)
    if day < first:
        raise NotCovered(f"the law is known from {first} on, not on {day}")
    read_on = max(day, FIRST_DAY)
    values: dict[str, dict[str, Value | None]] = {group: {} for group in GROUPS}
    for parameter in known.values():
        entry = _entry_on(parameter, read_on, overrides, known)
        value = None if entry is None else overrides.get(parameter.name, _value(entry, read_on, overrides, known))
        values[parameter.group][parameter.name] = value
    return Law(on=day, **{group: GROUPS[group](**values[group]) for group in GROUPS})


def _first_day_covered(overrides: Mapping[str, Value]) -> date:
    """The first day known; earlier if one reads that the self-employed began before, by the same values."""
    year = overrides.get("self_employed_first_year", FIRST_DAY.year)
    assert isinstance(year, int)  # checked with the overrides
    return min(FIRST_DAY, date(year, 1, 1))


def _entry_on(parameter: Parameter, day: date, overrides: Mapping[str, Value], known: Known) -> Entry | None:
    started = [entry for since, entry in _starts(parameter, overrides, known) if since <= day]
    return started[-1] if started else None


def _starts(parameter: Parameter, overrides: Mapping[str, Value], known: Known) -> list[tuple[date, Entry]]:
    starts = [(_since(entry, overrides, known), entry) for entry in parameter.entries]
    return sorted(starts, key=lambda start: start[0])


def _since(entry: Entry, overrides: Mapping[str, Value], known: Known) -> date:
    if isinstance(entry.since, date):
        return entry.since
    day = overrides.get(entry.since, known[entry.since].entries[-1].value)
    assert isinstance(day, date)  # checked when the files are read
    return day


def _value(entry: Entry, day: date, overrides: Mapping[str, Value], known: Known) -> Value | None:
    if entry.same_as is None:
        return entry.value
    if entry.same_as in overrides:
        return overrides[entry.same_as]
    other = _entry_on(known[entry.same_as], day, overrides, known)
    return None if other is None else _value(other, day, overrides, known)
