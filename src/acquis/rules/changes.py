"""A change of law tried before it is made: parameters with other values from a day on.

The parameters keep their names, units and earlier values; the rules do not know that the law they are given is not in
force. A change is refused by the field that is wrong, for a simulation of something else would be believed.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from typing import get_args, get_type_hints

from acquis.rules.parameters import (
    UNITS,
    Entry,
    LawFileError,
    Parameter,
    Value,
    checked,
    parameters,
    parse_value,
    thawed,
)
from acquis.rules.record import GROUPS
from acquis.rules.types import FIRST_DAY

NONE = "none"
"""How nothing is written: a cap or a ceiling that is lifted."""

MOST = 1_000_000_000
"""No amount or number of a reform is larger: beyond it, the sums of columns would no longer be exact."""

LONGEST = 100
"""No value of a reform is written longer."""

#: What others are divided by: it cannot be nothing.
DIVISORS = frozenset({"reference_hours", "reference_days", "reference_pay_hours", "reference_months"})


class WrongChange(LawFileError):
    """A change is refused; `field` is `name`, `value` or `since`, and the message names the parameter."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class Change:
    """From `since` on, the parameter `name` is worth `value`, instead of all that was known from that day on.

    `value` None is nothing fixed. Made by `change` or `parse_change`, which check it.
    """

    since: date
    name: str
    value: Value | None

    @property
    def full_name(self) -> str:
        return f"{parameters()[self.name].group}.{self.name}"

    def __str__(self) -> str:
        return f"{self.full_name}={written(self.value)}@{self.since.isoformat()}"


def parse_change(text: str) -> Change:
    """`credit.low_qualified_cents=90000@2027-01-01` as a change. Raises WrongChange."""
    match = re.fullmatch(r"\s*([^=@\s]+)\s*=\s*(.*?)\s*@\s*([^@\s]+)\s*", text)
    if match is None:
        raise WrongChange("name", f"{text!r}: must be NAME=VALUE@YYYY-MM-DD")
    name, value, since = match.groups()
    return change(name, value, since)


def change(name: str, value: str, since: str) -> Change:
    """A change of three texts, as a command line or a form gives them. Raises WrongChange naming the field.

    `name` is that of the parameter, alone or after its subject and a point; `value` is in the parameter's own unit.
    """
    parameter = _named(name)
    called = f"{parameter.group}.{parameter.name}"
    read = _value(parameter, value, called)
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", since):
        raise WrongChange("since", f"{called}: from: must be a day YYYY-MM-DD, not {since!r}")
    try:
        day = date.fromisoformat(since)
    except ValueError as error:
        raise WrongChange("since", f"{called}: from: {since} does not exist") from error
    if day < FIRST_DAY:
        raise WrongChange("since", f"{called}: from: the law is known from {FIRST_DAY} on, not on {day}")
    return Change(name=parameter.name, value=read, since=day)


def amended(changes: Sequence[Change]) -> Mapping[str, Parameter]:
    """Every parameter by its name, with the changes in it. Raises WrongChange when two say different things."""
    found = dict(parameters())
    days: set[tuple[str, date]] = set()
    for one in sorted(changes, key=lambda each: (each.name, each.since)):
        if (one.name, one.since) in days:
            raise WrongChange("name", f"{one.full_name}: is changed twice from {one.since}")
        days.add((one.name, one.since))
        parameter = found[one.name]
        kept = tuple(entry for entry in parameter.entries if _starts_on(entry, found) < one.since)
        trial = Entry(
            since=one.since, value=one.value, same_as=None, source="simulation", confidence="L", confirm="simulation"
        )
        found[one.name] = replace(parameter, entries=(*kept, trial))
    return found


def written(value: Value | None) -> str:
    """A value as `change` reads it."""
    if value is None:
        return NONE
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def may_be_nothing(parameter: Parameter) -> bool:
    """Whether the law may fix nothing for this parameter."""
    return type(None) in get_args(get_type_hints(GROUPS[parameter.group])[parameter.name])


def _named(name: str) -> Parameter:
    bare = name.rpartition(".")[2]
    parameter = parameters().get(bare)
    if parameter is not None and name in (bare, f"{parameter.group}.{bare}"):
        return parameter
    every = {f"{each.group}.{each.name}": each.name for each in parameters().values()}
    near = get_close_matches(name, every, n=3, cutoff=0.6) or [
        full for full, own in every.items() if own in get_close_matches(bare, every.values(), n=3, cutoff=0.6)
    ]
    near = near or _speaking_of(bare)[:5]
    hint = f"; the nearest are {', '.join(near)}" if near else ""
    raise WrongChange("name", f"{name}: there is no such parameter{hint} (acquis law show lists them all)")


def _speaking_of(name: str) -> list[str]:
    """The parameters whose name or label has a word of this name, those that have the most first."""
    asked = [word for word in re.split(r"\W|_", name.lower()) if len(word) > 2]
    found = []
    for each in parameters().values():
        full = f"{each.group}.{each.name}"
        hits = sum(word in f"{full} {each.label}".lower() for word in asked)
        if hits:
            found.append((-hits, full))
    return [full for _hits, full in sorted(found)]


def _starts_on(entry: Entry, known: Mapping[str, Parameter]) -> date:
    if isinstance(entry.since, date):
        return entry.since
    day = known[entry.since].entries[-1].value
    assert isinstance(day, date)  # checked when the files are read
    return day


def _value(parameter: Parameter, text: str, called: str) -> Value | None:
    if text == NONE:
        if not may_be_nothing(parameter):
            raise WrongChange("value", f"{called}: must be a value in {parameter.unit}, it cannot be nothing")
        return None
    if len(text) > LONGEST:
        raise WrongChange("value", f"{called}: must be {LONGEST} characters at most")
    try:
        value = parse_value(parameter.name, text)
        checked(thawed(value), parameter.unit, parameter.choices, called)
    except LawFileError as error:
        raise WrongChange("value", f"{called}: {str(error).partition(': ')[2]}") from error
    if UNITS[parameter.unit] == "int":
        assert isinstance(value, int)
        if value > MOST:
            raise WrongChange("value", f"{called}: must be {MOST} at most, not {value}")
        if parameter.unit == "pour cent" and value > 100:
            raise WrongChange("value", f"{called}: must be 100 pour cent at most, not {value}")
        if parameter.name in DIVISORS and value == 0:
            raise WrongChange("value", f"{called}: must be above 0")
    return value
