"""Statements composed once and asked many times with other values.

To compose a statement, the ORM takes three times as long as to have it answered. Where every purchase asks the same,
the query is written with `given` in place of what changes; it is composed at its first asking, its text is kept, and
the server keeps its plan. The model alone still says what columns there are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import JSONField, QuerySet
from django.db.models.base import ModelState
from django.db.models.expressions import Expression
from django.db.models.query import ModelIterable, get_related_populators
from django.db.models.signals import post_init, pre_init
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError
from psycopg.pq import Format
from psycopg.types.json import Jsonb
from psycopg.types.numeric import Int8Dumper

M = TypeVar("M", bound=models.Model)

#: Statements that one connection keeps ready; the driver's own hundred would be emptied and filled again.
KEPT_READY = 400


class _Wide(Int8Dumper):
    """Whole numbers of one width: the driver would have the server keep a plan for each width met."""

    def dump(self, obj: int) -> bytes:
        return b"%d" % obj


_MOMENT: Any = psycopg.adapters.get_loader(psycopg.adapters.types["timestamptz"].oid, Format.TEXT)
#: The driver's own cursor of each of Django's connections, kept because making one costs as much as asking.
_CURSORS: WeakKeyDictionary[Any, psycopg.Cursor[Any]] = WeakKeyDictionary()


def ask(statement: str, values: Sequence[Any] | Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The rows that a statement answers; values go beside it, and the server keeps its plan."""
    of_thread = connections[DEFAULT_DB_ALIAS]
    if of_thread.execute_wrappers or of_thread.queries_logged:
        # Somebody counts or looks: the long way, which they see.
        with of_thread.cursor() as seen:
            seen.execute(statement, values)
            return seen.fetchall() if seen.description else []
    cursor = _cursor(of_thread)
    try:
        cursor.execute(statement, values, prepare=True)
        # Not `description`: to say what each column is called takes longer than to ask.
        answered = cursor.pgresult
        return cursor.fetchall() if answered is not None and answered.nfields else []
    except psycopg.Error:
        with of_thread.wrap_database_errors:
            raise


def _cursor(of_thread: BaseDatabaseWrapper) -> psycopg.Cursor[Any]:
    if of_thread.needs_rollback:
        of_thread.validate_no_broken_transaction()
    if not of_thread.in_atomic_block:
        of_thread.close_if_health_check_failed()
    if of_thread.connection is None:
        of_thread.ensure_connection()
    cursor = _CURSORS.get(of_thread)
    if cursor is None or cursor.connection is not of_thread.connection:
        cursor = _CURSORS[of_thread] = psycopg.Cursor(of_thread.connection)
        cursor.adapters.register_dumper(int, _Wide)
        # The driver's own reader of moments; Django's takes each apart by a regular expression.
        cursor.adapters.register_loader("timestamptz", _MOMENT)
        of_thread.connection.prepared_max = KEPT_READY
    return cursor


