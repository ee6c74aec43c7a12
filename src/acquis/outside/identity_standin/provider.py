"""What the stand-in is as a provider: its addresses, its keys, what it accepts, and the tokens it makes."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import threading
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import httpx
from django.conf import settings
from joserfc import jwe, jws
from joserfc.jwk import ECKey, Key, RSAKey, import_key
from joserfc.registry import HeaderParameter

from acquis.kit import clock
from acquis.outside.identity.settings import Settings
from acquis.outside.identity.settings import settings as relying_party
from acquis.outside.identity.types import Provider

from .personas import Holder, Persona, organisation

CODE_LIFE = timedelta(seconds=30)
TOKEN_LIFE = timedelta(seconds=60)

#: FranceConnect+ accepts these parameters and refuses a request that carries any other one.
FRANCECONNECT_PARAMETERS = frozenset(
    [
        "client_id",
        "acr_values",
        "claims",
        "response_type",
        "nonce",
        "state",
        "redirect_uri",
        "scope",
        "prompt",
        "idp_hint",
        "ui_locales",
    ]
)
PROCONNECT_PARAMETERS = FRANCECONNECT_PARAMETERS | {
    "code_challenge",
    "code_challenge_method",
    "login_hint",
    "siret_hint",
}
SCOPES = {
    "franceconnect": [
        "openid",
        "given_name",
        "family_name",
        "preferred_username",
        "birthdate",
        "gender",
        "birthplace",
        "birthcountry",
        "email",
        "profile",
        "birth",
        "identite_pivot",
    ],
    "proconnect": [
        "openid",
        "uid",
        "given_name",
        "usual_name",
        "email",
        "siret",
        "phone",
        "siren",
        "organizational_unit",
    ],
}


class Refusal(Exception):
    """What the stand-in refuses, in the words of OAuth."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(error)
        self.error, self.description = error, description


def own_issuer(kind: str) -> str:
    return f"{settings.ACQUIS.site_url}/demo/identity/{kind}/api/v2"


def client(kind: str) -> Settings:
    """The one client: the relying party as it is configured."""
    return relying_party(Provider(kind))


def discovery(kind: str) -> dict[str, Any]:
    issuer = own_issuer(kind)
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/authorize",
        "token_endpoint": f"{issuer}/token",
        "userinfo_endpoint": f"{issuer}/userinfo",
        "jwks_uri": f"{issuer}/jwks",
        "end_session_endpoint": f"{issuer}/session/end",
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": ["pairwise" if kind == "franceconnect" else "public"],
        "token_endpoint_auth_methods_supported": ["client_secret_post"],
        "scopes_supported": SCOPES[kind],
        "id_token_signing_alg_values_supported": [signing_key(kind).alg],
        "userinfo_signing_alg_values_supported": [signing_key(kind).alg],
        "authorization_response_iss_parameter_supported": True,
        **(
            {"code_challenge_methods_supported": ["S256"]}
            if kind == "proconnect"
            else {
                "id_token_encryption_alg_values_supported": ["RSA-OAEP-256", "RSA-OAEP", "ECDH-ES"],
                "id_token_encryption_enc_values_supported": ["A256GCM"],
                "userinfo_encryption_alg_values_supported": ["RSA-OAEP-256", "RSA-OAEP", "ECDH-ES"],
                "userinfo_encryption_enc_values_supported": ["A256GCM"],
                "acr_values_supported": ["eidas2", "eidas3"],
            }
        ),
    }


def check_request(kind: str, asked: dict[str, str]) -> None:
    """Refuse what the real provider refuses."""
    accepted = FRANCECONNECT_PARAMETERS if kind == "franceconnect" else PROCONNECT_PARAMETERS
    unknown = sorted(set(asked) - accepted)
    if unknown:
        raise Refusal("invalid_request", f"paramètre refusé : {', '.join(unknown)}")
    known = client(kind)
    if asked.get("client_id") != known.client_id:
        raise Refusal("invalid_client", "client inconnu")
    if asked.get("redirect_uri") != known.redirect_uri:
        raise Refusal("invalid_request", "adresse de retour inconnue")
    if asked.get("response_type") != "code":
        raise Refusal("unsupported_response_type", "seul le code est délivré")
    scopes = asked.get("scope", "").split()
    if "openid" not in scopes or not set(scopes) <= set(SCOPES[kind]):
        raise Refusal("invalid_scope", "périmètre refusé")
    if not asked.get("state") or len(asked.get("nonce", "")) < 22:
        raise Refusal("invalid_request", "state ou nonce trop court")
    if kind == "franceconnect" and not asked.get("acr_values"):
        raise Refusal("invalid_request", "acr_values manque")
    if not set(asked.get("prompt", "").split()) <= {"login", "consent"}:
        raise Refusal("invalid_request", "prompt refusé")
    if "code_challenge" in asked and asked.get("code_challenge_method") != "S256":
        raise Refusal("invalid_request", "seule la méthode S256 est acceptée")


