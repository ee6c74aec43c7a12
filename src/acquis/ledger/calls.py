"""Calls of the ledger's functions in the database, and their refusals turned into ours."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.db import DatabaseError, connection

from acquis.kit.refusal import Refused

from .types import Refusal

#: The SQLSTATE with which the functions of the database refuse; see migration 0002.
REFUSED = "LG001"


def call(statement: str, values: Sequence[Any]) -> None:
    """Execute one statement; what the database refuses is raised as `Refused`, naming account and reference."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
    except DatabaseError as error:
        refused = refusal_of(error)
        if refused is None:
            raise
        raise refused from error


def refusal_of(error: DatabaseError) -> Refused | None:
    """The refusal that a database error stands for, if it is one."""
    cause: Any = error.__cause__
    if getattr(cause, "sqlstate", None) == REFUSED:
        return Refused(Refusal(cause.diag.message_primary), **json.loads(cause.diag.message_detail))
    if getattr(getattr(cause, "diag", None), "constraint_name", None) == "followed_once_at_most":
        return Refused(Refusal.ALREADY_REVERSED)
    return None
