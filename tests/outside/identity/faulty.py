"""An identity provider over real HTTP on the loopback, which answers rightly unless told how to answer wrongly.

Written for the tests alone, apart from the demonstration's own provider, so that one does not excuse the other.
"""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwe, jws
from joserfc.jwk import ECKey, RSAKey, import_key
from joserfc.registry import HeaderParameter

Claims = dict[str, Any]

PERSON: Claims = {
    "sub": "b6048e95bb134ec5b1d1e1fa69f287172e91722b9354d637a1bcf2ebb0fd2ef5v1",
    "given_name": "Angela Claire Louise",
    "family_name": "DUBOIS",
    "preferred_username": "",
    "gender": "female",
    "birthdate": "1962-08-24",
    "birthplace": "75107",
    "birthcountry": "99100",
    "email": "angela@exemple.fr",
}
AGENT: Claims = {
    "sub": "11122233344",
    "given_name": "Jean",
    "usual_name": "Fontaine",
    "email": "jean@organisme.exemple",
    "siret": "73282932000074",
}


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def unchanged(value: Any) -> Any:
    return value


@dataclass
class Part:
    """How one signed answer is made; each step may be replaced."""

    claims: Callable[[Claims], Claims] = unchanged
    header: Callable[[Claims], Claims] = unchanged
    payload: Callable[[bytes], bytes] = unchanged
    signer: Any = None
    signed: Callable[[str], str] = unchanged
    encrypted: bool = True
    jwe_header: Callable[[Claims], Claims] = unchanged
    recipient: Callable[[Claims], Claims] = unchanged
    final: Callable[[str], str] = unchanged


@dataclass
class Http:
    """How one address answers; `drip` sends a byte at a time, this many seconds apart."""

    status: int = 200
    content_type: str = ""
    body: Callable[[bytes], bytes] = unchanged
    headers: dict[str, str] = field(default_factory=dict)
    sleep: float = 0.0
    drip: float = 0.0
    hang_up: bool = False


