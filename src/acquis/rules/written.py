"""JSON facts, taken exactly as they are written, and refused by the name of the field when they are wrong.

Decimal numbers are never read as binary fractions, true and false are not numbers, and a day must exist.
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeAlias

MOST_DIGITS = 1000
"""Longer numbers are refused: they are no fact about anybody, and reading them would take for ever."""

Reader: TypeAlias = Callable[[Any, str], Any]


class Malformed(ValueError):
    """One field is wrong: `field` is its name inside the element, the message says what it must be."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class MalformedInput(ValueError):
    """The whole input is refused; the message is the line for whoever sent it."""


class _Object(dict[str, Any]):
    """An object as written, remembering a name written twice."""

    repeated: str | None = None


class _NotANumber:
    """NaN, an infinity, or a number too long to be one: no field takes it."""

    def __init__(self, text: str) -> None:
        self.text = text


def parse(text: bytes) -> Any:
    """The JSON document. Raises MalformedInput when it is not one."""
    try:
        return json.loads(
            text.decode("utf-8-sig"),
            parse_int=_integer,
            parse_float=_decimal,
            parse_constant=_NotANumber,
            object_pairs_hook=_object,
        )
    except UnicodeDecodeError as error:
        raise MalformedInput("stdin: must be UTF-8") from error
    except json.JSONDecodeError as error:
        message = f"stdin: is not JSON: {error.msg} at line {error.lineno}, column {error.colno}"
        raise MalformedInput(message) from error
    except RecursionError as error:
        raise MalformedInput("stdin: is nested too deeply") from error


def read_object(value: Any, readers: Mapping[str, Reader], prefix: str = "") -> dict[str, Any]:
    """The fields of an object, each through its reader. Raises Malformed: missing ones first, then unknown ones."""
    for name in readers:
        if name not in value:
            raise Malformed(prefix + name, "is missing")
    for name in value:
        if name not in readers:
            raise Malformed(prefix + name, "is not known here")
    if value.repeated is not None:
        raise Malformed(prefix + value.repeated, "is written twice")
    return {name: reader(value[name], prefix + name) for name, reader in readers.items()}


def is_object(value: Any) -> bool:
    """Whether the value is a JSON object."""
    return isinstance(value, _Object)


def integer(value: Any, field: str) -> int:
    """An integer, 0 or more, written as one."""
    if type(value) is not int:
        raise Malformed(field, f"must be an integer, not {kind_of(value)}")
    if value < 0:
        raise Malformed(field, "must be 0 or more")
    return value


def number(value: Any, field: str) -> Fraction:
    """A number, 0 or more, exactly as written."""
    if type(value) is not int and not isinstance(value, Decimal):
        raise Malformed(field, f"must be a number, not {kind_of(value)}")
    if value < 0:
        raise Malformed(field, "must be 0 or more")
    return Fraction(value)


def number_above_0(value: Any, field: str) -> Fraction:
    """A number above 0, exactly as written."""
    read = number(value, field)
    if read == 0:
        raise Malformed(field, "must be above 0")
    return read


def flag(value: Any, field: str) -> bool:
    """true or false."""
    if type(value) is not bool:
        raise Malformed(field, f"must be true or false, not {kind_of(value)}")
    return value


def text(value: Any, field: str) -> str:
    """A text, which may be empty."""
    if not isinstance(value, str):
        raise Malformed(field, f"must be a text, not {kind_of(value)}")
    return value


def name(value: Any, field: str) -> str:
    """A text, not empty."""
    if not text(value, field):
        raise Malformed(field, "must not be empty")
    return str(value)


def day(value: Any, field: str) -> date:
    """A day that exists, written YYYY-MM-DD."""
    if not isinstance(value, str):
        raise Malformed(field, f"must be a day YYYY-MM-DD, not {kind_of(value)}")
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise Malformed(field, "must be a day YYYY-MM-DD")
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise Malformed(field, "must be a day that exists") from error


def or_null(reader: Reader) -> Reader:
    """What the reader takes, or null."""
    return lambda value, field: None if value is None else reader(value, field)


def one_of(words: type[StrEnum]) -> Reader:
    """One word of an enumeration."""

    def read(value: Any, field: str) -> StrEnum:
        if text(value, field) not in set(words):
            raise Malformed(field, f"must be one of {', '.join(words)}")
        return words(value)

    return read


def list_of(reader: Reader) -> Reader:
    """A list, each item through the reader, named by its place from 0."""

    def read(value: Any, field: str) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise Malformed(field, f"must be a list, not {kind_of(value)}")
        return tuple(reader(item, f"{field}[{place}]") for place, item in enumerate(value))

    return read


def objects(readers: Mapping[str, Reader], *, unique: str) -> Reader:
    """A list of objects of the same fields, one of which is never repeated."""

    def read(value: Any, field: str) -> tuple[dict[str, Any], ...]:
        seen: set[Any] = set()

        def item(one: Any, place: str) -> dict[str, Any]:
            if not is_object(one):
                raise Malformed(place, f"must be an object, not {kind_of(one)}")
            fields = read_object(one, readers, prefix=f"{place}.")
            if fields[unique] in seen:
                raise Malformed(f"{place}.{unique}", "is repeated")
            seen.add(fields[unique])
            return fields

        items: tuple[dict[str, Any], ...] = list_of(item)(value, field)
        return items

    return read


def kind_of(value: Any) -> str:
    """What a value is, in a word for a message."""
    if isinstance(value, _NotANumber):
        return value.text
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, Decimal):
        return "a decimal number"
    for kind, words in ((int, "a number"), (str, "text"), (list, "a list")):
        if isinstance(value, kind):
            return words
    return "an object"


def _object(pairs: list[tuple[str, Any]]) -> _Object:
    read = _Object(pairs)
    if len(read) != len(pairs):
        names = [name for name, _ in pairs]
        read.repeated = next(name for name in names if names.count(name) > 1)
    return read


def _integer(digits: str) -> int | _NotANumber:
    return int(digits) if len(digits) <= MOST_DIGITS else _NotANumber("one of so many digits")


def _decimal(digits: str) -> Decimal | _NotANumber:
    try:
        read = Decimal(digits)
    except InvalidOperation:
        return _NotANumber("one of so many digits")
    exponent = read.as_tuple().exponent
    is_readable = isinstance(exponent, int) and abs(exponent) <= MOST_DIGITS and len(digits) <= MOST_DIGITS
    return read if is_readable else _NotANumber("one of so many digits")
