"""What is done to the plan of one session waits its turn: two who plan at once would not see each other's half-days."""

from __future__ import annotations

from uuid import UUID

from django.db import connection


def one_session_at_a_time(session_id: UUID) -> None:
    """Hold the plan of a session until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('attendance.plan'), %s)", [_half(session_id)])


def _half(session_id: UUID) -> int:
    # A lock's second key is a signed integer of 32 bits; sessions that share one only wait for each other.
    return (session_id.int & 0xFFFF_FFFF) - 0x8000_0000
