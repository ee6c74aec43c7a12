"""Every way an answer can be wrong, each with the one code it is refused under.

A fault is a function of the provider (which it makes answer wrongly) or of the answer at the redirect address.
"""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from joserfc import jws
from joserfc.jwk import ECKey, OctKey, RSAKey

from acquis.outside.identity.types import Refusal

Change = Callable[[Any], None]
Back = Callable[[dict[str, str]], dict[str, str] | str]

STRANGER = ECKey.generate_key("P-256", parameters={"kid": "signature-1"})
OTHER_RSA = RSAKey.generate_key(2048)


@dataclass(frozen=True)
class Fault:
    """`provider` says whose answer; `back` changes the answer that the browser brings."""

    name: str
    refusal: Refusal
    change: Change = lambda provider: None
    back: Back = lambda answer: answer
    provider: str = "franceconnect"


FAULTS: list[Fault] = []


def fault(name: str, refusal: Refusal, change: Change = lambda p: None, **more: Any) -> None:
    FAULTS.append(Fault(name, refusal, change, **more))


# ---------------------------------------------------------------- parts of an answer


def says(part: str, **values: Any) -> Change:
    """The claims of `part`, with these values; None takes one away."""

    def change(provider: Any) -> None:
        def claims(given: dict[str, Any]) -> dict[str, Any]:
            return {k: v for k, v in (given | values).items() if v is not None}

        provider.parts[part].claims = claims

    return change


def later(part: str, **seconds: int) -> Change:
    """Moments of `part`, moved by so many seconds."""

    def change(provider: Any) -> None:
        provider.parts[part].claims = lambda c: (
            c | {name: c.get(name, int(time.time())) + s for name, s in seconds.items()}
        )

    return change


def is_(**values: Any) -> Change:
    """The person's own claims at userinfo."""
    return says("userinfo", **values)


def header(part: str, **values: Any) -> Change:
    def change(provider: Any) -> None:
        provider.parts[part].header = lambda h: {k: v for k, v in (h | values).items() if v is not None}

    return change


def envelope(part: str, **values: Any) -> Change:
    def change(provider: Any) -> None:
        provider.parts[part].jwe_header = lambda h: {k: v for k, v in (h | values).items() if v is not None}

    return change


def final(part: str, make: Callable[[str], str]) -> Change:
    def change(provider: Any) -> None:
        provider.parts[part].final = make

    return change


def signed(part: str, make: Callable[[str], str]) -> Change:
    def change(provider: Any) -> None:
        provider.parts[part].signed = make

    return change


def payload(part: str, make: Callable[[bytes], bytes]) -> Change:
    def change(provider: Any) -> None:
        provider.parts[part].payload = make

    return change


def http(name: str, **values: Any) -> Change:
    def change(provider: Any) -> None:
        for key, value in values.items():
            setattr(provider.http[name], key, value)

    return change


def tokens(**values: Any) -> Change:
    def change(provider: Any) -> None:
        provider.token_answer = lambda a: {k: v for k, v in (a | values).items() if v is not None}

    return change


def metadata(**values: Any) -> Change:
    def change(provider: Any) -> None:
        provider.metadata = lambda m: {k: v for k, v in (m | values).items() if v is not None}

    return change


def with_all(*changes: Change) -> Change:
    def change(provider: Any) -> None:
        for each in changes:
            each(provider)

    return change


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def rehead(token: str, **values: Any) -> str:
    """The same token under another header: the signature or the tag no longer fits."""
    head, _, rest = token.partition(".")
    old = json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))
    return f"{b64(json.dumps(old | values).encode())}.{rest}"


