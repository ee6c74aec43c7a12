"""Sessions kept in the database under a digest of their key: whoever reads the table cannot take one over."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.db import connection

from acquis.kit import clock

_DATA = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


def digest_of(session_key: str) -> str:
    """What is stored for a session key: 160 bits of its SHA-256, as wide as the column."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:40]


class SessionStore(DatabaseSessions):
    """Django's database sessions, with the digest where Django writes the key."""

    def load(self) -> Any:
        # By hand, because every page begins with it: nothing is gained by an object of a row with one value.
        with connection.cursor() as cursor:
            cursor.execute(_DATA, [digest_of(self.session_key or ""), clock.machine_now()])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row[0])

    def exists(self, session_key: str) -> bool:
        return bool(self.model.objects.filter(session_key=digest_of(session_key)).exists())

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row = super().create_model_instance(data)
        row.session_key = digest_of(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            self.model.objects.filter(session_key=digest_of(key)).delete()
