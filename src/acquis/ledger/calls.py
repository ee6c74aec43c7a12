"""Calls of the ledger's functions in the database, and their refusals turned into ours.

Columns travel as array literals written here: with hundreds of rows, the driver's own way of writing
arrays, value by value, took as long as the database took to post them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import psycopg
from django.db import DatabaseError, connection

from acquis.kit.refusal import Refused

from .types import Refusal

#: The SQLSTATE with which the functions of the database refuse; see migration 0002.
REFUSED = "LG001"


def call(statement: bytes, values: Sequence[Any]) -> None:
    """Execute one statement; what the database refuses is raised as `Refused`, naming account and reference."""
    connection.validate_no_broken_transaction()
    connection.ensure_connection()
    try:
        # The driver's own cursor: values go beside the statement, not pasted into its text as Django does.
        with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
            cursor.execute(statement, values, prepare=False)
    except DatabaseError as error:
        refused = refusal_of(error)
        if refused is None:
            raise
        raise refused from error


def uuids(column: Iterable[UUID]) -> str:
    """A column of UUIDs as an array literal."""
    return "{" + ",".join([f"{value.int:032x}" for value in column]) + "}"


def uuids_or_null(column: Iterable[UUID | None]) -> str:
    """A column of UUIDs, some of them absent, as an array literal."""
    return "{" + ",".join(["NULL" if value is None else f"{value.int:032x}" for value in column]) + "}"


def plain(column: Iterable[object]) -> str:
    """A column of numbers, days or codes, whose text needs no quoting, as an array literal."""
    return "{" + ",".join(map(str, column)) + "}"


def texts(column: Iterable[str]) -> str:
    """A column of any texts as an array literal."""
    return "{" + ",".join(['"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"' for value in column]) + "}"


def refusal_of(error: DatabaseError) -> Refused | None:
    """The refusal that a database error stands for, if it is one."""
    cause: Any = error.__cause__
    if getattr(cause, "sqlstate", None) == REFUSED:
        return Refused(Refusal(cause.diag.message_primary), **json.loads(cause.diag.message_detail))
    if getattr(getattr(cause, "diag", None), "constraint_name", None) == "followed_once_at_most":
        return Refused(Refusal.ALREADY_REVERSED)
    return None
