"""Judge what a provider says: for us, from it, now, in answer to our question, and well formed."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from stdnum.fr import siret as stdnum_siret

from acquis.kit import clock
from acquis.kit.refusal import Refused

from .settings import EIDAS_ORDER, Settings
from .types import AgentClaims, Asked, HolderClaims, Provider, Refusal, Vouched

#: How far the clocks of two machines may differ.
SKEW = 120
LONGEST_SUB = 255
LONGEST_NAME = 200
LONGEST_EMAIL = 254
OLDEST_BIRTH = date(1890, 1, 1)
FRANCE = "99100"

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_COMMUNE = re.compile(r"(?!00|99)(?:[0-9]{5}|2[AB][0-9]{3})", re.ASCII)
_COUNTRY = re.compile(r"99[0-9]{3}", re.ASCII)
_EMAIL = re.compile(r"(?a)[^@\s<>\"(),:;\\\[\]]{1,64}@[^@\s<>\"(),:;\\\[\]]+\.[^@\s<>\"(),:;\\\[\].]+")


def id_token(claims: Mapping[str, Any], *, settings: Settings, asked: Asked, access_token: str, signed: str) -> Vouched:
    """Every check of the id_token's claims, in the order of OpenID Connect Core §3.1.3.7."""
    if claims.get("iss") != settings.issuer:
        raise Refused(Refusal.ISS)
    if claims.get("aud") not in (settings.client_id, [settings.client_id]):
        raise Refused(Refusal.AUD)
    if "azp" in claims and claims["azp"] != settings.client_id:
        raise Refused(Refusal.AZP)
    sub = claims.get("sub")
    if not isinstance(sub, str) or not 0 < len(sub) <= LONGEST_SUB or not sub.isascii() or not sub.isprintable():
        raise Refused(Refusal.SUB)
    now = clock.machine_now().timestamp()
    issued_at = _times(claims, now)
    nonce = claims.get("nonce")
    if not isinstance(nonce, str) or not nonce.isascii() or not hmac.compare_digest(nonce, asked.nonce):
        raise Refused(Refusal.NONCE)
    if "at_hash" in claims and claims["at_hash"] != _half_hash(access_token):
        raise Refused(Refusal.AT_HASH)
    acr = _acr(claims.get("acr"), settings)
    if asked.fresh:
        _fresh(claims, issued_at, asked)
    return Vouched(
        issuer=settings.issuer, sub=sub, acr=acr, issued_at=datetime.fromtimestamp(issued_at, UTC), id_token=signed
    )


