"""Sessions kept in the database under a digest of their key: whoever reads the table cannot take one over."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions

from acquis.kit import clock


def digest_of(session_key: str) -> str:
    """What is stored for a session key: 160 bits of its SHA-256, as wide as the column."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:40]


class SessionStore(DatabaseSessions):
    """Django's database sessions, with the digest where Django writes the key."""

    def _get_session_from_db(self) -> Any:
        row = self.model.objects.filter(
            session_key=digest_of(self.session_key or ""), expire_date__gt=clock.machine_now()
        ).first()
        if row is None:
            self._session_key = None
        return row

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