class Provider:
    """One provider: `kind` is franceconnect or proconnect; `relying_keys` are the public keys to encrypt for."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.ec = ECKey.generate_key("P-256", parameters={"kid": "signature-1", "use": "sig", "alg": "ES256"})
        self.rsa = RSAKey.generate_key(2048, parameters={"kid": "signature-2", "use": "sig", "alg": "RS256"})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        self.issuer = f"http://127.0.0.1:{self.server.server_port}/api/v2"
        self.client_id, self.client_secret = "relying-party", "a shared secret"
        self.relying_keys: dict[str, Any] = {"keys": []}
        self.calm()
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def calm(self) -> None:
        """Answer rightly again."""
        self.person = dict(PERSON if self.kind == "franceconnect" else AGENT)
        self.acr = "eidas2" if self.kind == "franceconnect" else "eidas1-mfa"
        self.parts = {"id_token": Part(), "userinfo": Part()}
        self.http = {name: Http() for name in ("discovery", "jwks", "token", "userinfo")}
        self.metadata: Callable[[Claims], Claims] = unchanged
        self.listed: Callable[[list[Claims]], list[Claims]] = unchanged
        self.token_answer: Callable[[Claims], Any] = unchanged
        self.codes: dict[str, Claims] = {}
        self.access_tokens: dict[str, Claims] = {}
        self.called: list[str] = []
        self.forms: list[dict[str, str]] = []

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    # ------------------------------------------------------------ what a browser would do

    def authorize(self, address: str) -> dict[str, str]:
        """The person agrees: the parameters of the answer at the redirect address."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        code = f"code-{len(self.codes)}-{time.time_ns()}"
        self.codes[code] = asked
        return {"code": code, "state": asked["state"], "iss": self.issuer}

    # ------------------------------------------------------------ what is answered

    def _discovery(self) -> Claims:
        return self.metadata(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "userinfo_endpoint": f"{self.issuer}/userinfo",
                "jwks_uri": f"{self.issuer}/jwks",
                "end_session_endpoint": f"{self.issuer}/session/end",
                "authorization_response_iss_parameter_supported": True,
            }
        )

    def _jwks(self) -> Claims:
        return {"keys": self.listed([self.ec.as_dict(private=False), self.rsa.as_dict(private=False)])}

    def _token(self, form: dict[str, str]) -> tuple[int, Any]:
        asked = self.codes.pop(form.get("code", ""), None)
        right = form.get("client_id") == self.client_id and form.get("client_secret") == self.client_secret
        if asked is None or not right or form.get("redirect_uri") != asked["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        challenge = b64(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if asked.get("code_challenge", challenge) != challenge:
            return 400, {"error": "invalid_grant"}
        access = f"access-{time.time_ns()}"
        self.access_tokens[access] = asked
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": self.client_id,
            "sub": self.person["sub"],
            "iat": now,
            "exp": now + 60,
            "nonce": asked["nonce"],
            "acr": self.acr,
            "at_hash": b64(hashlib.sha256(access.encode()).digest()[:16]),
        }
        token = self._made("id_token", claims)
        return 200, self.token_answer(
            {"access_token": access, "token_type": "Bearer", "expires_in": 60, "id_token": token}
        )

    def _userinfo(self, authorization: str) -> tuple[int, str]:
        if self.access_tokens.pop(authorization.removeprefix("Bearer "), None) is None:
            return 401, ""
        return 200, self._made("userinfo", {"iss": self.issuer, "aud": self.client_id, **self.person})

    def _made(self, name: str, claims: Claims) -> str:
        part = self.parts[name]
        header = part.header({"alg": "ES256", "kid": "signature-1", "typ": "JWT"})
        payload = part.payload(json.dumps(part.claims(claims)).encode())
        token = part.signed(self.sign(header, payload, part.signer))
        if self.kind == "franceconnect" and part.encrypted:
            token = self.encrypt(token, part)
        return part.final(token)

    def sign(self, header: Claims, payload: bytes, key: Any = None) -> str:
        if header["alg"] == "none":
            return f"{b64(json.dumps(header).encode())}.{b64(payload)}."
        key = key or {"RS256": self.rsa}.get(header["alg"], self.ec)
        registry = jws.JWSRegistry(algorithms=[header["alg"]], strict_check_header=False)
        bare = {k: v for k, v in header.items() if k != "crit"}
        if "crit" in header:
            signing = f"{b64(json.dumps(header).encode())}.{b64(payload)}"
            signature = jws.JWSRegistry.algorithms[header["alg"]].sign(signing.encode(), key)
            return f"{signing}.{b64(signature)}"
        return jws.serialize_compact(bare, payload, key, registry=registry)

    def encrypt(self, token: str, part: Part) -> str:
        recipient = part.recipient(dict(self.relying_keys["keys"][0]))
        header = part.jwe_header(
            {
                "alg": recipient["alg"],
                "enc": "A256GCM",
                "kid": recipient["kid"],
                "cty": "JWT",
                "iss": self.issuer,
                "aud": self.client_id,
            }
        )
        registry = jwe.JWERegistry(
            header_registry={n: HeaderParameter("claim", "str") for n in ("iss", "aud")},
            algorithms=list({header["alg"], header["enc"], "RSA-OAEP-256", "A256GCM", "RSA1_5", "DEF"}),
            strict_check_header=False,
        )
        bare = {k: v for k, v in recipient.items() if k not in ("alg", "key_ops", "use", "kid")}
        return jwe.encrypt_compact(header, token, import_key(bare, bare["kty"]), registry=registry)

    # ------------------------------------------------------------ HTTP

    def _handler(provider) -> type[BaseHTTPRequestHandler]:
        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None: ...

            def do_GET(self) -> None:
                path = urlsplit(self.path).path
                if path.endswith("/openid-configuration"):
                    self._say("discovery", 200, json.dumps(provider._discovery()).encode(), "application/json")
                elif path.endswith("/jwks"):
                    self._say("jwks", 200, json.dumps(provider._jwks()).encode(), "application/json")
                elif path.endswith("/userinfo"):
                    status, text = provider._userinfo(self.headers.get("Authorization", ""))
                    self._say("userinfo", status, text.encode(), "application/jwt")
                else:
                    self.send_error(404)

            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                form = {name: values[0] for name, values in parse_qs(raw.decode()).items()}
                provider.forms.append(form)
                status, answer = provider._token(form)
                self._say("token", status, json.dumps(answer).encode(), "application/json")

            def _say(self, name: str, status: int, body: bytes, content_type: str) -> None:
                provider.called.append(name)
                how = provider.http[name]
                body = how.body(body)
                time.sleep(how.sleep)
                if how.hang_up:
                    self.close_connection = True
                    self.connection.close()
                    return
                try:
                    self.send_response(status if how.status == 200 else how.status)
                    self.send_header("Content-Type", how.content_type or content_type)
                    self.send_header("Content-Length", str(len(body)))
                    for key, value in how.headers.items():
                        self.send_header(key, value)
                    self.end_headers()
                    if not how.drip:
                        self.wfile.write(body)
                    for at in range(len(body) if how.drip else 0):
                        self.wfile.write(body[at : at + 1])
                        self.wfile.flush()
                        time.sleep(how.drip)
                except OSError:
                    # The other side stopped listening: that is what it should do.
                    self.close_connection = True

        return Handler
