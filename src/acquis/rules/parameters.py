"""The dated parameters of the law, read from `law/*.toml` and checked as they are read.

One file is one subject. A parameter says what it is called, in what unit, by which article; each of its values says
from which day, from which source and how sure that is. A bad file is refused with the parameter and the field at
fault, for a value that cannot be trusted must not pay anybody.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, TypeAlias

Value: TypeAlias = int | bool | str | date | tuple[Any, ...]

# Unit, as people read it, and the Python type of the values.
UNITS: dict[str, str] = {
    "centimes": "int",
    "heures": "int",
    "jours": "int",
    "jours ouvrés": "int",
    "mois": "int",
    "trimestres": "int",
    "ans": "int",
    "année": "int",
    "nombre": "int",
    "points": "int",
    "personnes": "int",
    "pour cent": "int",
    "oui ou non": "bool",
    "date": "date",
    "jour de l’année": "str",
    "texte": "str",
    "choix": "str",
    "liste": "tuple[str, ...]",
    "rangs": "tuple[tuple[str, ...], ...]",
    "seuils en pour cent": "tuple[int, ...]",
}
CONFIDENCES = ("H", "M", "L")


class LawFileError(ValueError):
    """A file of parameters is wrong; the message names the file, the parameter and the field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One value of a parameter from one day on.

    `since` and `same_as` may name another parameter, when the day or the amount is itself in question. `value` is
    None where nothing is fixed.
    """

    since: date | str
    value: Value | None
    same_as: str | None
    source: str
    confidence: str
    confirm: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One number, day, choice or list that the law fixes."""

    name: str
    group: str
    label: str
    unit: str
    article: str
    choices: tuple[str, ...]
    entries: tuple[Entry, ...]


@cache
def parameters() -> Mapping[str, Parameter]:
    """Every parameter by its name; names are unique over all the files. Raises LawFileError."""
    found: dict[str, Parameter] = {}
    folder = files("acquis.rules").joinpath("law")
    for file in sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name):
        for parameter in read(file.read_text(encoding="utf-8"), group=file.name.removesuffix(".toml")):
            if parameter.name in found:
                raise LawFileError(f"{file.name}: {parameter.name}: is already in {found[parameter.name].group}.toml")
            found[parameter.name] = parameter
    _check_names_used(found)
    return found