class Given(Expression):
    """In a prepared query, the place of a value told at each asking."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Any:
        return "%s", [self]


def given(name: str) -> Any:
    """The place of a value told at each asking, where the type of the comparison takes anything."""
    return Given(name)


class _Composed:
    """A query, composed at its first asking; every `given` of it is a keyword of each asking."""

    def __init__(self, compose: Callable[[], QuerySet[Any, Any]]) -> None:
        self._compose = compose
        self._text = ""

    def _ask(self, values: dict[str, Any]) -> list[Any]:
        text = self._text or self._composed()
        # Which Django sees to when it composes.
        if self._locks and not connections[DEFAULT_DB_ALIAS].in_atomic_block:
            raise TransactionManagementError("rows are locked within a transaction only")
        rows = ask(text, [values[each.name] if type(each) is Given else each for each in self._values])
        return [self._read(row) for row in rows] if self._readers else rows

    def _composed(self) -> str:
        rows = self._compose()
        compiler = rows.query.get_compiler(using=rows.db)
        text, self._values = compiler.as_sql()
        self._locks = rows.query.select_for_update
        selected = [each[0] for each in compiler.select]
        self._readers = list(compiler.get_converters(selected).items())
        self._note(rows, compiler)
        # Last, because another thread asks as soon as it is there.
        self._text = text
        return self._text

    def _note(self, rows: QuerySet[Any, Any], compiler: SQLCompiler) -> None:
        """Keep of what was composed what the rows are made from."""

    def _read(self, row: Sequence[Any]) -> list[Any]:
        read, of_thread = list(row), connections[DEFAULT_DB_ALIAS]
        for place, (readers, expression) in self._readers:
            for reader in readers:
                read[place] = reader(read[place], expression, of_thread)
        return read


class Prepared(_Composed, Generic[M]):
    """A prepared query that answers rows of its model, with what it joins and annotates."""

    def __init__(self, compose: Callable[[], QuerySet[M, M]]) -> None:
        super().__init__(compose)

    def all(self, **values: Any) -> list[M]:
        """The rows found, with what the query selects beside them."""
        return [self._made(row) for row in self._ask(values)]

    def first(self, **values: Any) -> M | None:
        """The first row found, None when there is none."""
        return next(iter(self.all(**values)), None)

    def _note(self, rows: QuerySet[Any, Any], compiler: SQLCompiler) -> None:
        if rows._iterable_class is not ModelIterable or getattr(rows, "_prefetch_related_lookups", False):
            raise TypeError("a prepared query answers rows of its model, and what it joins")
        selected, told = compiler.select, compiler.klass_info
        start, end = told["select_fields"][0], told["select_fields"][-1] + 1
        self._model: type[M] = told["model"]
        self._names = [each[0].target.attname for each in selected[start:end]]
        self._own = slice(start, end)
        # Nobody hears of a row that is read, and its model reads it as all do: what is read is what it is.
        own: Any = self._model
        usual: Any = models.Model
        heard = any(signal.has_listeners(self._model) for signal in (pre_init, post_init))
        self._is_plain = own.from_db.__func__ is usual.from_db.__func__ and own.__init__ is usual.__init__ and not heard
        self._beside = get_related_populators(told, selected, rows.db)  # type: ignore[call-arg]
        self._noted = list(compiler.annotation_col_map.items())

    def _made(self, row: Sequence[Any]) -> M:
        if self._is_plain:
            made = self._model.__new__(self._model)
            made._state = ModelState()
            made._state.adding, made._state.db = False, DEFAULT_DB_ALIAS
            made.__dict__.update(zip(self._names, row[self._own], strict=True))
        else:
            made = self._model.from_db(DEFAULT_DB_ALIAS, self._names, row[self._own])
        for populator in self._beside:
            populator.populate(row, made)
        for name, place in self._noted:
            setattr(made, name, row[place])
        return made


class PreparedValues(_Composed):
    """A prepared query of `values_list`: tuples of what it selects, in its order."""

    def all(self, **values: Any) -> list[tuple[Any, ...]]:
        return self._ask(values)

    def value(self, **values: Any) -> Any:
        """The first column of the first row, None when there is none."""
        found = self._ask(values)
        return found[0][0] if found else None

    def any(self, **values: Any) -> bool:
        """Whether there is a row."""
        return bool(self._ask(values))


def insert(*rows: models.Model) -> None:
    """Write new rows of one model as they stand, by a statement composed once; keys that the server makes come back.

    For models whose rows say all of themselves: no signal, no default of the server, no parent.
    """
    if not rows:
        return
    text, columns, key = _insertion(type(rows[0]), len(rows))
    answers = ask(text, [value for row in rows for value in _written(row, columns)])
    for row, (made,) in zip(rows, answers, strict=True):
        if key:
            row.pk = made
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def update(row: models.Model, names: Sequence[str], *, within: str = "", beside: models.Model | None = None) -> None:
    """Write these columns of a row that exists; `within` names a column by which the row is found beside its key.

    `beside` is a new row, of another model, that the same statement writes: its key does not come back.
    Raises the model's `DoesNotExist` when the row is gone.
    """
    if not names:
        if beside is not None:
            insert(beside)
        return
    text, columns = _change(type(row), tuple(names), within)
    values = _written(row, columns)
    if beside is not None:
        more, of_beside, _key = _insertion(type(beside), 1)
        text = f"WITH beside AS ({more}) {text}"
        values = _written(beside, of_beside) + values
        beside._state.adding, beside._state.db = False, DEFAULT_DB_ALIAS
    if not ask(text, values):
        raise type(row).DoesNotExist  # type: ignore[attr-defined]


_Columns = list[tuple[str, Callable[[Any], Any] | None]]


@cache
def _insertion(model: type[models.Model], many: int) -> tuple[str, _Columns, bool]:
    fields = [each for each in model._meta.concrete_fields if not isinstance(each, models.AutoField)]
    columns = ", ".join(f'"{each.column}"' for each in fields)
    places = ", ".join([f"({', '.join(['%s'] * len(fields))})"] * many)
    into, key = model._meta.db_table, model._meta.pk.column
    text = f'INSERT INTO "{into}" ({columns}) VALUES {places} RETURNING "{key}"'  # noqa: S608 — names of our columns
    return text, [_column(each) for each in fields], isinstance(model._meta.pk, models.AutoField)


@cache
def _change(model: type[models.Model], names: tuple[str, ...], within: str) -> tuple[str, _Columns]:
    by_name = {each.attname: each for each in model._meta.concrete_fields}
    changed = [by_name[name] for name in names]
    found_by = [model._meta.pk, *([by_name[within]] if within else [])]
    to, this = ", ".join(map(_told, changed)), " AND ".join(map(_told, found_by))
    text = f'UPDATE "{model._meta.db_table}" SET {to} WHERE {this} RETURNING 1'  # noqa: S608 — names of our columns
    return text, [_column(each) for each in (*changed, *found_by)]


def _told(field: Any) -> str:
    return f'"{field.column}" = %s'


def _column(field: Any) -> tuple[str, Callable[[Any], Any] | None]:
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False) or field.has_db_default():
        raise TypeError(f"{field}: this column is not written as the row says it")
    return field.attname, _as_json if isinstance(field, JSONField) else None


def _as_json(value: Any) -> Any:
    return None if value is None else Jsonb(value)


def _written(row: models.Model, columns: _Columns) -> list[Any]:
    told = row.__dict__
    return [told[name] if write is None else write(told[name]) for name, write in columns]
