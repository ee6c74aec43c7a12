"""What a client signs to prove who it is (RFC 7523): judged by its registered keys, for this door, for minutes, once.

The algorithm is that of the registered key and never one that the assertion names. Whatever is wrong is one refusal,
without a word about what: the log says it for whoever helps the partner.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NoReturn
from uuid import UUID

from joserfc import jws
from joserfc.jwk import import_key

from acquis.kit.refusal import Refused
from acquis.outside.identity.strict import base64url, json_object

from .keys import ALIASES
from .types import ASSERTION_FOR, LEEWAY, Refusal

LONGEST = 8_000
_JWS = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
_TYPES = frozenset({"jwt", "client-authentication+jwt"})
_EMBEDDED = frozenset({"jwk", "jku", "x5u", "x5c", "crit", "b64"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """What a true assertion says: its own number, and until when it could be shown again."""

    jti: str
    until: datetime


def refuse(why: str) -> NoReturn:
    """One refusal for everything; `why` is for the log."""
    raise Refused(Refusal.ASSERTION_REFUSED, why=why)


def client_of(assertion: str) -> UUID:
    """Which client an assertion says it is of; nothing is believed yet."""
    if len(assertion) > LONGEST or not _JWS.fullmatch(assertion):
        refuse("not a signed token")
    try:
        told = json_object(base64url(assertion.split(".")[1].encode()))
        return UUID(str(told.get("iss")))
    except ValueError:
        refuse("no client in iss")


def judged(
    assertion: str, *, client_id: UUID, keys: Collection[dict[str, Any]], audiences: Collection[str], at: datetime
) -> Claimed:
    """What the assertion claims, once its signature, its audience and its moments are good; refused otherwise."""
    try:
        header = json_object(base64url(assertion.partition(".")[0].encode()))
    except ValueError:
        refuse("header")
    if not _EMBEDDED.isdisjoint(header) or str(header.get("typ", "JWT")).lower() not in _TYPES:
        refuse("header")
    named, algorithm = header.get("kid"), str(header.get("alg", ""))
    wanted = ALIASES.get(algorithm, algorithm)
    chosen = [each for each in keys if named in (None, each["kid"]) and wanted == each["alg"]]
    if not chosen:
        refuse("no registered key of that name and algorithm")
    claims = next((found for each in chosen if (found := _claims(assertion, each, algorithm)) is not None), None)
    if claims is None:
        refuse("signature")
    return _checked(claims, client_id, audiences, at)


def _claims(assertion: str, members: dict[str, Any], algorithm: str) -> dict[str, Any] | None:
    registry = jws.JWSRegistry(algorithms=[algorithm], strict_check_header=False)
    public = {name: value for name, value in members.items() if name != "alg"}
    try:
        return json_object(jws.deserialize_compact(assertion, import_key(public), registry=registry).payload)
    # A library that dislikes what came from outside says no, in whatever way.
    except Exception:
        return None


def _checked(claims: dict[str, Any], client_id: UUID, audiences: Collection[str], at: datetime) -> Claimed:
    if claims.get("iss") != str(client_id) or claims.get("sub") != str(client_id):
        refuse("iss and sub are not the client")
    audience = claims.get("aud")
    # One audience alone: an assertion made for several doors could be shown at ours by another.
    if (audience[0] if isinstance(audience, list) and len(audience) == 1 else audience) not in audiences:
        refuse("aud")
    jti = claims.get("jti")
    if not isinstance(jti, str) or not 1 <= len(jti) <= 200:
        refuse("jti")
    until = _moment(claims, "exp")
    if until is None or until + LEEWAY <= at:
        refuse("exp is missing or past")
    if until > at + ASSERTION_FOR + LEEWAY:
        refuse("exp is too far")
    for name in ("nbf", "iat"):
        if (told := _moment(claims, name)) is not None and told > at + LEEWAY:
            refuse(f"{name} is to come")
    return Claimed(jti=jti, until=until + LEEWAY)


def _moment(claims: dict[str, Any], name: str) -> datetime | None:
    told = claims.get(name)
    if told is None:
        return None
    if isinstance(told, bool) or not isinstance(told, int | float):
        refuse(name)
    try:
        return datetime.fromtimestamp(told, UTC)
    except (ValueError, OverflowError, OSError):
        refuse(name)
