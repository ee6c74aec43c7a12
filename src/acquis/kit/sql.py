"""Words of SQL that more than one context needs."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler
from psycopg import IsolationLevel
from psycopg.sql import SQL, Identifier


def fold(text: str) -> str:
    """The key under which a name is sorted and compared: lower case, no accent, single spaces.

    Ours rather than the server's, because the embedded server knows no French collation.
    """
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'"))
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(bare.replace("œ", "oe").replace("æ", "ae").replace("Œ", "OE").replace("Æ", "AE").casefold().split())


@models.UUIDField.register_lookup
class AnyOf(models.Lookup):
    """`id__any_of=ids`: as `in`, for many thousands: they travel as one array and not as a value each."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        column, values = self.process_lhs(compiler, connection)
        return f"{column} = ANY (%s::uuid[])", (*values, uuid_array(self.rhs))


def uuid_array(ids: Iterable[UUID]) -> str:
    """Identifiers as one text that the server reads as an array: the driver composes an array value by value."""
    return "{" + ",".join(map(str, ids)) + "}"


def append(rows: Sequence[models.Model]) -> None:
    """Add new rows of one model by COPY, in the caller's transaction; keys made by the server do not come back.

    Composing an INSERT of some hundreds of rows takes Django longer than the server takes to write them.
    """
    if not rows:
        return
    meta = rows[0]._meta
    written = [each for each in meta.concrete_fields if not isinstance(each, models.AutoField)]
    columns = SQL(", ").join([Identifier(str(each.column)) for each in written])
    into = SQL("COPY {} ({}) FROM STDIN").format(Identifier(meta.db_table), columns)
    as_text = {each.attname for each in written if isinstance(each, models.JSONField)}
    names = [each.attname for each in written]
    connection.ensure_connection()
    with connection.wrap_database_errors, connection.connection.cursor() as cursor, cursor.copy(into) as copy:
        for row in rows:
            told = row.__dict__
            copy.write_row([json.dumps(told[name]) if name in as_text else told[name] for name in names])


@contextmanager
def reading(*, one_moment: bool = False) -> Iterator[None]:
    """A transaction in which the server itself refuses to write: a GET changes nothing.

    The driver begins it as read only with its first statement: nothing is sent for it alone. With `one_moment`, all
    that is read in it is of the same moment, whatever others write meanwhile.
    """
    if connection.in_atomic_block:
        with transaction.atomic():
            yield
        return
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    session = connection.connection
    session.read_only = True
    if one_moment:
        session.isolation_level = IsolationLevel.REPEATABLE_READ
    try:
        with transaction.atomic():
            yield
    finally:
        if not session.closed:
            session.read_only = None
            session.isolation_level = None


@contextmanager
def writing() -> Iterator[None]:
    """One durable transaction: when it returns, the work is on the disk."""
    with transaction.atomic(durable=not connection.in_atomic_block):
        yield
