"""A fact written as JSON and read back: the fields of its dataclass say which type each value had."""

from __future__ import annotations

import dataclasses
import types
from datetime import date, datetime
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from .types import Event

#: Fields that have their own column.
OWN_COLUMN = frozenset({"about", "account_id"})


def write(event: Event) -> dict[str, Any]:
    """The payload of `event`: every field but those that have a column. TypeError on what JSON cannot carry."""
    return {name: _written(where, getattr(event, name)) for name, where in _fields(type(event))}  # type: ignore[arg-type]


@cache
def _fields(kind: type[Event]) -> tuple[tuple[str, str], ...]:
    """The fields that go into the payload, each with what it is called where it cannot be carried."""
    return tuple((f.name, f"{kind.kind}.{f.name}") for f in dataclasses.fields(kind) if f.name not in OWN_COLUMN)


def _written(where: str, value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str):
        # Members of text enumerations are text.
        return str(value) if isinstance(value, str) else value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise TypeError(f"{where}: a moment must say its time zone")
        return value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_written(where, item) for item in value]
    raise TypeError(f"{where}: the journal cannot carry a {type(value).__name__}")


def read(kind: type[Event], *, about: UUID, account_id: UUID | None, payload: dict[str, Any]) -> Event:
    """The fact again. A field added since the fact was recorded takes its default; one removed is left aside."""
    hints = get_type_hints(kind)
    names = {f.name for f in dataclasses.fields(kind)} - OWN_COLUMN
    values = {name: _read(hints[name], value) for name, value in payload.items() if name in names}
    return kind(about=about, account_id=account_id, **values)


def _read(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return _read(next(part for part in get_args(hint) if part is not type(None)), value)
    if origin in (list, tuple):
        return origin(_read(get_args(hint)[0], item) for item in value)
    if hasattr(hint, "__supertype__"):
        return _read(hint.__supertype__, value)
    if hint in (date, datetime):
        return hint.fromisoformat(value)
    return hint(value) if isinstance(hint, type) else value
