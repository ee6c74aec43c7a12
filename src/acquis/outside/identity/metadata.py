"""What a provider says of itself: its addresses and its signing keys, kept in memory and asked again sparingly."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import Key, RSAKey, import_key

from acquis.kit import clock
from acquis.kit.refusal import Refused

from .fetch import TooLarge, Unreachable, fetch
from .settings import Settings, is_secure
from .strict import json_object
from .types import Refusal

#: Addresses and keys are asked again after this long; kept for as long as the provider does not answer.
KEPT_FOR = timedelta(hours=1)
#: A token signed by a key we do not know makes us ask again, at most this often.
ASKED_AGAIN = timedelta(minutes=1)
SMALLEST_RSA = 2048


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """The addresses of a provider; `says_issuer` is True when its answers must carry `iss` (RFC 9207)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    userinfo_endpoint: str
    jwks_uri: str
    end_session_endpoint: str
    says_issuer: bool


@dataclass(slots=True)
class _Kept:
    """What is known of one provider, and when it was asked."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    metadata: Metadata | None = None
    metadata_at: datetime | None = None
    keys: dict[tuple[str, str], Key] = field(default_factory=dict)
    keys_at: datetime | None = None
    again_at: datetime | None = None


_kept: dict[tuple[str, str], _Kept] = {}
_kept_lock = threading.Lock()


def _of(settings: Settings) -> _Kept:
    with _kept_lock:
        return _kept.setdefault((settings.provider, settings.issuer), _Kept())


def forget() -> None:
    """Forget what providers said; for tests, and when settings change."""
    with _kept_lock:
        _kept.clear()


def metadata(settings: Settings) -> Metadata:
    """The addresses of the provider, from the operator's file when there is one, else from its discovery document."""
    kept = _of(settings)
    with kept.lock:
        now = clock.machine_now()
        if kept.metadata and kept.metadata_at and now - kept.metadata_at < KEPT_FOR:
            return kept.metadata
        try:
            kept.metadata, kept.metadata_at = _read(settings), now
        except Refused as refused:
            if kept.metadata is None or refused.reason is not Refusal.METADATA_UNREACHABLE:
                raise
            # What we know still serves; a provider that is down is not asked again at every page.
            kept.metadata_at = now - KEPT_FOR + ASKED_AGAIN
        return kept.metadata


def _read(settings: Settings) -> Metadata:
    try:
        if settings.static_metadata:
            document = json_object(settings.static_metadata.read_bytes())
        else:
            answer = fetch(f"{settings.issuer}/.well-known/openid-configuration", timeout=settings.timeout)
            if answer.status >= 500:
                raise Refused(Refusal.METADATA_UNREACHABLE)
            if answer.status != 200:
                raise Refused(Refusal.METADATA_INVALID)
            document = json_object(answer.body)
    except (Unreachable, OSError) as error:
        raise Refused(Refusal.METADATA_UNREACHABLE) from error
    except (TooLarge, ValueError) as error:
        raise Refused(Refusal.METADATA_INVALID) from error
    if document.get("issuer") != settings.issuer:
        raise Refused(Refusal.METADATA_ISSUER)
    return Metadata(
        issuer=settings.issuer,
        authorization_endpoint=_address(document, "authorization_endpoint"),
        token_endpoint=_address(document, "token_endpoint"),
        userinfo_endpoint=_address(document, "userinfo_endpoint"),
        jwks_uri=_address(document, "jwks_uri"),
        end_session_endpoint=_address(document, "end_session_endpoint") if "end_session_endpoint" in document else "",
        says_issuer=document.get("authorization_response_iss_parameter_supported") is True,
    )


def _address(document: Mapping[str, Any], name: str) -> str:
    value = document.get(name)
    if not isinstance(value, str) or not is_secure(value):
        raise Refused(Refusal.METADATA_ENDPOINT)
    return value


def signing_key(settings: Settings, *, kid: str, alg: str, renewed: bool = False) -> Key:
    """The provider's public key named `kid`, fit for `alg`; only from its own published set.

    `renewed` says that the key we hold under that name does not fit: the provider may have changed it, so its set
    is asked again, as seldom as for a name we do not know.
    """
    jwks_uri = metadata(settings).jwks_uri
    kept = _of(settings)
    with kept.lock:
        now = clock.machine_now()
        held = (kid, alg) in kept.keys
        stale = not kept.keys or kept.keys_at is None or now - kept.keys_at >= KEPT_FOR
        again = (renewed or not held) and (kept.again_at is None or now - kept.again_at >= ASKED_AGAIN)
        if stale or again:
            if not stale:
                kept.again_at = now
            try:
                kept.keys, kept.keys_at = _read_keys(jwks_uri, settings.timeout), now
            except Refused:
                # The keys we already hold remain good while the provider does not answer.
                if not held:
                    raise
                if stale:
                    kept.keys_at = now - KEPT_FOR + ASKED_AGAIN
        key = kept.keys.get((kid, alg))
    if key is None:
        raise Refused(Refusal.JWS_KID_UNKNOWN)
    return key


def _read_keys(address: str, timeout: float) -> dict[tuple[str, str], Key]:
    try:
        answer = fetch(address, timeout=timeout)
        if answer.status != 200:
            raise Refused(Refusal.KEYS_UNREACHABLE)
        listed = json_object(answer.body).get("keys")
    except Unreachable as error:
        raise Refused(Refusal.KEYS_UNREACHABLE) from error
    except (TooLarge, ValueError) as error:
        raise Refused(Refusal.KEYS_INVALID) from error
    if not isinstance(listed, list):
        raise Refused(Refusal.KEYS_INVALID)
    keys: dict[tuple[str, str], Key] = {}
    twice: set[tuple[str, str]] = set()
    for item in listed:
        found = _public_key(item)
        if found is None:
            continue
        name, key = found
        if name in keys:
            twice.add(name)
        keys[name] = key
    # Two keys under one name: neither can be trusted to be the one that is meant.
    return {name: key for name, key in keys.items() if name not in twice}


def _public_key(item: Any) -> tuple[tuple[str, str], Key] | None:
    """A signing key of the set under its (kid, alg); None for a key of another use or kind."""
    if not isinstance(item, dict) or not isinstance(item.get("kid"), str) or item.get("use", "sig") != "sig":
        return None
    try:
        key: Key
        if item.get("kty") == "EC" and item.get("crv") == "P-256":
            alg, key = "ES256", import_key({k: item[k] for k in ("kty", "crv", "x", "y")}, "EC")
        elif item.get("kty") == "RSA":
            alg, key = "RS256", import_key({k: item[k] for k in ("kty", "n", "e")}, "RSA")
        else:
            return None
        if item.get("alg", alg) != alg:
            return None
        if isinstance(key, RSAKey) and key.public_key.key_size < SMALLEST_RSA:
            return None
    except (JoseError, KeyError, ValueError, TypeError):
        return None
    return (item["kid"], alg), key