def flip(token: str, segment: int) -> str:
    """One bit changed in the middle of a segment."""
    parts = token.split(".")
    raw = bytearray(base64.urlsafe_b64decode(parts[segment] + "=" * (-len(parts[segment]) % 4)))
    raw[len(raw) // 2] ^= 1
    parts[segment] = b64(bytes(raw))
    return ".".join(parts)


def hs256_with_the_public_key(provider: Any) -> None:
    """The old confusion: our verifier's public key taken as a shared secret."""
    pem = provider.ec.as_pem(private=False)

    def make(token: str) -> str:
        key = OctKey.import_key(base64.urlsafe_b64encode(pem).decode())
        head = {"alg": "HS256", "kid": "signature-1", "typ": "JWT"}
        body = token.split(".")[1]
        raw = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
        return jws.serialize_compact(head, raw, key, algorithms=["HS256"])

    provider.parts["id_token"].signed = make


def embedded_key(provider: Any) -> None:
    part = provider.parts["id_token"]
    part.signer = STRANGER
    part.header = lambda h: h | {"jwk": STRANGER.as_dict(private=False)}


def stranger_signs(part: str) -> Change:
    def change(provider: Any) -> None:
        provider.parts[part].signer = STRANGER

    return change


def encrypts_for_another(provider: Any) -> None:
    public = OTHER_RSA.as_dict(private=False)
    provider.parts["id_token"].recipient = lambda r: public | {"alg": r["alg"], "kid": r["kid"]}


def two_keys_of_one_name(provider: Any) -> None:
    other = ECKey.generate_key("P-256").as_dict(private=False)
    provider.listed = lambda keys: [*keys, other | {"kid": "signature-1", "use": "sig", "alg": "ES256"}]


# ---------------------------------------------------------------- before anything is asked

fault("discovery answers 500", Refusal.METADATA_UNREACHABLE, http("discovery", status=500))
fault("discovery hangs up", Refusal.METADATA_UNREACHABLE, http("discovery", hang_up=True))
fault("discovery is too slow", Refusal.METADATA_UNREACHABLE, http("discovery", sleep=6.0))
fault("discovery answers one byte at a time", Refusal.METADATA_UNREACHABLE, http("discovery", drip=0.05))
fault("discovery answers 404", Refusal.METADATA_INVALID, http("discovery", status=404))
fault("discovery is not JSON", Refusal.METADATA_INVALID, http("discovery", body=lambda b: b"<html>"))
fault("discovery is a list", Refusal.METADATA_INVALID, http("discovery", body=lambda b: b"[]"))
fault("discovery is huge", Refusal.METADATA_INVALID, http("discovery", body=lambda b: b + b" " * 400_000))
fault("discovery of another issuer", Refusal.METADATA_ISSUER, metadata(issuer="https://ailleurs.exemple/api/v2"))
fault("discovery without issuer", Refusal.METADATA_ISSUER, metadata(issuer=None))
fault("an endpoint in clear", Refusal.METADATA_ENDPOINT, metadata(token_endpoint="http://ailleurs.exemple/token"))
fault("an endpoint that is no address", Refusal.METADATA_ENDPOINT, metadata(userinfo_endpoint=["https://a.b"]))
fault("no token endpoint", Refusal.METADATA_ENDPOINT, metadata(token_endpoint=None))

# ---------------------------------------------------------------- the answer at the redirect address

fault("no state", Refusal.STATE_MISSING, back=lambda a: {"code": a["code"], "iss": a["iss"]})
fault("an empty state", Refusal.STATE_MISSING, back=lambda a: a | {"state": ""})
fault("another state", Refusal.STATE_UNKNOWN, back=lambda a: a | {"state": "x" * 43})
fault("the state twice", Refusal.RESPONSE_AMBIGUOUS, back=lambda a: f"state={a['state']}&state=x&code={a['code']}")
fault("the code twice", Refusal.RESPONSE_AMBIGUOUS, back=lambda a: f"state={a['state']}&code={a['code']}&code=x")
fault("a code and an error", Refusal.RESPONSE_AMBIGUOUS, back=lambda a: a | {"error": "access_denied"})
fault("another issuer answers", Refusal.RESPONSE_ISSUER, back=lambda a: a | {"iss": "https://ailleurs.exemple"})
fault("no issuer though announced", Refusal.RESPONSE_ISSUER, back=lambda a: {"code": a["code"], "state": a["state"]})
for said, refusal in (
    ("access_denied", Refusal.PERSON_GAVE_UP),
    ("invalid_scope", Refusal.REQUEST_REJECTED),
    ("invalid_request", Refusal.REQUEST_REJECTED),
    ("server_error", Refusal.PROVIDER_UNAVAILABLE),
    ("temporarily_unavailable", Refusal.PROVIDER_UNAVAILABLE),
    ("Y000400", Refusal.PROVIDER_ERROR),
):
    fault(
        f"the provider says {said}",
        refusal,
        back=lambda a, said=said: {
            "error": said,
            "error_description": "<script>alert(1)</script>",
            "state": a["state"],
            "iss": a["iss"],
        },
    )
fault(
    "a hundred parameters",
    Refusal.RESPONSE_AMBIGUOUS,
    back=lambda a: f"state={a['state']}&code={a['code']}" + "&x=1" * 100,
)
fault("no code", Refusal.CODE_MISSING, back=lambda a: {"state": a["state"], "iss": a["iss"]})
fault("a code that ends with a line", Refusal.CODE_MALFORMED, back=lambda a: a | {"code": a["code"] + "\n"})
fault("a code with a line break", Refusal.CODE_MALFORMED, back=lambda a: a | {"code": "a\r\nb"})
fault("an endless code", Refusal.CODE_MALFORMED, back=lambda a: a | {"code": "a" * 3000})

# ---------------------------------------------------------------- the token address

fault("a code that was never given", Refusal.TOKEN_REJECTED, back=lambda a: a | {"code": "invented"})
fault("the token address hangs up", Refusal.TOKEN_UNREACHABLE, http("token", hang_up=True))
fault("the token address is slow", Refusal.TOKEN_TOO_SLOW, http("token", sleep=6.0))
fault("the token address drips", Refusal.TOKEN_TOO_SLOW, http("token", drip=0.05))
fault(
    "the token address redirects",
    Refusal.TOKEN_REDIRECTED,
    http("token", status=307, headers={"Location": "http://127.0.0.1:9/"}),
)
fault("the token address answers 500", Refusal.TOKEN_STATUS, http("token", status=500))
fault("the token address answers 401", Refusal.TOKEN_REJECTED, http("token", status=401))
fault("the token answer is huge", Refusal.TOKEN_TOO_LARGE, http("token", body=lambda b: b + b" " * 400_000))
fault("the token answer is a page", Refusal.TOKEN_NOT_JSON, http("token", content_type="text/html"))
fault("the token answer is not JSON", Refusal.TOKEN_NOT_JSON, http("token", body=lambda b: b"access_token=x"))
fault("the token answer is a list", Refusal.TOKEN_NOT_JSON, http("token", body=lambda b: b"[1]"))
fault(
    "a name twice in the token answer",
    Refusal.TOKEN_NOT_JSON,
    http("token", body=lambda b: b[:-1] + b', "id_token": "x"}'),
)
fault("another type of token", Refusal.TOKEN_TYPE, tokens(token_type="DPoP"))
fault("no type of token", Refusal.TOKEN_TYPE, tokens(token_type=None))
fault("no id_token", Refusal.ID_TOKEN_MISSING, tokens(id_token=None))
fault("an id_token that is no text", Refusal.ID_TOKEN_MISSING, tokens(id_token={"a": 1}))
fault("no access token", Refusal.ACCESS_TOKEN_MISSING, tokens(access_token=None))
fault("an access token that ends with a line", Refusal.ACCESS_TOKEN_MISSING, tokens(access_token="abc\n"))
fault("an id_token that ends with a line", Refusal.JWE_MALFORMED, final("id_token", lambda t: f"{t}\n"))
fault("an access token with a line break", Refusal.ACCESS_TOKEN_MISSING, tokens(access_token="a\r\nX: y"))

# ---------------------------------------------------------------- the userinfo address

fault("userinfo hangs up", Refusal.USERINFO_UNREACHABLE, http("userinfo", hang_up=True))
fault("userinfo is slow", Refusal.USERINFO_TOO_SLOW, http("userinfo", sleep=6.0))
fault(
    "userinfo redirects",
    Refusal.USERINFO_REDIRECTED,
    http("userinfo", status=302, headers={"Location": "http://127.0.0.1:9/"}),
)
fault("userinfo does not know the access token", Refusal.USERINFO_REJECTED, http("userinfo", status=401))
fault("userinfo answers 500", Refusal.USERINFO_STATUS, http("userinfo", status=500))
fault("userinfo is huge", Refusal.USERINFO_TOO_LARGE, http("userinfo", body=lambda b: b + b"A" * 400_000))
fault("userinfo is said to be JSON", Refusal.USERINFO_CONTENT_TYPE, http("userinfo", content_type="application/json"))
fault("userinfo in plain JSON", Refusal.JWE_MALFORMED, final("userinfo", lambda t: '{"sub": "x"}'))

# ---------------------------------------------------------------- envelope and signature, of both tokens

for part in ("id_token", "userinfo"):

    def unencrypted(provider: Any, part: str = part) -> None:
        provider.parts[part].encrypted = False

    fault(f"{part} is not encrypted", Refusal.NOT_ENCRYPTED, unencrypted)
    fault(f"{part} is noise", Refusal.JWE_MALFORMED, final(part, lambda t: "noise"))
    fault(f"{part} has four segments", Refusal.JWE_MALFORMED, final(part, lambda t: t.rpartition(".")[0]))
    fault(f"{part} has a header of noise", Refusal.JWE_MALFORMED, final(part, lambda t: "AAAA." + t.partition(".")[2]))
    fault(f"{part} is encrypted with RSA1_5", Refusal.JWE_ALG, envelope(part, alg="RSA1_5"))
    fault(f"{part} is encrypted directly", Refusal.JWE_ALG, final(part, lambda t: rehead(t, alg="dir")))
    fault(f"{part} is encrypted for a key of another kind", Refusal.JWE_ALG, envelope(part, alg="RSA-OAEP"))
    fault(f"{part} is encrypted with A128CBC", Refusal.JWE_ENC, envelope(part, enc="A128CBC-HS256"))
    fault(f"{part} is encrypted with A128GCM", Refusal.JWE_ENC, envelope(part, enc="A128GCM"))
    fault(f"{part} is encrypted for an unknown kid", Refusal.JWE_KID, envelope(part, kid="nobody"))
    fault(f"{part} is encrypted without kid", Refusal.JWE_KID, envelope(part, kid=None))
    fault(f"{part} is compressed", Refusal.JWE_HEADER, envelope(part, zip="DEF"))
    fault(f"{part} holds something else", Refusal.JWE_HEADER, envelope(part, cty="text/plain"))
    fault(f"{part} is encrypted as an access token", Refusal.JWE_HEADER, envelope(part, typ="at+jwt"))
    fault(f"{part} has an envelope that names keys", Refusal.JWE_HEADER, envelope(part, jku="http://127.0.0.1:9/jwks"))
    fault(
        f"{part} has an envelope that names a certificate", Refusal.JWE_HEADER, envelope(part, x5u="http://127.0.0.1:9")
    )
    fault(f"{part} has a key in its envelope", Refusal.JWE_HEADER, final(part, lambda t: rehead(t, jwk={"kty": "EC"})))
    fault(f"{part} demands an extension", Refusal.JWE_HEADER, final(part, lambda t: rehead(t, crit=["x"], x=1)))
    fault(
        f"{part} has an envelope of another issuer",
        Refusal.JWE_REPLICATED_CLAIM,
        envelope(part, iss="https://ailleurs.exemple"),
    )
    fault(f"{part} has an envelope for another client", Refusal.JWE_REPLICATED_CLAIM, envelope(part, aud="another"))
    fault(f"{part} has an altered tag", Refusal.JWE_DECRYPTION, final(part, lambda t: flip(t, 4)))
    fault(f"{part} has an altered content", Refusal.JWE_DECRYPTION, final(part, lambda t: flip(t, 3)))
    fault(f"{part} has an altered key", Refusal.JWE_DECRYPTION, final(part, lambda t: flip(t, 1)))
    fault(f"{part} has an altered header", Refusal.JWE_DECRYPTION, final(part, lambda t: rehead(t, typ="JWT")))
    fault(f"{part} is encrypted but not signed", Refusal.NOT_SIGNED, signed(part, lambda t: '{"sub": "x"}'))
    fault(f"{part} is encrypted twice", Refusal.NOT_SIGNED, signed(part, lambda t: "a.b.c.d.e"))
    fault(f"{part} has a signature of noise", Refusal.JWS_MALFORMED, signed(part, lambda t: "a!.b.c"))
    fault(f"{part} has a signed header of noise", Refusal.JWS_MALFORMED, signed(part, lambda t: "AAAA.AAAA.AAAA"))
    fault(f"{part} is signed with none", Refusal.JWS_ALG, header(part, alg="none"))
    fault(f"{part} is signed with RS256", Refusal.JWS_ALG, header(part, alg="RS256", kid="signature-2"))
    fault(f"{part} says ES384", Refusal.JWS_ALG, signed(part, lambda t: rehead(t, alg="ES384")))
    fault(f"{part} is an access token", Refusal.JWS_TYP, header(part, typ="at+jwt"))
    fault(f"{part} is a logout token", Refusal.JWS_TYP, header(part, typ="logout+jwt"))
    fault(f"{part} has a critical header", Refusal.JWS_HEADER, header(part, crit=["x"], x=1))
    fault(f"{part} names a set of keys", Refusal.JWS_EMBEDDED_KEY, header(part, jku="http://127.0.0.1:9/jwks"))
    fault(f"{part} names a certificate", Refusal.JWS_EMBEDDED_KEY, header(part, x5u="http://127.0.0.1:9/x"))
    fault(f"{part} is signed without kid", Refusal.JWS_KID_MISSING, header(part, kid=None))
    fault(f"{part} is signed under an unknown kid", Refusal.JWS_KID_UNKNOWN, header(part, kid="nobody"))
    fault(f"{part} is signed by somebody else", Refusal.JWS_SIGNATURE, stranger_signs(part))
    fault(f"{part} has an altered signature", Refusal.JWS_SIGNATURE, signed(part, lambda t: flip(t, 2)))
    fault(f"{part} has altered claims", Refusal.JWS_SIGNATURE, signed(part, lambda t: flip(t, 1)))
    fault(f"{part} has an empty signature", Refusal.JWS_SIGNATURE, signed(part, lambda t: t.rpartition(".")[0] + "."))
    fault(f"{part} signs a text", Refusal.PAYLOAD_NOT_JSON, payload(part, lambda b: b"hello"))
    fault(f"{part} signs a list", Refusal.PAYLOAD_NOT_JSON, payload(part, lambda b: b"[]"))
    fault(
        f"{part} says a claim twice",
        Refusal.PAYLOAD_NOT_JSON,
        payload(part, lambda b: b[:-1] + b', "sub": "somebody else"}'),
    )

fault("the public key as a shared secret", Refusal.JWS_ALG, hs256_with_the_public_key)
fault("the signer's key inside the token", Refusal.JWS_EMBEDDED_KEY, embedded_key)
fault("encrypted for somebody else's key", Refusal.JWE_DECRYPTION, encrypts_for_another)
fault("two published keys of one name", Refusal.JWS_KID_UNKNOWN, two_keys_of_one_name)
fault("the keys answer 500", Refusal.KEYS_UNREACHABLE, http("jwks", status=500))
fault("the keys hang up", Refusal.KEYS_UNREACHABLE, http("jwks", hang_up=True))
fault("the keys are not JSON", Refusal.KEYS_INVALID, http("jwks", body=lambda b: b"x"))
fault("the keys are no list", Refusal.KEYS_INVALID, http("jwks", body=lambda b: b'{"keys": {}}'))

# ---------------------------------------------------------------- what the id_token says

ID = "id_token"
fault("another issuer", Refusal.ISS, says(ID, iss="https://ailleurs.exemple"))
fault("no issuer", Refusal.ISS, says(ID, iss=None))
fault("another audience", Refusal.AUD, says(ID, aud="another"))
fault("several audiences", Refusal.AUD, says(ID, aud=["relying-party", "another"]))
fault("no audience", Refusal.AUD, says(ID, aud=None))
fault("another authorized party", Refusal.AZP, says(ID, azp="another"))
fault("no sub", Refusal.SUB, says(ID, sub=None))
fault("an empty sub", Refusal.SUB, says(ID, sub=""))
fault("an endless sub", Refusal.SUB, says(ID, sub="a" * 256))
fault("a number as sub", Refusal.SUB, says(ID, sub=12))
fault("no end", Refusal.EXP_MISSING, says(ID, exp=None))
fault("an end in words", Refusal.EXP_MISSING, says(ID, exp="tomorrow"))
fault("an end that is true", Refusal.EXP_MISSING, says(ID, exp=True))
fault("expired", Refusal.EXPIRED, later(ID, exp=-300, iat=-300))
fault("no beginning", Refusal.IAT_MISSING, says(ID, iat=None))
fault("made long ago", Refusal.IAT, later(ID, iat=-300))
fault("made in the future", Refusal.IAT, later(ID, iat=300, exp=300))
fault("not valid yet", Refusal.NBF, later(ID, nbf=300))
fault("another nonce", Refusal.NONCE, says(ID, nonce="another nonce, of the right length and all"))
fault("no nonce", Refusal.NONCE, says(ID, nonce=None))
fault("a nonce that is no text", Refusal.NONCE, says(ID, nonce=["x"]))
fault("a nonce of half a character", Refusal.NONCE, says(ID, nonce="\ud800"))
fault("a sub of half a character", Refusal.SUB, says(ID, sub="\ud800"))
fault("an end beyond all numbers", Refusal.EXP_MISSING, says(ID, exp=10**400))
fault("another at_hash", Refusal.AT_HASH, says(ID, at_hash="AAAAAAAAAAAAAAAAAAAAAA"))
fault("no level", Refusal.ACR_MISSING, says(ID, acr=None))
fault("an unknown level", Refusal.ACR_UNKNOWN, says(ID, acr="eidas4"))
fault("a level in another case", Refusal.ACR_UNKNOWN, says(ID, acr="EIDAS2"))
fault("a list of levels", Refusal.ACR_UNKNOWN, says(ID, acr=["eidas2"]))
fault("a lower level", Refusal.ACR_TOO_LOW, says(ID, acr="eidas1"))

# ---------------------------------------------------------------- what userinfo says

fault("userinfo about somebody else", Refusal.USERINFO_SUB, is_(sub="somebody else"))
fault("userinfo about nobody", Refusal.USERINFO_SUB, is_(sub=None))
fault("userinfo of another issuer", Refusal.USERINFO_ISS, is_(iss="https://ailleurs.exemple"))
fault("userinfo without issuer", Refusal.USERINFO_ISS, is_(iss=None))
fault("userinfo for another client", Refusal.USERINFO_AUD, is_(aud="another"))
fault("userinfo without audience", Refusal.USERINFO_AUD, is_(aud=None))
fault("userinfo expired", Refusal.EXPIRED, later("userinfo", exp=-300))
fault("userinfo made in the future", Refusal.IAT, later("userinfo", iat=300))
fault("no family name", Refusal.NAME_MISSING, is_(family_name=None))
fault("an empty given name", Refusal.NAME_MISSING, is_(given_name=""))
fault("a name of markup", Refusal.NAME_MALFORMED, is_(family_name="<b>DUBOIS</b>"))
fault("a name with digits", Refusal.NAME_MALFORMED, is_(given_name="Angela 2"))
fault("a name of punctuation", Refusal.NAME_MALFORMED, is_(given_name="--"))
fault("a name with a hidden direction", Refusal.NAME_MALFORMED, is_(family_name="DU\u202eBOIS"))
fault("a name in another alphabet", Refusal.NAME_MALFORMED, is_(family_name="Дюбуа"))
fault("a name of half a character", Refusal.NAME_MALFORMED, is_(family_name="DUB\ud800OIS"))
fault("a name with a null", Refusal.NAME_MALFORMED, is_(family_name="DUB\x00OIS"))
fault("an endless name", Refusal.NAME_MALFORMED, is_(family_name="A" * 300))
fault("a list of names", Refusal.NAME_MALFORMED, is_(given_name=["Angela"]))
fault("an unknown gender", Refusal.GENDER, is_(gender="F"))
fault("no gender", Refusal.GENDER, is_(gender=None))
fault("no date of birth", Refusal.BIRTHDATE_MISSING, is_(birthdate=None))
fault("a French date", Refusal.BIRTHDATE_MALFORMED, is_(birthdate="24/08/1962"))
fault("a date without dashes", Refusal.BIRTHDATE_MALFORMED, is_(birthdate="19620824"))
fault("a date with a time", Refusal.BIRTHDATE_MALFORMED, is_(birthdate="1962-08-24T00:00:00Z"))
fault("a date that is a number", Refusal.BIRTHDATE_MALFORMED, is_(birthdate=19620824))
fault("a date in other digits", Refusal.BIRTHDATE_MALFORMED, is_(birthdate="١٩٦٢-08-24"))
fault("30 February", Refusal.BIRTHDATE_IMPOSSIBLE, is_(birthdate="1962-02-30"))
fault("a month 13", Refusal.BIRTHDATE_IMPOSSIBLE, is_(birthdate="1962-13-01"))
fault("an unknown month", Refusal.BIRTHDATE_IMPOSSIBLE, is_(birthdate="1962-00-00"))
fault("born tomorrow", Refusal.BIRTHDATE_IMPOSSIBLE, is_(birthdate="2999-01-01"))
fault("born in another age", Refusal.BIRTHDATE_IMPOSSIBLE, is_(birthdate="1789-07-14"))
fault("no place of birth in France", Refusal.BIRTHPLACE, is_(birthplace=""))
fault("a place that is a name", Refusal.BIRTHPLACE, is_(birthplace="Paris"))
fault("a place in no department", Refusal.BIRTHPLACE, is_(birthplace="00123"))
fault("a place that ends with a line", Refusal.BIRTHPLACE, is_(birthplace="75107\n"))
fault("a country that ends with a line", Refusal.BIRTHCOUNTRY, is_(birthcountry="99100\n"))
fault("a date that ends with a line", Refusal.BIRTHDATE_MALFORMED, is_(birthdate="1962-08-24\n"))
fault("a name of spaces", Refusal.NAME_MALFORMED, is_(family_name="  "))
fault("a Corsica that does not exist", Refusal.BIRTHPLACE, is_(birthplace="2C033"))
fault("no country of birth", Refusal.BIRTHCOUNTRY, is_(birthcountry=None))
fault("a country in letters", Refusal.BIRTHCOUNTRY, is_(birthcountry="FR"))
fault("a country outside the list", Refusal.BIRTHCOUNTRY, is_(birthcountry="12345"))
fault("a broken e-mail address", Refusal.EMAIL_MALFORMED, is_(email="angela@exemple.fr\r\nBcc: x@y.z"))
fault("an e-mail address that is a list", Refusal.EMAIL_MALFORMED, is_(email=["angela@exemple.fr"]))

# ---------------------------------------------------------------- ProConnect

PC = {"provider": "proconnect"}
fault("ProConnect signs with none", Refusal.JWS_ALG, header("userinfo", alg="none"), **PC)
fault("ProConnect signs with a shared secret", Refusal.JWS_ALG, hs256_with_the_public_key, **PC)
fault("a professional without second factor", Refusal.ACR_TOO_LOW, says(ID, acr="eidas1"), **PC)
fault("an unknown level of a professional", Refusal.ACR_UNKNOWN, says(ID, acr="eidas1-mfa-plus"), **PC)
fault("a professional's userinfo about another", Refusal.USERINFO_SUB, is_(sub="another"), **PC)
fault("no SIRET", Refusal.SIRET_MISSING, is_(siret=None), **PC)
fault("a SIRET of a wrong key", Refusal.SIRET_MALFORMED, is_(siret="73282932000075"), **PC)
fault("a SIRET with spaces", Refusal.SIRET_MALFORMED, is_(siret="732 829 320 00074"), **PC)
fault("a SIRET that is a number", Refusal.SIRET_MALFORMED, is_(siret=73282932000074), **PC)
fault("a professional without address", Refusal.EMAIL_MISSING, is_(email=None), **PC)
fault("a professional without name", Refusal.NAME_MISSING, is_(usual_name=None), **PC)
