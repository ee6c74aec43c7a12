"""Closings are taken one at a time: two months would otherwise count the same movements at once."""

from __future__ import annotations

from django.db import connection

_CLOSINGS = 0x41_43_51_42


def one_at_a_time() -> None:
    """Wait for whoever prepares or decides a closing; kept until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CLOSINGS])
