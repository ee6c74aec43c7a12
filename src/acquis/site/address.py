"""The address of a database, as Django's settings know it."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


def database_settings(url: str) -> dict[str, Any]:
    """`postgresql://user:password@host:port/name?…` in Django's words.

    What follows the question mark goes to the driver: sslmode, target_session_attrs…
    """
    parts = urlsplit(url)
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    if "prepare_threshold" in options:
        # 0 stands behind a pooler that forgets prepared statements between two transactions: nothing is prepared.
        options["prepare_threshold"] = int(options["prepare_threshold"]) or None
    return {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": {"prepare_threshold": 5} | options,
    }