def read(text: str, *, group: str) -> list[Parameter]:
    """The parameters of one file. Raises LawFileError naming the parameter and the field."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LawFileError(f"{group}.toml: {error}") from error
    return [_parameter(name, table, group) for name, table in tables.items()]


def _parameter(name: str, table: Any, group: str) -> Parameter:
    where = f"{group}.toml: {name}"
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or not isinstance(table, dict):
        raise LawFileError(f"{where}: must be a table named in small letters")
    _refuse_unknown(table, {"label", "unit", "article", "choices", "values"}, where)
    texts = {field: _text(table, field, where) for field in ("label", "unit", "article")}
    if texts["unit"] not in UNITS:
        raise LawFileError(f"{where}: unit: {texts['unit']!r} is not one of {', '.join(UNITS)}")
    choices = tuple(table.get("choices", ()))
    if (texts["unit"] == "choix") != bool(choices) or not all(isinstance(choice, str) for choice in choices):
        raise LawFileError(f"{where}: choices: a list of texts goes with the unit 'choix', and only with it")
    values = table.get("values")
    if not isinstance(values, list) or not values:
        raise LawFileError(f"{where}: values: must be a list of at least one value")
    entries = tuple(_entry(entry, texts["unit"], choices, f"{where}: values[{i}]") for i, entry in enumerate(values))
    days = [entry.since for entry in entries if isinstance(entry.since, date)]
    if any(later <= earlier for earlier, later in pairwise(days)):
        raise LawFileError(f"{where}: from: the days must increase")
    return Parameter(name=name, group=group, choices=choices, entries=entries, **texts)


def _entry(entry: Any, unit: str, choices: tuple[str, ...], where: str) -> Entry:
    if not isinstance(entry, dict):
        raise LawFileError(f"{where}: must be a table")
    _refuse_unknown(entry, {"from", "value", "none", "same_as", "source", "confidence", "confirm"}, where)
    since = entry.get("from")
    if not (type(since) is date or isinstance(since, str)):
        raise LawFileError(f"{where}: from: must be a day, or the name of a parameter that is one")
    if sum(key in entry for key in ("value", "none", "same_as")) != 1:
        raise LawFileError(f"{where}: value: give exactly one of value, none and same_as")
    value = checked(entry["value"], unit, choices, f"{where}: value") if "value" in entry else None
    confidence = _text(entry, "confidence", where)
    if confidence not in CONFIDENCES:
        raise LawFileError(f"{where}: confidence: must be one of {', '.join(CONFIDENCES)}")
    if confidence != "H" and "confirm" not in entry:
        raise LawFileError(f"{where}: confirm: must say where a value that is not sure is to be confirmed")
    return Entry(
        since=since,
        value=value,
        same_as=entry.get("same_as"),
        source=_text(entry, "source", where),
        confidence=confidence,
        confirm=_text(entry, "confirm", where) if "confirm" in entry else None,
    )


def checked(value: Any, unit: str, choices: tuple[str, ...], where: str) -> Value:
    """The value, frozen, if it is of the kind of its unit. Raises LawFileError."""
    kind = UNITS[unit]
    right = {
        "int": type(value) is int and value >= 0,
        "bool": type(value) is bool,
        "date": type(value) is date,
        "str": isinstance(value, str) and bool(value) and (not choices or value in choices),
        "tuple[str, ...]": _all(value, str),
        "tuple[tuple[str, ...], ...]": _all(value, list) and all(_all(rank, str) for rank in value),
        "tuple[int, ...]": _all(value, int),
    }[kind]
    if not right:
        wanted = f"one of {', '.join(choices)}" if choices else f"a value in {unit} ({kind})"
        raise LawFileError(f"{where}: must be {wanted}, not {value!r}")
    return _frozen(value)


def parse_value(name: str, text: str) -> Value:
    """A value written on a command line or in a file of cases, read as the unit of the parameter asks.

    Raises LawFileError when there is no such parameter or the text is not such a value.
    """
    parameter = parameters().get(name)
    if parameter is None:
        raise LawFileError(f"{name}: there is no such parameter")
    kind = UNITS[parameter.unit]
    value: Any = text
    if kind == "int" and re.fullmatch(r"[0-9]+", text):
        value = int(text)
    elif kind == "bool" and text in ("true", "false"):
        value = text == "true"
    elif kind == "date" and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        value = date.fromisoformat(text)
    return checked(value, parameter.unit, parameter.choices, name)


def thawed(value: Value) -> object:
    """A frozen value as `checked` takes it."""
    return [thawed(item) for item in value] if isinstance(value, tuple) else value


def _all(value: Any, kind: type) -> bool:
    return isinstance(value, list) and bool(value) and all(type(item) is kind for item in value)


def _frozen(value: Any) -> Any:
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value


def _text(table: Mapping[str, Any], field: str, where: str) -> str:
    value = table.get(field)
    if not isinstance(value, str) or not value.strip():
        raise LawFileError(f"{where}: {field}: must be a text, not empty")
    return value


def _refuse_unknown(table: Mapping[str, Any], known: set[str], where: str) -> None:
    for field in table:
        if field not in known:
            raise LawFileError(f"{where}: {field}: is not a known field")


def _check_names_used(found: Mapping[str, Parameter]) -> None:
    for parameter in found.values():
        for entry in parameter.entries:
            day, amount = entry.since, entry.same_as
            if isinstance(day, str) and (day not in found or found[day].unit != "date"):
                raise LawFileError(f"{parameter.group}.toml: {parameter.name}: from: {day!r} is not a day")
            if amount is not None and (amount not in found or found[amount].unit != parameter.unit):
                raise LawFileError(f"{parameter.group}.toml: {parameter.name}: same_as: {amount!r} has another unit")