def _number(value: Any) -> float | None:
    """A NumericDate; None when it is not one (True is no number here)."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1e11:
        return None
    return float(value)


def _times(claims: Mapping[str, Any], now: float) -> float:
    expires, issued = _number(claims.get("exp")), _number(claims.get("iat"))
    if expires is None:
        raise Refused(Refusal.EXP_MISSING)
    if expires <= now - SKEW:
        raise Refused(Refusal.EXPIRED)
    if issued is None:
        raise Refused(Refusal.IAT_MISSING)
    if abs(issued - now) > SKEW or issued > expires:
        raise Refused(Refusal.IAT)
    if "nbf" in claims:
        begins = _number(claims["nbf"])
        if begins is None or begins > now + SKEW:
            raise Refused(Refusal.NBF)
    return issued


def _half_hash(access_token: str) -> str:
    digest = hashlib.sha256(access_token.encode("ascii", "replace")).digest()[:16]
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _acr(acr: Any, settings: Settings) -> str:
    if acr is None:
        raise Refused(Refusal.ACR_MISSING)
    if isinstance(acr, str) and acr in settings.acr:
        return acr
    known = EIDAS_ORDER if settings.provider is Provider.FRANCECONNECT else ("eidas0", "eidas1")
    raise Refused(Refusal.ACR_TOO_LOW if acr in known else Refusal.ACR_UNKNOWN)


def _fresh(claims: Mapping[str, Any], issued_at: float, asked: Asked) -> None:
    """The person was recognised after we asked: for a purchase, an older session does not do."""
    earliest = (asked.asked_at - timedelta(seconds=SKEW)).timestamp()
    recognised = _number(claims["auth_time"]) if "auth_time" in claims else issued_at
    if issued_at < earliest or recognised is None or recognised < earliest:
        raise Refused(Refusal.NOT_FRESH)


def userinfo(claims: Mapping[str, Any], *, settings: Settings, vouched: Vouched) -> None:
    """The second answer is about the same person, from the same provider, for us, and not an old one."""
    if claims.get("sub") != vouched.sub:
        raise Refused(Refusal.USERINFO_SUB)
    if claims.get("iss") != settings.issuer:
        raise Refused(Refusal.USERINFO_ISS)
    if claims.get("aud") not in (settings.client_id, [settings.client_id]):
        raise Refused(Refusal.USERINFO_AUD)
    now = clock.machine_now().timestamp()
    if "exp" in claims:
        expires = _number(claims["exp"])
        if expires is None or expires <= now - SKEW:
            raise Refused(Refusal.EXPIRED)
    if "iat" in claims:
        issued = _number(claims["iat"])
        if issued is None or abs(issued - now) > SKEW:
            raise Refused(Refusal.IAT)


def holder(claims: Mapping[str, Any]) -> HolderClaims:
    """A civil identity, each part in its format."""
    country = claims.get("birthcountry")
    if not isinstance(country, str) or not _COUNTRY.fullmatch(country):
        raise Refused(Refusal.BIRTHCOUNTRY)
    gender = claims.get("gender")
    if gender not in ("male", "female", "unspecified"):
        raise Refused(Refusal.GENDER)
    return HolderClaims(
        given_name=_name(claims, "given_name"),
        family_name=_name(claims, "family_name"),
        preferred_username=_name(claims, "preferred_username", needed=False),
        gender=gender,
        birthdate=_birthdate(claims.get("birthdate")),
        birth_place=_birth_place(claims.get("birthplace"), country),
        birth_country=country,
        email=_email(claims, needed=False),
    )


def agent(claims: Mapping[str, Any]) -> AgentClaims:
    """A professional, each part in its format; the SIRET says where they work."""
    siret = claims.get("siret")
    if siret is None or siret == "":
        raise Refused(Refusal.SIRET_MISSING)
    if not isinstance(siret, str) or not re.fullmatch(r"[0-9]{14}", siret) or not stdnum_siret.is_valid(siret):
        raise Refused(Refusal.SIRET_MALFORMED)
    return AgentClaims(
        given_name=_name(claims, "given_name"),
        usual_name=_name(claims, "usual_name"),
        email=_email(claims, needed=True),
        siret=siret,
    )


def _name(claims: Mapping[str, Any], claim: str, *, needed: bool = True) -> str:
    value = claims.get(claim)
    if value is None or value == "":
        if needed:
            raise Refused(Refusal.NAME_MISSING, claim=claim)
        return ""
    if not isinstance(value, str) or len(value) > LONGEST_NAME:
        raise Refused(Refusal.NAME_MALFORMED, claim=claim)
    written = unicodedata.normalize("NFC", value)
    letters = [c for c in written if c not in " -'’."]
    if not letters or not all(_is_latin(c) for c in letters):
        raise Refused(Refusal.NAME_MALFORMED, claim=claim)
    return " ".join(written.split())


def _is_latin(character: str) -> bool:
    """True for the letters civil status writes names with: Latin ones, with their accents."""
    return character.isalpha() and unicodedata.name(character, "").startswith("LATIN ")


def _birthdate(value: Any) -> date:
    if value is None or value == "":
        raise Refused(Refusal.BIRTHDATE_MISSING)
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        raise Refused(Refusal.BIRTHDATE_MALFORMED)
    try:
        born = date.fromisoformat(value)
    except ValueError as error:
        raise Refused(Refusal.BIRTHDATE_IMPOSSIBLE) from error
    if not OLDEST_BIRTH <= born <= clock.day_of(clock.machine_now()):
        raise Refused(Refusal.BIRTHDATE_IMPOSSIBLE)
    return born


def _birth_place(value: Any, country: str) -> str:
    """The INSEE code of a commune of France; abroad it is empty, or a free text that we do not keep."""
    if country == FRANCE:
        if not isinstance(value, str) or not _COMMUNE.fullmatch(value):
            raise Refused(Refusal.BIRTHPLACE)
        return value
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > LONGEST_NAME or not value.isprintable():
        raise Refused(Refusal.BIRTHPLACE)
    return ""


def _email(claims: Mapping[str, Any], *, needed: bool) -> str:
    value = claims.get("email")
    if value is None or value == "":
        if needed:
            raise Refused(Refusal.EMAIL_MISSING)
        return ""
    if not isinstance(value, str) or len(value) > LONGEST_EMAIL:
        raise Refused(Refusal.EMAIL_MALFORMED)
    if not value.isprintable() or not _EMAIL.fullmatch(value):
        raise Refused(Refusal.EMAIL_MALFORMED)
    return value
