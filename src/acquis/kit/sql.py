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
    """A transaction in which the server itself refuses to write: a GET changes nothing."""
    with transaction.atomic():
        if len(connection.savepoint_ids) == 0:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION READ ONLY")
        yield


@contextmanager
def writing() -> Iterator[None]:
    """One durable transaction: when it returns, the work is on the disk."""
    with transaction.atomic(durable=not connection.in_atomic_block):
        yield
