"""Words of SQL that more than one context needs."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


def fold(text: str) -> str:
    """The key under which a name is sorted and compared: lower case, no accent, single spaces.

    Ours rather than the server's, because the embedded server knows no French collation.
    """
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'"))
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(bare.replace("œ", "oe").replace("æ", "ae").replace("Œ", "OE").replace("Æ", "AE").casefold().split())


@contextmanager
def reading() -> Iterator[None]:
    """A transaction in which the server itself refuses to write: a GET changes nothing.

    The driver begins it as read only with its first statement: nothing is sent for it alone.
    """
    if connection.in_atomic_block:
        with transaction.atomic():
            yield
        return
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    session = connection.connection
    session.read_only = True
    try:
        with transaction.atomic():
            yield
    finally:
        if not session.closed:
            session.read_only = None


@contextmanager
def writing() -> Iterator[None]:
    """One durable transaction: when it returns, the work is on the disk."""
    with transaction.atomic(durable=not connection.in_atomic_block):
        yield
