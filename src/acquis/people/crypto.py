"""The NIR at rest: sealed with AES-256-GCM, found through a keyed index, with keys that never enter the database.

A stored value begins with the version of its key, so that new values take the newest key while old ones stay
readable until `rotate_keys` has passed. A plain hash is no index: there are few enough NIRs to try them all.
"""

from __future__ import annotations

import hmac
import os
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

KEY_BYTES = 32
NONCE_BYTES = 12
_FILE = re.compile(r"^nir-(?P<use>seal|index)-(?P<version>[1-9]\d{0,2})\.key$")


class KeysMissing(RuntimeError):
    """The keys of the NIR are not where they should be; nothing can be sealed or opened."""


class Unsealable(ValueError):
    """A sealed value that does not open: another row's, another key's, or altered."""


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys by version; the highest version is the one new values take."""

    seal: dict[int, bytes]
    index: dict[int, bytes]

    @property
    def newest_seal(self) -> int:
        return max(self.seal)

    @property
    def newest_index(self) -> int:
        return max(self.index)


@lru_cache(maxsize=8)
def _inside(home: str | Path) -> Path:
    return Path(home) / "keys"


def keys_folder() -> Path:
    """Where the key files stand: outside the database, readable by the product's own user only."""
    return _inside(settings.ACQUIS.home)


def make_keys(folder: Path, *, version: int = 1) -> None:
    """Write a new pair of key files of `version`, mode 0400; never over an existing one."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for use in ("seal", "index"):
        path = folder / f"nir-{use}-{version}.key"
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
        except FileExistsError:
            continue
        with os.fdopen(descriptor, "w") as file:
            file.write(os.urandom(KEY_BYTES).hex())


@lru_cache(maxsize=8)
def _load(folder: Path) -> Keys:
    found: dict[str, dict[int, bytes]] = {"seal": {}, "index": {}}
    for path in sorted(folder.glob("nir-*.key")):
        match = _FILE.match(path.name)
        if match is None:
            continue
        key = bytes.fromhex(path.read_text().strip())
        if len(key) != KEY_BYTES:
            raise KeysMissing(f"{path} does not hold a key of {KEY_BYTES} bytes")
        found[match["use"]][int(match["version"])] = key
    if not found["seal"] or not found["index"]:
        raise KeysMissing(f"no NIR keys in {folder}")
    return Keys(found["seal"], found["index"])


def keys() -> Keys:
    """The keys in force. The demonstration makes its own; elsewhere an operator must have put them there."""
    folder = keys_folder()
    try:
        return _load(folder)
    except KeysMissing:
        if not settings.ACQUIS.demo:
            raise
        make_keys(folder)
        return _load(folder)


def forget_loaded_keys() -> None:
    """Read the key files again at the next use: after a rotation, and between tests."""
    _load.cache_clear()


def _context(table: str, column: str, row: UUID) -> bytes:
    return f"{table}|{column}|{row}".encode()


def seal(plain: str, *, table: str, column: str, row: UUID) -> bytes:
    """Seal `plain` for one cell: version byte, nonce, ciphertext and tag. It opens in that cell only."""
    return seal_bytes(plain.encode(), table=table, column=column, row=row)


def seal_bytes(plain: bytes, *, table: str, column: str, row: UUID) -> bytes:
    """`seal` for what is no text: a document."""
    known = keys()
    version = known.newest_seal
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(known.seal[version]).encrypt(nonce, plain, _context(table, column, row))
    return bytes([version]) + nonce + sealed


def unseal(stored: bytes | memoryview | None, *, table: str, column: str, row: UUID) -> str:
    """Open what `seal` made for the same cell; raises Unsealable on anything else."""
    try:
        return unseal_bytes(stored, table=table, column=column, row=row).decode()
    except UnicodeDecodeError as error:
        raise Unsealable("the seal does not fit this cell") from error


def unseal_bytes(stored: bytes | memoryview | None, *, table: str, column: str, row: UUID) -> bytes:
    """`unseal` for what is no text."""
    stored = bytes(stored or b"")
    key = keys().seal.get(stored[0]) if stored else None
    if key is None:
        raise Unsealable("sealed under a key that is not here")
    nonce, sealed = stored[1 : 1 + NONCE_BYTES], stored[1 + NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, sealed, _context(table, column, row))
    except (InvalidTag, ValueError) as error:
        raise Unsealable("the seal does not fit this cell") from error


def seal_version(stored: bytes | memoryview) -> int:
    """The version of the key a stored value was sealed under."""
    return bytes(stored)[0]


def blind_index(value: str, *, use: str, version: int | None = None) -> str:
    """The index of `value` under a key version, the newest by default: ``1:9f86d0…``. Uses do not meet."""
    known = keys()
    return _index(known, version or known.newest_index, value, use)


def blind_indexes(value: str, *, use: str) -> list[str]:
    """Every index a value may be stored under while a rotation is under way."""
    known = keys()
    return [_index(known, version, value, use) for version in sorted(known.index)]


def _index(known: Keys, version: int, value: str, use: str) -> str:
    return f"{version}:{hmac.digest(known.index[version], f'{use}|{value}'.encode(), 'sha256').hex()}"


def nir_index(nir: str, *, version: int | None = None) -> str:
    """The index of a normalised NIR."""
    return blind_index(nir, use="nir", version=version)


def nir_indexes(nir: str) -> list[str]:
    """Every index a NIR may be stored under while a rotation is under way."""
    return blind_indexes(nir, use="nir")


def seal_nir(nir: str, *, person_id: UUID) -> bytes:
    return seal(nir, table="people_person", column="nir", row=person_id)


def unseal_nir(stored: bytes | memoryview | None, *, person_id: UUID) -> str:
    return unseal(stored, table="people_person", column="nir", row=person_id)
