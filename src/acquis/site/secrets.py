"""Secrets that are files: read from `home/secrets`, made there for the demonstration only."""

from __future__ import annotations

import os
import secrets as randomness
from pathlib import Path

#: Settings that may be given as a file of the same name instead of a variable of the environment.
NAMES = (
    "secret_key",
    "payments_secret",
    "payments_webhook_secret",
    "payee_check_secret",
    "franceconnect_client_secret",
    "proconnect_client_secret",
)
#: Those the demonstration makes for itself.
MADE = ("secret_key", "payments_secret", "payments_webhook_secret")


def read(home: Path, name: str) -> str:
    """The secret in `home/secrets/<name>`; empty when there is none."""
    try:
        return (home / "secrets" / name).read_text().strip()
    except OSError:
        return ""


def make(home: Path) -> None:
    """Make what the demonstration needs and does not have yet, readable by its owner alone."""
    folder = home / "secrets"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in MADE:
        if not read(home, name):
            (folder / name).unlink(missing_ok=True)
            with open(os.open(folder / name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o400), "w") as file:
                file.write(randomness.token_urlsafe(48) + "\n")
