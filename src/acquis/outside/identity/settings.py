"""How each identity provider is spoken to: the operator's settings, and what its protocol demands."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings as django_settings

from acquis.kit.refusal import Refused

from .types import Provider, Refusal

#: Levels of assurance of FranceConnect+, lowest first; a level not written here is refused.
EIDAS_ORDER = ("eidas1", "eidas2", "eidas3")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One provider. `acr` are the accepted levels, `encrypted` says whether tokens come nested in a JWE."""

    provider: Provider
    issuer: str
    client_id: str
    client_secret: str
    redirect_uri: str
    after_logout_uri: str
    scope: str
    acr: tuple[str, ...]
    signing_algorithms: tuple[str, ...]
    encrypted: bool
    pkce: bool
    static_metadata: Path | None
    timeout: float


def demo_secret(provider: Provider) -> str:
    """The client secret shared with the demonstration's own provider; worth nothing elsewhere."""
    return hmac.new(django_settings.SECRET_KEY.encode(), f"demo|{provider}".encode(), hashlib.sha256).hexdigest()


def settings(provider: Provider) -> Settings:
    """The settings of `provider`; refused when it is not configured or would be spoken to in clear."""
    config = django_settings.ACQUIS
    issuer = getattr(config, f"{provider}_issuer")
    client_id = getattr(config, f"{provider}_client_id")
    client_secret = getattr(config, f"{provider}_client_secret")
    if not issuer and config.demo:
        issuer = f"{config.site_url}/demo/identity/{provider}/api/v2"
        client_id, client_secret = client_id or "acquis-demo", client_secret or demo_secret(provider)
    if not (issuer and client_id and client_secret):
        raise Refused(Refusal.NOT_CONFIGURED)
    issuer = issuer.rstrip("/") if not urlsplit(issuer).path.strip("/") else issuer
    if not is_secure(issuer):
        raise Refused(Refusal.ISSUER_NOT_SECURE)
    holders = provider is Provider.FRANCECONNECT
    return Settings(
        provider=provider,
        issuer=issuer,
        client_id=client_id,
        client_secret=client_secret,
        redirect_uri=f"{config.site_url}/signin/{provider}/callback",
        after_logout_uri=f"{config.site_url}/signin/done",
        scope=(
            "openid given_name family_name preferred_username birthdate gender birthplace birthcountry email"
            if holders
            else "openid given_name usual_name email siret"
        ),
        acr=_at_least(config.franceconnect_acr) if holders else tuple(config.proconnect_acr.split()),
        signing_algorithms=("ES256",) if holders else ("ES256", "RS256"),
        encrypted=holders,
        pkce=not holders,
        static_metadata=getattr(config, f"{provider}_metadata"),
        timeout=config.identity_timeout,
    )


def _at_least(level: str) -> tuple[str, ...]:
    """`level` and the higher ones; an unknown setting accepts the highest only."""
    if level not in EIDAS_ORDER:
        return EIDAS_ORDER[-1:]
    return EIDAS_ORDER[EIDAS_ORDER.index(level) :]


def is_secure(url: str) -> bool:
    """True for https, and for http on the machine itself."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    if not host or parts.username or parts.password or parts.fragment:
        return False
    if parts.scheme == "https":
        return True
    return parts.scheme == "http" and _is_loopback(host)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