def sub_of(kind: str, persona: Persona) -> str:
    """The same opaque name for the same persona, always, of the provider's own shape."""
    digest = hmac.new(settings.SECRET_KEY.encode(), f"{kind}|{persona.key}".encode(), hashlib.sha256).hexdigest()
    return f"{digest}v1" if kind == "franceconnect" else digest[:32]


def claims_of(kind: str, persona: Persona) -> dict[str, Any]:
    """What the provider says of a persona at userinfo."""
    if isinstance(persona, Holder):
        return {
            "sub": sub_of(kind, persona),
            "given_name": persona.first_names,
            "family_name": persona.birth_name,
            "preferred_username": persona.usage_name,
            "gender": persona.sex,
            "birthdate": persona.born_on.isoformat(),
            "birthplace": persona.birth_place,
            "birthcountry": persona.birth_country,
            "email": persona.email,
        }
    return {
        "sub": sub_of(kind, persona),
        "given_name": persona.first_name,
        "usual_name": persona.last_name,
        "email": persona.email,
        "siret": organisation(persona.organisation).siret,
    }


# ---------------------------------------------------------------- keys and tokens


def signing_key(kind: str) -> Key:
    """The stand-in's private key: ES256 for FranceConnect+, RS256 for ProConnect; made at the first use."""
    return _signing_key(Path(settings.ACQUIS.home) / "keys" / f"standin-{kind}.jwk", kind)


_making = threading.Lock()


@lru_cache(maxsize=8)
def _signing_key(path: Path, kind: str) -> Key:
    with _making:
        if not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            made: Key
            if kind == "franceconnect":
                made = ECKey.generate_key("P-256", parameters={"alg": "ES256", "use": "sig"})
            else:
                made = RSAKey.generate_key(2048, parameters={"alg": "RS256", "use": "sig"})
            members = {**made.as_dict(private=True), "kid": made.thumbprint()}
            new = path.with_suffix(f".{os.getpid()}.new")
            with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o400), "w") as file:
                json.dump(members, file)
            new.replace(path)
    members = json.loads(path.read_text())
    return import_key(members, members["kty"])


def jwks(kind: str) -> dict[str, Any]:
    return {"keys": [signing_key(kind).as_dict(private=False)]}


def id_token(kind: str, *, sub: str, nonce: str, acr: str, access_token: str, at: datetime) -> str:
    half = hashlib.sha256(access_token.encode()).digest()[:16]
    return _told(
        kind,
        {
            "iss": own_issuer(kind),
            "aud": client(kind).client_id,
            "sub": sub,
            "iat": int(at.timestamp()),
            "exp": int((at + TOKEN_LIFE).timestamp()),
            "auth_time": int(at.timestamp()),
            "nonce": nonce,
            "acr": acr,
            "at_hash": base64.urlsafe_b64encode(half).rstrip(b"=").decode(),
        },
    )


def userinfo(kind: str, persona: Persona) -> str:
    return _told(kind, {"iss": own_issuer(kind), "aud": client(kind).client_id, **claims_of(kind, persona)})


def _told(kind: str, claims: dict[str, Any]) -> str:
    """Claims as the provider sends them: signed, and for FranceConnect+ encrypted for the client."""
    key = signing_key(kind)
    header = {"alg": str(key.alg), "kid": str(key.kid), "typ": "JWT"}
    signed = jws.serialize_compact(header, json.dumps(claims).encode(), key, algorithms=[str(key.alg)])
    return _encrypted(signed, kind) if kind == "franceconnect" else signed


def _encrypted(signed: str, kind: str) -> str:
    recipient = client_keys()["keys"][0]
    header = {
        "alg": recipient["alg"],
        "enc": "A256GCM",
        "kid": recipient["kid"],
        "cty": "JWT",
        "iss": own_issuer(kind),
        "aud": client(kind).client_id,
    }
    registry = jwe.JWERegistry(
        header_registry={name: HeaderParameter("Replicated claim", "str") for name in ("iss", "aud")},
        algorithms=[recipient["alg"], "A256GCM"],
    )
    return jwe.encrypt_compact(header, signed, import_key(recipient, recipient["kty"]), registry=registry)


def client_keys() -> dict[str, Any]:
    """The client's public keys, fetched over HTTP from where it publishes them, as the real provider does."""
    address = f"{settings.ACQUIS.site_url}/.well-known/jwks.json"
    answer = httpx.get(address, timeout=settings.ACQUIS.identity_timeout, trust_env=False)
    answer.raise_for_status()
    return dict(answer.json())


def signed_by_us(kind: str, token: str) -> bool:
    """True when `token` is an id_token of ours, however old: what /session/end asks for."""
    try:
        jws.deserialize_compact(token, signing_key(kind), algorithms=[str(signing_key(kind).alg)])
    except Exception:
        return False
    return True


def is_over(given_at: datetime, life: timedelta) -> bool:
    return clock.machine_now() - given_at > life
