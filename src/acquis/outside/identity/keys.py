"""Our own keys: identity providers encrypt for the public half, published at /.well-known/jwks.json.

They live in files beside the database's machine, never in it. During a rotation two are published: the current
one first, and the previous one, so that what was encrypted a moment before still opens.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings as django_settings
from joserfc.jwk import ECKey, Key, RSAKey, import_key

CURRENT, PREVIOUS = "identity-current", "identity-previous"
ENCRYPTIONS = ("RSA-OAEP-256", "RSA-OAEP", "ECDH-ES")
RSA_BITS = 3072


def _folder() -> Path:
    return Path(django_settings.ACQUIS.home) / "keys"


def own_keys() -> list[Key]:
    """Our private keys, the current one first; made at the first use, and again when the setting changes.

    Each key knows its `alg` and its `kid` (the thumbprint of its public half).
    """
    wanted = django_settings.ACQUIS.identity_encryption
    if wanted not in ENCRYPTIONS:
        raise ValueError(f"ACQUIS_IDENTITY_ENCRYPTION must be one of {', '.join(ENCRYPTIONS)}")
    folder = _folder()
    current = _read(folder, CURRENT, wanted)
    if current is None or current.alg != wanted:
        with _alone(folder):
            current = _read(folder, CURRENT, wanted)
            if current is None or current.alg != wanted:
                _rotate(folder, wanted)
        current = _read(folder, CURRENT, wanted)
        assert current is not None
    previous = _read(folder, PREVIOUS, wanted)
    return [current] if previous is None else [current, previous]


def own_key(kid: str) -> Key | None:
    """Our private key of that name."""
    return next((key for key in own_keys() if key.kid == kid), None)


def public_jwks() -> dict[str, Any]:
    """What is published: public members only, with use, alg and kid."""
    return {"keys": [key.as_dict(private=False) for key in own_keys()]}


def rotate() -> None:
    """Make a new current key; the one in force until now becomes the previous one, and its predecessor goes."""
    folder = _folder()
    with _alone(folder):
        _rotate(folder, django_settings.ACQUIS.identity_encryption)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One process at a time makes keys."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(folder / "identity.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _rotate(folder: Path, wanted: str) -> None:
    key: Key
    if wanted == "ECDH-ES":
        key = ECKey.generate_key("P-256", private=True)
    else:
        key = RSAKey.generate_key(RSA_BITS, private=True)
    text = json.dumps(_named(key, wanted).as_dict(private=True))
    new = folder / f"{CURRENT}.{os.getpid()}.new"
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o400), "w") as file:
        file.write(text)
    for ending in (".jwk", ".pem"):
        if (folder / f"{CURRENT}{ending}").exists():
            for old in (".jwk", ".pem"):
                (folder / f"{PREVIOUS}{old}").unlink(missing_ok=True)
            (folder / f"{CURRENT}{ending}").replace(folder / f"{PREVIOUS}{ending}")
    new.replace(folder / f"{CURRENT}.jwk")


def _named(key: Key, alg: str) -> Key:
    """The key with its use, its algorithm, and its thumbprint as name."""
    members = {k: v for k, v in key.as_dict(private=True).items() if k not in ("kid", "use", "alg", "key_ops")}
    kid = import_key(members).thumbprint()
    return import_key({**members, "kid": kid, "use": "enc", "alg": alg})


def _read(folder: Path, name: str, wanted: str) -> Key | None:
    """A key file: JWK, which says its algorithm, or PEM, which takes the one of the settings that fits it."""
    for ending in (".jwk", ".pem"):
        path = folder / f"{name}{ending}"
        try:
            changed = path.stat().st_mtime_ns
        except FileNotFoundError:
            continue
        return _parsed(path, changed, wanted)
    return None


@lru_cache(maxsize=16)
def _parsed(path: Path, changed: int, wanted: str) -> Key:
    text = path.read_text()
    if path.suffix == ".jwk":
        members = json.loads(text)
        return _named(import_key(members), members["alg"])
    key: Key
    if "EC PRIVATE" in text or wanted == "ECDH-ES":
        key, alg = ECKey.import_key(text), "ECDH-ES"
    else:
        key, alg = RSAKey.import_key(text), wanted if wanted != "ECDH-ES" else ENCRYPTIONS[0]
    return _named(key, alg)
