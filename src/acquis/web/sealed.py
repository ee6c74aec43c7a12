"""Small secrets kept in a session: sealed under a key drawn from the site's secret, so that the table shows nothing."""

from __future__ import annotations

import base64
import os
import zlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE_BYTES = 12


def _cipher(use: str) -> AESGCM:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"acquis|{use}".encode())
    return AESGCM(key.derive(settings.SECRET_KEY.encode()))


def seal(text: str, *, use: str) -> str:
    """`text` as something only this site can read again, and only for the same `use`."""
    nonce = os.urandom(NONCE_BYTES)
    sealed = _cipher(use).encrypt(nonce, zlib.compress(text.encode()), use.encode())
    return base64.urlsafe_b64encode(nonce + sealed).decode()


def unseal(sealed: str, *, use: str) -> str:
    """What was sealed; empty when it does not open (another use, another secret, altered)."""
    try:
        raw = base64.urlsafe_b64decode(sealed.encode())
        opened = _cipher(use).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], use.encode())
        return zlib.decompress(opened).decode()
    except (ValueError, InvalidTag, zlib.error):
        return ""
