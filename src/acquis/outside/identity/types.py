"""What passes between the pages and an identity provider, and one code for each thing that can be wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Provider(StrEnum):
    FRANCECONNECT = "franceconnect"
    PROCONNECT = "proconnect"


class Refusal(StrEnum):
    """Why an answer was refused: in each case nobody is signed in and nothing is written."""

    # Before anything is asked.
    NOT_CONFIGURED = "identity.not_configured"
    ISSUER_NOT_SECURE = "identity.issuer_not_secure"
    METADATA_UNREACHABLE = "identity.metadata_unreachable"
    METADATA_INVALID = "identity.metadata_invalid"
    METADATA_ISSUER = "identity.metadata_issuer"
    METADATA_ENDPOINT = "identity.metadata_endpoint"
    KEYS_UNREACHABLE = "identity.keys_unreachable"
    KEYS_INVALID = "identity.keys_invalid"
    # The answer at our redirect address.
    STATE_MISSING = "identity.state_missing"
    STATE_UNKNOWN = "identity.state_unknown"
    STATE_OTHER_BROWSER = "identity.state_other_browser"
    STATE_OTHER_PROVIDER = "identity.state_other_provider"
    STATE_EXPIRED = "identity.state_expired"
    RESPONSE_ISSUER = "identity.response_issuer"
    RESPONSE_AMBIGUOUS = "identity.response_ambiguous"
    PERSON_GAVE_UP = "identity.person_gave_up"
    REQUEST_REJECTED = "identity.request_rejected"
    PROVIDER_UNAVAILABLE = "identity.provider_unavailable"
    PROVIDER_ERROR = "identity.provider_error"
    CODE_MISSING = "identity.code_missing"
    CODE_MALFORMED = "identity.code_malformed"
    # The two addresses we call.
    TOKEN_UNREACHABLE = "identity.token_unreachable"  # noqa: S105
    TOKEN_TOO_SLOW = "identity.token_too_slow"  # noqa: S105
    TOKEN_REDIRECTED = "identity.token_redirected"  # noqa: S105
    TOKEN_REJECTED = "identity.token_rejected"  # noqa: S105
    TOKEN_STATUS = "identity.token_status"  # noqa: S105
    TOKEN_TOO_LARGE = "identity.token_too_large"  # noqa: S105
    TOKEN_NOT_JSON = "identity.token_not_json"  # noqa: S105
    TOKEN_TYPE = "identity.token_type"  # noqa: S105
    ID_TOKEN_MISSING = "identity.id_token_missing"  # noqa: S105
    ACCESS_TOKEN_MISSING = "identity.access_token_missing"  # noqa: S105
    USERINFO_UNREACHABLE = "identity.userinfo_unreachable"
    USERINFO_TOO_SLOW = "identity.userinfo_too_slow"
    USERINFO_REDIRECTED = "identity.userinfo_redirected"
    USERINFO_REJECTED = "identity.userinfo_rejected"
    USERINFO_STATUS = "identity.userinfo_status"
    USERINFO_TOO_LARGE = "identity.userinfo_too_large"
    USERINFO_CONTENT_TYPE = "identity.userinfo_content_type"
    # The envelope.
    NOT_ENCRYPTED = "identity.not_encrypted"
    JWE_MALFORMED = "identity.jwe_malformed"
    JWE_ALG = "identity.jwe_alg"
    JWE_ENC = "identity.jwe_enc"
    JWE_KID = "identity.jwe_kid"
    JWE_HEADER = "identity.jwe_header"
    JWE_REPLICATED_CLAIM = "identity.jwe_replicated_claim"
    JWE_DECRYPTION = "identity.jwe_decryption"
    # The signature.
    NOT_SIGNED = "identity.not_signed"
    JWS_MALFORMED = "identity.jws_malformed"
    JWS_ALG = "identity.jws_alg"
    JWS_TYP = "identity.jws_typ"
    JWS_HEADER = "identity.jws_header"
    JWS_EMBEDDED_KEY = "identity.jws_embedded_key"
    JWS_KID_MISSING = "identity.jws_kid_missing"
    JWS_KID_UNKNOWN = "identity.jws_kid_unknown"
    JWS_SIGNATURE = "identity.jws_signature"
    PAYLOAD_NOT_JSON = "identity.payload_not_json"
    # What the id_token says.
    ISS = "identity.iss"
    AUD = "identity.aud"
    AZP = "identity.azp"
    SUB = "identity.sub"
    EXP_MISSING = "identity.exp_missing"
    EXPIRED = "identity.expired"
    IAT_MISSING = "identity.iat_missing"
    IAT = "identity.iat"
    NBF = "identity.nbf"
    NONCE = "identity.nonce"
    AT_HASH = "identity.at_hash"
    ACR_MISSING = "identity.acr_missing"
    ACR_UNKNOWN = "identity.acr_unknown"
    ACR_TOO_LOW = "identity.acr_too_low"
    NOT_FRESH = "identity.not_fresh"
    # What userinfo says.
    USERINFO_SUB = "identity.userinfo_sub"
    USERINFO_ISS = "identity.userinfo_iss"
    USERINFO_AUD = "identity.userinfo_aud"
    NAME_MISSING = "identity.name_missing"
    NAME_MALFORMED = "identity.name_malformed"
    GENDER = "identity.gender"
    BIRTHDATE_MISSING = "identity.birthdate_missing"
    BIRTHDATE_MALFORMED = "identity.birthdate_malformed"
    BIRTHDATE_IMPOSSIBLE = "identity.birthdate_impossible"
    BIRTHPLACE = "identity.birthplace"
    BIRTHCOUNTRY = "identity.birthcountry"
    EMAIL_MISSING = "identity.email_missing"
    EMAIL_MALFORMED = "identity.email_malformed"
    SIRET_MISSING = "identity.siret_missing"
    SIRET_MALFORMED = "identity.siret_malformed"
    # The proof asked for a purchase.
    OTHER_PERSON = "identity.other_person"
    SESSION_CHANGED = "identity.session_changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What we put to a provider: where to send the browser, and what only we know of it.

    `state`, `nonce` and `verifier` are kept until the answer; `verifier` is empty where PKCE is refused.
    """

    url: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is remembered of a question when its answer comes.

    `fresh` asks for an authentication made after `asked_at`.
    """

    nonce: str
    verifier: str
    asked_at: datetime
    fresh: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Vouched:
    """What the id_token says once every check has passed. `id_token` is the signed inner token."""

    issuer: str
    sub: str
    acr: str
    issued_at: datetime
    id_token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderClaims:
    """A person's civil identity as FranceConnect+ gives it; `birth_place` is an INSEE code or empty."""

    given_name: str
    family_name: str
    preferred_username: str
    gender: str
    birthdate: date
    birth_place: str
    birth_country: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentClaims:
    """A professional as ProConnect gives them."""

    given_name: str
    usual_name: str
    email: str
    siret: str
