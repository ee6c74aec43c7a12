"""The public keys of a client: read from what was pasted or sent, never fetched from an address that somebody gave.

Kept as JWK with public members only. A set (RFC 7517), one key, or the public half in PEM are read. A private key is
refused and not kept: who sent it must make another.
"""

from __future__ import annotations

from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from joserfc.jwk import ECKey, Key, OKPKey, RSAKey, import_key

from acquis.kit.refusal import Refused
from acquis.outside.identity.strict import json_object

from .types import MOST_KEYS, KeyCard, Refusal

#: No honest set of four keys is longer.
LONGEST = 20_000
LEAST_RSA_BITS = 2048
_PRIVATE = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
#: The algorithm of each kind of key: RSA signs with PSS alone, the others have one each.
ALGORITHMS = {("EC", "P-256"): "ES256", ("EC", "P-384"): "ES384", ("OKP", "Ed25519"): "Ed25519", ("RSA", ""): "PS256"}

#: What an algorithm was called before (RFC 9864), and still is by many libraries.
ALIASES = {"EdDSA": "Ed25519"}


def read(text: str) -> list[dict[str, Any]]:
    """The keys that a text holds, as they are kept; refused with what is wrong."""
    text = text.strip()
    if not text:
        raise Refused(Refusal.KEYS_MISSING)
    if len(text) > LONGEST:
        raise Refused(Refusal.KEYS_UNREADABLE)
    if "PRIVATE KEY" in text:
        raise Refused(Refusal.KEYS_PRIVATE)
    found = [_of_pem(text)] if text.startswith("-----BEGIN") else _of_json(text)
    if not found:
        raise Refused(Refusal.KEYS_MISSING)
    if len(found) > MOST_KEYS:
        raise Refused(Refusal.KEYS_TOO_MANY, most=MOST_KEYS)
    kept = [_kept(members) for members in found]
    if len({each["kid"] for each in kept}) != len(kept):
        raise Refused(Refusal.KEYS_UNREADABLE)
    return kept


def cards(kept: list[dict[str, Any]]) -> tuple[KeyCard, ...]:
    """The keys as they are shown."""
    return tuple(KeyCard(kid=each["kid"], algorithm=each["alg"], fingerprint=fingerprint(each)) for each in kept)


def fingerprint(members: dict[str, Any]) -> str:
    """The thumbprint of a public key (RFC 7638), in fours, so that it can be read aloud."""
    whole = import_key({name: value for name, value in members.items() if name != "kid"}).thumbprint()
    return " ".join(whole[place : place + 4] for place in range(0, len(whole), 4))


def _of_json(text: str) -> list[dict[str, Any]]:
    try:
        told = json_object(text.encode())
    except ValueError as error:
        raise Refused(Refusal.KEYS_UNREADABLE) from error
    found = told.get("keys", [told])
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise Refused(Refusal.KEYS_UNREADABLE)
    return found


def _of_pem(text: str) -> dict[str, Any]:
    try:
        public = load_pem_public_key(text.encode())
    except (ValueError, UnsupportedAlgorithm) as error:
        raise Refused(Refusal.KEYS_UNREADABLE) from error
    key: Key
    if isinstance(public, EllipticCurvePublicKey):
        key = ECKey.import_key(text)
    elif isinstance(public, RSAPublicKey):
        key = RSAKey.import_key(text)
    elif isinstance(public, Ed25519PublicKey):
        key = OKPKey.import_key(text)
    else:
        raise Refused(Refusal.KEYS_KIND)
    return dict(key.as_dict(private=False))


def _kept(members: dict[str, Any]) -> dict[str, Any]:
    if not _PRIVATE.isdisjoint(members):
        raise Refused(Refusal.KEYS_PRIVATE)
    family = str(members.get("kty", ""))
    algorithm = ALGORITHMS.get((family, str(members.get("crv", "")) if family != "RSA" else ""))
    named = ALIASES.get(str(members.get("alg", "")), members.get("alg", algorithm))
    if algorithm is None or members.get("use", "sig") != "sig" or named != algorithm:
        raise Refused(Refusal.KEYS_KIND)
    wanted = {"EC": ("crv", "x", "y"), "OKP": ("crv", "x"), "RSA": ("n", "e")}[family]
    public: dict[str, Any] = {"kty": family, **{name: members.get(name) for name in wanted}}
    try:
        key = import_key(public)
        raw = key.public_key
        thumbprint = key.thumbprint()
    # Whatever a library dislikes in what came from outside is a refusal, never a crash.
    except Exception as error:
        raise Refused(Refusal.KEYS_UNREADABLE) from error
    if isinstance(raw, RSAPublicKey) and raw.key_size < LEAST_RSA_BITS:
        raise Refused(Refusal.KEYS_KIND)
    kid = members.get("kid")
    return {**public, "alg": algorithm, "kid": kid if isinstance(kid, str) and 0 < len(kid) <= 100 else thumbprint}
