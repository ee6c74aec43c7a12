"""Open what a provider sends: a JWS signed by its published key, inside a JWE encrypted for ours.

Every name of an algorithm is read from a closed list before any key is chosen, and keys come only from the
provider's own set or from our own files, never from the token.
"""

from __future__ import annotations

import re
from typing import Any

from joserfc import jwe, jws
from joserfc.jwk import Key

from acquis.kit.refusal import Refused

from . import keys
from .metadata import signing_key
from .settings import Settings
from .strict import base64url, json_object
from .types import Refusal

_JWE = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
_JWS = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*")
_EMBEDDED_KEY = frozenset({"jwk", "jku", "x5u", "x5c"})
#: Where a signed answer names itself something else (an access token, a logout token), it is something else.
_TYPES = frozenset({"jwt", "application/jwt"})


def opened(token: str, *, settings: Settings, part: str) -> tuple[dict[str, Any], str]:
    """The claims of `token` and the signed token inside; `part` says which answer it is, for the log.

    Signature and encryption are verified here; what the claims say is judged by `claims`.
    """
    signed = _decrypted(token, settings, part) if settings.encrypted else token
    return _verified(signed, settings, part), signed


def _decrypted(token: str, settings: Settings, part: str) -> str:
    if token.count(".") == 2:
        raise Refused(Refusal.NOT_ENCRYPTED, part=part)
    if not _JWE.fullmatch(token):
        raise Refused(Refusal.JWE_MALFORMED, part=part)
    try:
        header = json_object(base64url(token.partition(".")[0].encode()))
    except ValueError as error:
        raise Refused(Refusal.JWE_MALFORMED, part=part) from error
    if header.get("alg") not in keys.ENCRYPTIONS:
        raise Refused(Refusal.JWE_ALG, part=part)
    if header.get("enc") != "A256GCM":
        raise Refused(Refusal.JWE_ENC, part=part)
    if "zip" in header or "crit" in header or not _EMBEDDED_KEY.isdisjoint(header):
        raise Refused(Refusal.JWE_HEADER, part=part)
    if any(str(header.get(name, "JWT")).lower() not in _TYPES for name in ("typ", "cty")):
        raise Refused(Refusal.JWE_HEADER, part=part)
    kid = header.get("kid")
    key = keys.own_key(kid) if isinstance(kid, str) else None
    if key is None:
        raise Refused(Refusal.JWE_KID, part=part)
    if key.alg != header["alg"]:
        raise Refused(Refusal.JWE_ALG, part=part)
    if "iss" in header and header["iss"] != settings.issuer:
        raise Refused(Refusal.JWE_REPLICATED_CLAIM, part=part)
    if "aud" in header and header["aud"] not in (settings.client_id, [settings.client_id]):
        raise Refused(Refusal.JWE_REPLICATED_CLAIM, part=part)
    # A header we do not know is left alone (RFC 7516 §4): oidc-provider copies claims there (RFC 7519 §5.3).
    registry = jwe.JWERegistry(algorithms=[str(key.alg), "A256GCM"], strict_check_header=False)
    try:
        plaintext = jwe.decrypt_compact(token, key, registry=registry).plaintext
        inner = (plaintext or b"").decode("ascii")
    except UnicodeDecodeError as error:
        raise Refused(Refusal.NOT_SIGNED, part=part) from error
    # Whatever a library or its cryptography dislikes in bytes that came from outside is a refusal, never a crash.
    except Exception as error:
        raise Refused(Refusal.JWE_DECRYPTION, part=part) from error
    if inner.count(".") != 2:
        raise Refused(Refusal.NOT_SIGNED, part=part)
    return inner


def _verified(signed: str, settings: Settings, part: str) -> dict[str, Any]:
    if not _JWS.fullmatch(signed):
        raise Refused(Refusal.JWS_MALFORMED, part=part)
    try:
        header = json_object(base64url(signed.partition(".")[0].encode()))
    except ValueError as error:
        raise Refused(Refusal.JWS_MALFORMED, part=part) from error
    alg, kid = header.get("alg"), header.get("kid")
    if alg not in settings.signing_algorithms:
        raise Refused(Refusal.JWS_ALG, part=part)
    if not _EMBEDDED_KEY.isdisjoint(header):
        raise Refused(Refusal.JWS_EMBEDDED_KEY, part=part)
    if "crit" in header or "b64" in header:
        raise Refused(Refusal.JWS_HEADER, part=part)
    if str(header.get("typ", "JWT")).lower() not in _TYPES:
        raise Refused(Refusal.JWS_TYP, part=part)
    if not isinstance(kid, str) or not kid:
        raise Refused(Refusal.JWS_KID_MISSING, part=part)
    payload = _payload(signed, signing_key(settings, kid=kid, alg=str(alg)), str(alg))
    if payload is None:
        payload = _payload(signed, signing_key(settings, kid=kid, alg=str(alg), renewed=True), str(alg))
    if payload is None:
        raise Refused(Refusal.JWS_SIGNATURE, part=part)
    try:
        return json_object(payload)
    except ValueError as error:
        raise Refused(Refusal.PAYLOAD_NOT_JSON, part=part) from error


def _payload(signed: str, key: Key, alg: str) -> bytes | None:
    """What is signed; None when `key` did not sign it."""
    registry = jws.JWSRegistry(algorithms=[alg], strict_check_header=False)
    try:
        return jws.deserialize_compact(signed, key, registry=registry).payload
    except Exception:
        return None
